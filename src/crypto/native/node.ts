import { createECDH, createPrivateKey, createPublicKey, hash, type KeyObject, sign, verify } from "node:crypto";
import { boundedCache } from "../bounded-cache.ts";
import { concat } from "../encoding.ts";
import { demand, ensure } from "../failure.ts";
import { mayBePublicKey, PUBLIC_KEY_BYTES, SECRET_KEY_BYTES, SIGNATURE_BYTES } from "./ed25519-rules.ts";
import { isP256Secret, mayBeP256Key, mayBeP256Signature } from "./p256-rules.ts";

/** DER before the key itself: SubjectPublicKeyInfo and PKCS #8 PrivateKeyInfo of Ed25519, RFC 8410 §4 and §7. */
const SPKI = Uint8Array.from(Buffer.from("302a300506032b6570032100", "hex"));
const PKCS8 = Uint8Array.from(Buffer.from("302e020100300506032b657004220420", "hex"));
/** The same of a compressed P-256 point: RFC 5480 §2. */
const P256_SPKI = Uint8Array.from(Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex"));
/**
 * Public keys kept parsed: verifying with a reused KeyObject is 1.5 to 2.4 times as fast as parsing it again. The names
 * are the keys' bytes, whose length tells the curves apart; a key that no signature can verify under is kept as null.
 */
const publicKeys = boundedCache<KeyObject | null>(1024);

/** Whether two byte strings are the same. Not constant in time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && Buffer.compare(a, b) === 0;
}

/** Where `part` begins in `bytes`, at `from` or later; −1 where it doesn't. */
export function indexOfBytes(bytes: Uint8Array, part: Uint8Array, from: number): number {
  return Buffer.prototype.indexOf.call(bytes, part, from);
}

/** SHA-256 of the bytes; 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  // By way of the text: Node 24 takes twice as long to make a buffer of its own for 32 bytes.
  return new Uint8Array(Buffer.from(hash("sha256", data, "hex"), "hex"));
}

/** The same as 64 lower-case hex digits. */
export function sha256Hex(data: Uint8Array): string {
  return hash("sha256", data, "hex");
}

/** The same of bytes that are given as hex digits; throws `schema.pattern` where they are none. */
export function sha256OfHex(digits: string): string {
  const data = Buffer.from(digits, "hex");
  ensure(2 * data.length === digits.length, "hex", "pairs of hex digits");
  return hash("sha256", data, "hex");
}

/** SM3 of the bytes; 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  return new Uint8Array(hash("sm3", data, "buffer"));
}

/** Ed25519 public key (32 bytes) of a 32-byte secret key; throws `internal` on another length. RFC 8032 §5.1.5 */
export function ed25519PublicKey(secretKey: Uint8Array): Uint8Array {
  const spki = createPublicKey(privateKey(secretKey)).export({ format: "der", type: "spki" });
  return new Uint8Array(spki.subarray(SPKI.length));
}

/** Ed25519 signature (64 bytes) with a 32-byte secret key; throws `internal` on another length. RFC 8032 §5.1.6 */
export function ed25519Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519Signer(secretKey)(message);
}

/** `ed25519Sign` under one key, which is parsed once: that takes twice as long as signing. The copy ends with the function. */
export function ed25519Signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  const key = privateKey(secretKey);
  return (message) => new Uint8Array(sign(null, message, key));
}

/** Whether an Ed25519 signature holds, by the rule in ed25519-rules.ts. Never throws on malformed keys or signatures. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES || signature.length !== SIGNATURE_BYTES) return false;
  const key = keyObject(SPKI, publicKey, mayBePublicKey);
  return key !== null && verify(null, message, key, signature);
}

/** Compressed P-256 public key (33 bytes) of a secret key: [secret]G. Throws `internal` unless it is 32 bytes in 1…n−1. */
export function p256PublicKey(secretKey: Uint8Array): Uint8Array {
  demand(isP256Secret(secretKey), "a P-256 secret key: 32 bytes in 1…n−1");
  const ecdh = createECDH("prime256v1");
  ecdh.setPrivateKey(secretKey);
  return new Uint8Array(ecdh.getPublicKey(null, "compressed"));
}

/** Whether an ECDSA signature with SHA-256 holds, by the rule in p256-rules.ts. Never throws on malformed keys or signatures. */
export function p256Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!mayBeP256Key(publicKey) || !mayBeP256Signature(signature)) return false;
  const key = keyObject(P256_SPKI, publicKey, mayBeP256Key);
  return key !== null && verify("sha256", message, { key, dsaEncoding: "ieee-p1363" }, signature);
}

function privateKey(secretKey: Uint8Array): KeyObject {
  demand(secretKey.length === SECRET_KEY_BYTES, `${SECRET_KEY_BYTES} bytes of secret key`);
  return createPrivateKey({ key: Buffer.from(concat(PKCS8, secretKey)), format: "der", type: "pkcs8" });
}

function keyObject(
  prefix: Uint8Array,
  publicKey: Uint8Array,
  mayBe: (publicKey: Uint8Array) => boolean,
): KeyObject | null {
  const name = Buffer.prototype.latin1Slice.call(publicKey, 0, publicKey.length);
  const known = publicKeys.get(name);
  if (known !== undefined) return known;
  const key = mayBe(publicKey) ? parsed(Buffer.from(concat(prefix, publicKey))) : null;
  publicKeys.set(name, key);
  return key;
}

/** Null where OpenSSL finds no such point. */
function parsed(der: Buffer): KeyObject | null {
  try {
    return createPublicKey({ key: der, format: "der", type: "spki" });
  } catch {
    return null;
  }
}

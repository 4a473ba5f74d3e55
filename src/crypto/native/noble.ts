import { ed25519 } from "@noble/curves/ed25519.js";
import { p256 } from "@noble/curves/nist.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import { sha256 as nobleSha256, sha512 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { concat, equal, fromHex } from "../encoding.ts";
import { demand } from "../failure.ts";
import { KEY_LIMITS, pointKeys } from "../point-keys.ts";
import { mayBePublicKey, SECRET_KEY_BYTES, SIGNATURE_BYTES } from "./ed25519-rules.ts";
import { isP256Secret, mayBeP256Key, mayBeP256Signature } from "./p256-rules.ts";
import { sm3 as plainSm3 } from "./sm3.ts";

const { Fn } = p256.Point;
/** Tables of keys that come again and again: three to four times as many signatures a second. */
const p256KeyOf = pointKeys(p256.Point, KEY_LIMITS, (key) => key);
const { Point } = ed25519;
const L = Point.Fn.ORDER;

/** Whether two byte strings are the same. Not constant in time. */
export function sameBytes(a: Uint8Array, b: Uint8Array): boolean {
  return equal(a, b);
}

/** Where `part` begins in `bytes`, at `from` or later; −1 where it doesn't. */
export function indexOfBytes(bytes: Uint8Array, part: Uint8Array, from: number): number {
  const [first = 0] = part;
  for (
    let at = bytes.indexOf(first, from);
    at >= 0 && at + part.length <= bytes.length;
    at = bytes.indexOf(first, at + 1)
  ) {
    if (equal(bytes.subarray(at, at + part.length), part)) return at;
  }
  return -1;
}

/** SHA-256 of the bytes; 32 bytes. */
export function sha256(data: Uint8Array): Uint8Array {
  return nobleSha256(data);
}

/** The same as 64 lower-case hex digits. */
export function sha256Hex(data: Uint8Array): string {
  return bytesToHex(nobleSha256(data));
}

/** The same of bytes that are given as hex digits; throws `schema.pattern` where they are none. */
export function sha256OfHex(digits: string): string {
  return sha256Hex(fromHex(`0x${digits}`));
}

/** SM3 of the bytes; 32 bytes. */
export function sm3(data: Uint8Array): Uint8Array {
  return plainSm3(data);
}

/** Ed25519 public key (32 bytes) of a 32-byte secret key; throws `internal` on another length. RFC 8032 §5.1.5 */
export function ed25519PublicKey(secretKey: Uint8Array): Uint8Array {
  demandSecret(secretKey);
  return ed25519.getPublicKey(secretKey);
}

/** Ed25519 signature (64 bytes) with a 32-byte secret key; throws `internal` on another length. RFC 8032 §5.1.6 */
export function ed25519Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  return ed25519Signer(secretKey)(message);
}

/** `ed25519Sign` under one key. */
export function ed25519Signer(secretKey: Uint8Array): (message: Uint8Array) => Uint8Array {
  demandSecret(secretKey);
  return (message) => ed25519.sign(message, secretKey);
}

/** Whether an Ed25519 signature holds, by the rule in ed25519-rules.ts. Never throws on malformed keys or signatures. */
export function ed25519Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!mayBePublicKey(publicKey) || signature.length !== SIGNATURE_BYTES) return false;
  const r = signature.subarray(0, 32);
  const s = littleEndian(signature.subarray(32));
  if (s >= L) return false;
  const minusA = negated(publicKey);
  if (minusA === null) return false;
  const k = littleEndian(sha512(concat(r, publicKey, message))) % L;
  return equal(Point.BASE.multiplyUnsafe(s).add(minusA.multiplyUnsafe(k)).toBytes(), r);
}

/** Compressed P-256 public key (33 bytes) of a secret key: [secret]G. Throws `internal` unless it is 32 bytes in 1…n−1. */
export function p256PublicKey(secretKey: Uint8Array): Uint8Array {
  demand(isP256Secret(secretKey), "a P-256 secret key: 32 bytes in 1…n−1");
  return p256.getPublicKey(secretKey, true);
}

/** Whether an ECDSA signature with SHA-256 holds, by the rule in p256-rules.ts. Never throws on malformed keys or signatures. */
export function p256Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (!mayBeP256Key(publicKey) || !mayBeP256Signature(signature)) return false;
  const key = p256KeyOf(publicKey);
  if (key === null) return false;
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))];
  // FIPS 186-5 §6.4.2, steps 4 to 8: [e/s]G + [r/s]Q has x ≡ r (mod n).
  const w = Fn.inv(s);
  const point = key.combine(Fn.mul(Fn.create(bytesToNumberBE(nobleSha256(message))), w), Fn.mul(r, w));
  return point !== null && Fn.create(point.x) === r;
}

function demandSecret(secretKey: Uint8Array): void {
  demand(secretKey.length === SECRET_KEY_BYTES, `${SECRET_KEY_BYTES} bytes of secret key`);
}

function negated(publicKey: Uint8Array): InstanceType<typeof Point> | null {
  try {
    return Point.fromBytes(publicKey, false).negate();
  } catch {
    return null;
  }
}

function littleEndian(bytes: Uint8Array): bigint {
  return bytes.reduceRight((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

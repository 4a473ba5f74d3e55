import { secp256k1 } from "@noble/curves/secp256k1.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import type { Hex } from "../domain/bytes.ts";
import { boundedCache } from "./bounded-cache.ts";
import { concat, toHex } from "./encoding.ts";
import { demand } from "./failure.ts";
import { keccak256 } from "./hash.ts";
import { KEY_LIMITS, type PointKey, pointKeys } from "./point-keys.ts";

/** Length of a signature r ‖ s ‖ v, in bytes. */
export const SIGNATURE65_BYTES = 65;
/** n: how many keys there are, and one. Source: SEC 2 §2.4.1, https://www.secg.org/sec2-v2.pdf */
export const ORDER: bigint = secp256k1.Point.CURVE().n;
const DIGEST_BYTES = 32;
const SECRET_BYTES = 32;

/**
 * The address (lower case) whose key signed this 32-byte digest, or null where the signature is not 65 bytes r ‖ s ‖ v
 * with v 27 or 28, r and s in 1…n−1, s in the lower half, or leads to no point.
 * Throws `internal` when the digest is not 32 bytes. Source: SEC 1 §4.1.6, https://www.secg.org/sec1-v2.pdf; low s: EIP-2.
 */
export function recoverAddress(digest: Uint8Array, signature: Uint8Array): Hex | null {
  const point = signerPoint(digest, signature);
  return point === null ? null : addressOfPoint(point.toBytes(false));
}

/**
 * Whether `recoverAddress` gives this address; three times as fast for an address that signs again and again, whose key is
 * then known. [z/s]G + [r/s]Q is the point that recovery starts from, with x = r and the parity of v, for Q alone.
 */
export function isSignedBy(address: Hex, digest: Uint8Array, signature: Uint8Array): boolean {
  const key = signers.get(address);
  if (key === undefined) {
    const point = signerPoint(digest, signature);
    if (point === null || addressOfPoint(point.toBytes(false)) !== address) return false;
    const known = keyOf(point.toBytes(true));
    if (known !== null) signers.set(address, known);
    return true;
  }
  const parts = partsOf(digest, signature);
  if (parts === null) return false;
  const inverse = Fn.inv(parts.s);
  const z = Fn.create(bytesToNumberBE(digest));
  const start = key.combine(Fn.mul(z, inverse), Fn.mul(parts.r, inverse));
  return start !== null && start.x === parts.r && Number(start.y & 1n) === parts.recovery;
}

/** Keys of signers by their addresses, each known from a signature that held. */
const signers = boundedCache<PointKey>(KEY_LIMITS.keys);
const keyOf = pointKeys(secp256k1.Point, KEY_LIMITS, (key) => key);
const { Fn } = secp256k1.Point;

function signerPoint(digest: Uint8Array, signature: Uint8Array): InstanceType<typeof secp256k1.Point> | null {
  const parts = partsOf(digest, signature);
  try {
    return parts === null ? null : parts.compact.addRecoveryBit(parts.recovery).recoverPublicKey(digest);
  } catch {
    return null;
  }
}

/** null where the signature is malformed, by what `recoverAddress` says. */
function partsOf(digest: Uint8Array, signature: Uint8Array) {
  demand(digest.length === DIGEST_BYTES, "a digest of 32 bytes");
  const v = signature[64];
  if (signature.length !== SIGNATURE65_BYTES || (v !== 27 && v !== 28)) return null;
  try {
    const compact = secp256k1.Signature.fromBytes(signature.slice(0, 64), "compact");
    return compact.hasHighS() ? null : { compact, r: compact.r, s: compact.s, recovery: v - 27 };
  } catch {
    return null;
  }
}

/**
 * Signs a 32-byte digest: 65 bytes r ‖ s ‖ v, low s, v 27 or 28, deterministic (RFC 6979).
 * Throws `internal` for a digest or secret of another length, or a secret outside 1…n−1.
 */
export function signDigest(secret: Uint8Array, digest: Uint8Array): Uint8Array {
  demand(digest.length === DIGEST_BYTES, "a digest of 32 bytes");
  demand(secp256k1.utils.isValidSecretKey(secret), "a secret of 32 bytes in 1…n−1");
  const recovered = secp256k1.sign(digest, secret, { prehash: false, lowS: true, format: "recovered" });
  const recovery = recovered[0] ?? 0;
  demand(recovery < 2, "an r below n, as all but 1 in 2^127 messages give");
  return concat(recovered.subarray(1), Uint8Array.of(27 + recovery));
}

/** The public key of a 32-byte secret: 65 bytes, uncompressed. Throws `internal` for what is no secret. */
export function publicKeyOf(secret: Uint8Array): Uint8Array {
  demand(secp256k1.utils.isValidSecretKey(secret), "a secret of 32 bytes in 1…n−1");
  return secp256k1.getPublicKey(secret, false);
}

/**
 * Ethereum address (lower case, no checksum) of a public key (33 or 65 bytes) or of a secret (32 bytes).
 * Throws `internal` for what is no point and no secret. Source: Yellow Paper, appendix F.
 */
export function addressOf(key: Uint8Array): Hex {
  if (key.length === SECRET_BYTES) return addressOfPoint(publicKeyOf(key));
  demand(secp256k1.utils.isValidPublicKey(key), "a point of 33 or 65 bytes, or a secret of 32");
  return addressOfPoint(secp256k1.Point.fromBytes(key).toBytes(false));
}

function addressOfPoint(uncompressed: Uint8Array): Hex {
  return toHex(keccak256(uncompressed.subarray(1)).subarray(12));
}

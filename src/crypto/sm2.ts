import { bytesToNumberBE } from "@noble/curves/utils.js";
import { concat, uintBytes } from "./encoding.ts";
import { demand } from "./failure.ts";
import { sm3 } from "./hash.ts";
import { nonces } from "./rfc6979.ts";
import { SM2_SECRET_KEY_BYTES, SM2_SIGNATURE_BYTES, Sm2Point } from "./sm2-curve.ts";
import { type Sm2Key, sm2KeyOf } from "./sm2-keys.ts";

/**
 * SM2 signatures with SM3, r ‖ s in 64 bytes, with the ID 1234567812345678: GB/T 32918.2-2016, names as there; in English
 * https://datatracker.ietf.org/doc/html/draft-shen-sm2-ecdsa-02. There is no rule of a low s: n − s is not a
 * second signature here. node:crypto signs and verifies SM2 with an empty ID only, so that Node and browsers run the same
 * code; JavaScript's big integers are not constant in time, so keys that need more than that belong into hardware.
 */
const { Fn } = Sm2Point;
const N = Fn.ORDER;

/** Compressed public key (33 bytes) of a 32-byte secret key. Throws `internal` unless that is in 1…n−2: GB/T 32918.1 §6.1. */
export function sm2PublicKey(secretKey: Uint8Array): Uint8Array {
  return Sm2Point.BASE.multiply(secretScalar(secretKey)).toBytes(true);
}

/**
 * Signature (64 bytes), verified before it is given out. Deterministic: k by RFC 6979 with HMAC-SM3 over the secret and
 * e mod n (as RustCrypto's sm2 crate does), so that a weak random generator can't give the key away. `ks` is for the
 * standard's example: the values k to try instead. Throws `internal` for a secret that is not 32 bytes in 1…n−2.
 */
export function sm2Sign(secretKey: Uint8Array, message: Uint8Array, ks?: Iterable<bigint>): Uint8Array {
  const d = secretScalar(secretKey);
  const key = sm2KeyOf(sm2PublicKey(secretKey));
  demand(key !== null, "the public key of a secret to be a point");
  const digest = sm3(key.userHash, message);
  const signature = sm2SignDigest(d, bytesToNumberBE(digest), ks ?? nonces(sm3, N, secretKey, digest));
  demand(verifyDigest(key, bytesToNumberBE(digest), signature), "a signature that verifies");
  return signature;
}

/** Whether a signature holds under a compressed public key. False, never an error, for anything malformed. */
export function sm2Verify(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  if (signature.length !== SM2_SIGNATURE_BYTES) return false;
  const key = sm2KeyOf(publicKey);
  return key !== null && verifyDigest(key, bytesToNumberBE(sm3(key.userHash, message)), signature);
}

/**
 * Steps A3 to A7 of GB/T 32918.2-2016 §6.1: r ‖ s for e with the first k that serves. Not verified.
 * Throws `internal` where `ks` holds none that does.
 */
export function sm2SignDigest(d: bigint, e: bigint, ks: Iterable<bigint>): Uint8Array {
  for (const k of ks) {
    const r = Fn.create(e + Sm2Point.BASE.multiply(k).toAffine().x);
    if (r === 0n || r + k === N) continue;
    const s = Fn.mul(Fn.inv(d + 1n), Fn.create(k - r * d));
    if (s === 0n) continue;
    return concat(uintBytes(r, 32), uintBytes(s, 32));
  }
  demand(false, "a k that serves");
}

/** Steps B1, B2 and B5 to B7 of GB/T 32918.2-2016 §7.1. */
function verifyDigest(key: Sm2Key, e: bigint, signature: Uint8Array): boolean {
  const [r, s] = [bytesToNumberBE(signature.subarray(0, 32)), bytesToNumberBE(signature.subarray(32))];
  if (!Fn.isValidNot0(r) || !Fn.isValidNot0(s)) return false;
  const t = Fn.create(r + s);
  if (t === 0n) return false;
  const point = key.combine(s, t);
  return point !== null && Fn.create(e + point.x) === r;
}

function secretScalar(secretKey: Uint8Array): bigint {
  demand(secretKey.length === SM2_SECRET_KEY_BYTES, `${SM2_SECRET_KEY_BYTES} bytes of secret key`);
  const d = bytesToNumberBE(secretKey);
  demand(d > 0n && d < N - 1n, "an SM2 secret key in 1…n−2");
  return d;
}

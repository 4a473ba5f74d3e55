import { p256 } from "@noble/curves/nist.js";
import { bytesToNumberBE } from "@noble/curves/utils.js";
import * as native from "#native";
import { concat, uintBytes } from "./encoding.ts";
import { demand } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { nonces } from "./rfc6979.ts";

const { Fn } = p256.Point;

/**
 * ECDSA signature r ‖ s (64 bytes) with P-256 and SHA-256, verified before it is given out. Deterministic (RFC 6979), so
 * that the same draft signed again is the same certificate and a weak random generator can't give the key away; s is
 * left as it comes, high or low. node:crypto has no deterministic ECDSA, but its [k]G is the public key of k: so both
 * engines share these lines, and in Node they are twice as fast as noble's own.
 * Throws `internal` for a secret that is not 32 bytes in 1…n−1. Source: FIPS 186-5 §6.4.1 and A.3.3.
 */
export function p256Sign(secretKey: Uint8Array, message: Uint8Array): Uint8Array {
  const publicKey = native.p256PublicKey(secretKey);
  const digest = sha256(message);
  const e = bytesToNumberBE(digest);
  const d = bytesToNumberBE(secretKey);
  for (const k of nonces(sha256, Fn.ORDER, secretKey, digest)) {
    const r = Fn.create(bytesToNumberBE(native.p256PublicKey(uintBytes(k, 32)).subarray(1)));
    const s = Fn.mul(Fn.inv(k), Fn.create(e + r * d));
    if (r === 0n || s === 0n) continue;
    const signature = concat(uintBytes(r, 32), uintBytes(s, 32));
    demand(native.p256Verify(publicKey, message, signature), "a signature that verifies");
    return signature;
  }
  demand(false, "a k that serves");
}

import { bytesToNumberBE } from "@noble/curves/utils.js";

/**
 * What both P-256 engines ask before they verify, so that they agree on every input.
 *
 * The rule of this project, with the sources of each part:
 * - the key is the compressed encoding of a point, 33 bytes (a key has one encoding, and so one keyId), with x < p and on
 *   the curve: SEC 1 §2.3.4, https://www.secg.org/sec1-v2.pdf (both engines check the last two);
 * - the signature is r ‖ s, 64 bytes, r and s in 1…n−1: https://www.w3.org/TR/vc-di-ecdsa/#proof-serialization-ecdsa-jcs-2019
 *   and FIPS 186-5 §6.4.2 step 1;
 * - a high s is as good as a low one: neither source asks for the lower half, and most signers don't care. So whoever has a
 *   signature can write a second one, n − s, of the same message; nothing of ours may take a signature for an identifier.
 */
export const P256_PUBLIC_KEY_BYTES = 33;
export const P256_SIGNATURE_BYTES = 64;
const SECRET_KEY_BYTES = 32;

/** Order of the base point: FIPS 186-5, SP 800-186 §3.2.1.3. */
const N = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

/** Whether these bytes look like a compressed point; whether there is such a point is the engine's check. */
export function mayBeP256Key(publicKey: Uint8Array): boolean {
  return publicKey.length === P256_PUBLIC_KEY_BYTES && (publicKey[0] === 0x02 || publicKey[0] === 0x03);
}

/** Whether these are r ‖ s, both in 1…n−1. */
export function mayBeP256Signature(signature: Uint8Array): boolean {
  return (
    signature.length === P256_SIGNATURE_BYTES && isScalar(signature.subarray(0, 32)) && isScalar(signature.subarray(32))
  );
}

/** Whether these bytes are a secret key: 32 bytes, in 1…n−1. */
export function isP256Secret(secretKey: Uint8Array): boolean {
  return secretKey.length === SECRET_KEY_BYTES && isScalar(secretKey);
}

function isScalar(bytes: Uint8Array): boolean {
  const value = bytesToNumberBE(bytes);
  return value > 0n && value < N;
}

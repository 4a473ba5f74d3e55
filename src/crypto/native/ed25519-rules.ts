/**
 * What both Ed25519 engines ask of a public key before they verify, so that they agree on every input.
 *
 * The rule of this project ("strict, cofactorless"), with the sources of each part:
 * - the key is the canonical encoding of a point (y < p) and not of small order: RFC 8032 §5.1.3, and "Taming the many
 *   EdDSAs" §5, https://eprint.iacr.org/2020/1244 (a small-order key verifies one signature for many messages);
 * - S < L: RFC 8032 §5.1.7 step 1;
 * - encode([S]B − [k]A) equals the 32 bytes R: RFC 8032 §5.1.7 step 3, the equation without the cofactor, which also
 *   refuses an R that is not canonically encoded.
 * OpenSSL checks the second and third; noble's own verify() multiplies by the cofactor, so it is not used.
 */
export const SECRET_KEY_BYTES = 32;
export const PUBLIC_KEY_BYTES = 32;
export const SIGNATURE_BYTES = 64;

const P = 2n ** 255n - 19n;
/** y of the eight points whose order divides 8: 0, ±1 and the two of order 8 (https://eprint.iacr.org/2020/1244, table 5). */
const ORDER_8 = 0x7a03ac9277fdc74ec6cc392cfa53202a0f67100d760b3cba4fd84d3d706a17c7n;
const SMALL_ORDER_Y: ReadonlySet<bigint> = new Set([0n, 1n, P - 1n, ORDER_8, P - ORDER_8]);

/** Whether 32 bytes may be a public key: y < p and not of small order. Whether they are on the curve is the engine's check. */
export function mayBePublicKey(publicKey: Uint8Array): boolean {
  if (publicKey.length !== PUBLIC_KEY_BYTES) return false;
  let y = 0n;
  for (let i = PUBLIC_KEY_BYTES - 1; i >= 0; i--) y = (y << 8n) | BigInt(publicKey[i] ?? 0);
  y &= 2n ** 255n - 1n;
  return y < P && !SMALL_ORDER_Y.has(y);
}

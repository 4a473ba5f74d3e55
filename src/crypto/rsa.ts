import { bytesToNumberBE } from "@noble/curves/utils.js";
import { concat, equal, fromHex, uintBytes } from "./encoding.ts";
import { sha256 } from "./hash.ts";

/** DigestInfo of SHA-256 up to the digest (RFC 8017 §9.2, note 1). */
const SHA256_PREFIX = fromHex("0x3031300d060960864801650304020105000420");
/** Bits of the moduli that are accepted: shorter ones are broken, longer ones only slow. */
const BITS = { least: 2048, most: 8192 } as const;

/**
 * Whether an RSASSA-PKCS1-v1_5 signature with SHA-256 holds (RFC 8017 §8.2.2), for moduli of 2,048 to 8,192 bits and odd
 * exponents from 3 to 2^32 − 1. False, never an error, for keys and signatures that are malformed.
 */
export function rsaVerify(
  { modulus, exponent }: { readonly modulus: bigint; readonly exponent: bigint },
  message: Uint8Array,
  signature: Uint8Array,
): boolean {
  const bits = modulus.toString(2).length;
  const size = Math.ceil(bits / 8);
  const sound = bits >= BITS.least && bits <= BITS.most && modulus % 2n === 1n;
  if (!sound || exponent < 3n || exponent >= 2n ** 32n || exponent % 2n === 0n || signature.length !== size)
    return false;
  const value = bytesToNumberBE(signature);
  if (value >= modulus) return false;
  const info = concat(SHA256_PREFIX, sha256(message));
  const padding = new Uint8Array(size - info.length - 3).fill(0xff);
  const expected = concat(Uint8Array.of(0, 1), padding, Uint8Array.of(0), info);
  return equal(uintBytes(power(value, exponent, modulus), size), expected);
}

function power(base: bigint, exponent: bigint, modulus: bigint): bigint {
  let [result, square, rest] = [1n, base, exponent];
  while (rest > 0n) {
    if (rest % 2n === 1n) result = (result * square) % modulus;
    square = (square * square) % modulus;
    rest /= 2n;
  }
  return result;
}

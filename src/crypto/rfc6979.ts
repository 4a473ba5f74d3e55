import { bytesToNumberBE } from "@noble/curves/utils.js";
import { concat, uintBytes } from "./encoding.ts";
import { demand } from "./failure.ts";
import { HASH_BYTES, type HashFunction } from "./hash.ts";

/** Bytes of one block of both SHA-256 and SM3. */
const BLOCK_BYTES = 64;

/** HMAC with SHA-256 or SM3: 32 bytes. Throws `internal` for a key of more than 64 bytes. Source: RFC 2104 §2. */
export function hmac(h: HashFunction, key: Uint8Array, ...parts: Uint8Array[]): Uint8Array {
  demand(key.length <= BLOCK_BYTES, `a key of at most ${BLOCK_BYTES} bytes`);
  const pad = (byte: number): Uint8Array => {
    const block = new Uint8Array(BLOCK_BYTES).fill(byte);
    for (let i = 0; i < key.length; i++) block[i] = (key[i] ?? 0) ^ byte;
    return block;
  };
  return h(pad(0x5c), h(pad(0x36), ...parts));
}

/**
 * The values k for a signature on this 32-byte digest with this 32-byte secret, in the order in which they are tried:
 * each in 1…order−1, the same on every run, unpredictable without the secret. `order` has 256 bits. A caller takes the
 * next one only where the scheme refuses one. Throws `internal` for other lengths.
 * Source: RFC 6979 §3.2, https://www.rfc-editor.org/rfc/rfc6979#section-3.2 (for SM2: the same steps with HMAC-SM3)
 */
export function* nonces(
  h: HashFunction,
  order: bigint,
  secret: Uint8Array,
  digest: Uint8Array,
): Generator<bigint, never> {
  demand(order >> 255n === 1n, "an order of 256 bits");
  demand(secret.length === HASH_BYTES && digest.length === HASH_BYTES, "a secret and a digest of 32 bytes");
  const seed = concat(secret, uintBytes(bytesToNumberBE(digest) % order, HASH_BYTES));
  let v: Uint8Array = new Uint8Array(HASH_BYTES).fill(1);
  let key: Uint8Array = new Uint8Array(HASH_BYTES);
  const update = (separator: number, data: Uint8Array): void => {
    key = hmac(h, key, v, Uint8Array.of(separator), data);
    v = hmac(h, key, v);
  };
  update(0, seed);
  update(1, seed);
  for (;;) {
    v = hmac(h, key, v);
    const k = bytesToNumberBE(v);
    if (k > 0n && k < order) yield k;
    update(0, new Uint8Array());
  }
}

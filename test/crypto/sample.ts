import { utf8 } from "../../src/crypto/encoding.ts";
import { type HashFunction, sha256 } from "../../src/crypto/hash.ts";

/** `length` bytes that look random and are the same in every run: SHA-256 of name, counter. */
export function sample(name: string, length = 32): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = 0; i < length; i += 32) {
    bytes.set(sha256(utf8(`${name}/${i}`)).subarray(0, length - i), i);
  }
  return bytes;
}

/** `count` different leaf hashes. */
export function sampleLeaves(count: number): Uint8Array[] {
  return Array.from({ length: count }, (_, i) => sample(`leaf ${i}`));
}

/** The bytes with one bit changed. */
export function flipped(bytes: Uint8Array, at: number, bit = 0): Uint8Array {
  const copy = bytes.slice();
  copy[at] = (copy[at] ?? 0) ^ (1 << bit);
  return copy;
}

/** How often a hash function is called while something runs. */
export function counting(h: HashFunction): { h: HashFunction; calls: () => number } {
  let calls = 0;
  return {
    h: (...parts) => {
      calls++;
      return h(...parts);
    },
    calls: () => calls,
  };
}

import { concat, fromHex, uintBytes } from "./encoding.ts";
import { ensure } from "./failure.ts";

/** Length of an EVM word, in bytes. */
export const WORD_BYTES = 32;

/**
 * One value as an EVM word, as the ABI and EIP-712 both encode it: `uintN` (a number up to 2^53 − 1 or a bigint),
 * `bytes32` and `address` (lower-case hex). Throws `schema.pattern` on any other type, and on a value not of its type.
 * Source: https://docs.soliditylang.org/en/latest/abi-spec.html#formal-specification-of-the-encoding
 */
export function word(type: string, value: unknown): Uint8Array {
  const bits = Number(/^uint(\d+)$/.exec(type)?.[1]);
  if (bits > 0 && bits <= 256 && bits % 8 === 0) return uintWord(type, bits, value);
  if (type === "bytes32") return fixed(type, value, 32);
  ensure(type === "address", "abi", "a type of one word: uintN, bytes32, address");
  return concat(new Uint8Array(12), fixed(type, value, 20));
}

function uintWord(type: string, bits: number, value: unknown): Uint8Array {
  const whole = typeof value === "bigint" || (typeof value === "number" && Number.isSafeInteger(value));
  ensure(whole && value >= 0 && BigInt(value) < 2n ** BigInt(bits), "abi", `a value of type ${type}`);
  return uintBytes(value, WORD_BYTES);
}

function fixed(type: string, value: unknown, length: number): Uint8Array {
  ensure(typeof value === "string", "abi", `a value of type ${type}`);
  const bytes = fromHex(value);
  ensure(bytes.length === length, "abi", `${length} bytes for ${type}`);
  return bytes;
}

import { type AbiType, type AbiValue, abiEncode } from "./abi.ts";
import { equal, toHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { WORD_BYTES } from "./word.ts";

/** More elements than any record of ours has. */
const MAX_ITEMS = 65_536;

/**
 * Strict inverse of abiEncode: throws `schema.pattern` unless the bytes are exactly what encoding the values gives.
 * Whole numbers come as numbers where they are at most 2^53 − 1, else as bigints; bytes as lower-case hex.
 */
export function abiDecode(types: readonly AbiType[], bytes: Uint8Array): readonly AbiValue[] {
  const values = members(types, bytes, 0);
  ensure(equal(abiEncode(types, values), bytes), "abi", "the one encoding of its values");
  return values;
}

function members(types: readonly AbiType[], bytes: Uint8Array, base: number): readonly AbiValue[] {
  let head = base;
  return types.map((type) => {
    const at = isDynamic(type) ? base + length(bytes, head) : head;
    head += isDynamic(type) ? WORD_BYTES : sizeOf(type);
    return valueAt(type, bytes, at);
  });
}

function valueAt(type: AbiType, bytes: Uint8Array, at: number): AbiValue {
  if (type === "bytes") return toHex(slice(bytes, at + WORD_BYTES, length(bytes, at)));
  if (typeof type === "string") return wordAt(type, bytes, at);
  if (!("arrayOf" in type)) return members(type, bytes, at);
  const count = length(bytes, at);
  ensure(count <= MAX_ITEMS, "abi", `at most ${MAX_ITEMS} items`);
  return members(Array<AbiType>(count).fill(type.arrayOf), bytes, at + WORD_BYTES);
}

function wordAt(type: string, bytes: Uint8Array, at: number): AbiValue {
  const hex = toHex(slice(bytes, at, WORD_BYTES));
  if (type === "bytes32") return hex;
  if (type === "address") return `0x${hex.slice(26)}`;
  const value = BigInt(hex);
  return value <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(value) : value;
}

/** An offset or a length. */
function length(bytes: Uint8Array, at: number): number {
  const value = wordAt("uint256", bytes, at);
  ensure(typeof value === "number" && value <= bytes.length, "abi", "an offset within the bytes");
  return value;
}

function slice(bytes: Uint8Array, at: number, size: number): Uint8Array {
  ensure(at + size <= bytes.length, "abi", "bytes that are there");
  return bytes.subarray(at, at + size);
}

function isDynamic(type: AbiType): boolean {
  if (typeof type === "string") return type === "bytes";
  return "arrayOf" in type || type.some(isDynamic);
}

/** Bytes of a value that has no offset. */
function sizeOf(type: AbiType): number {
  if (typeof type === "string" || "arrayOf" in type) return WORD_BYTES;
  return type.reduce((sum, member) => sum + sizeOf(member), 0);
}

import { concat, fromHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { WORD_BYTES, word } from "./word.ts";

/** A type: a word (`uintN`, `bytes32`, `address`) or `bytes`; a tuple, as the list of its members; an array. */
export type AbiType = string | readonly AbiType[] | { readonly arrayOf: AbiType };
/** A value: a whole number, lower-case hex, or a list for a tuple or an array. */
export type AbiValue = number | bigint | string | readonly AbiValue[];

/**
 * Solidity's `abi.encode(values…)`. Throws `schema.pattern` on a value that is not of its type and on unknown types.
 * Source: https://docs.soliditylang.org/en/latest/abi-spec.html#formal-specification-of-the-encoding
 */
export function abiEncode(types: readonly AbiType[], values: readonly AbiValue[]): Uint8Array {
  ensure(types.length === values.length, "abi", `${types.length} values, not ${values.length}`);
  const parts = types.map((type, i) => ({ dynamic: isDynamic(type), bytes: encode(type, values[i] ?? []) }));
  let offset = parts.reduce((length, part) => length + (part.dynamic ? WORD_BYTES : part.bytes.length), 0);
  const heads: Uint8Array[] = [];
  const tails: Uint8Array[] = [];
  for (const { dynamic, bytes } of parts) {
    heads.push(dynamic ? word("uint256", offset) : bytes);
    if (!dynamic) continue;
    tails.push(bytes);
    offset += bytes.length;
  }
  return concat(...heads, ...tails);
}

function encode(type: AbiType, value: AbiValue): Uint8Array {
  if (type === "bytes") return bytesOf(value);
  if (typeof type === "string") return word(type, value);
  ensure(typeof value === "object", "abi", "a list");
  if (!("arrayOf" in type)) return abiEncode(type, value);
  const items = abiEncode(
    value.map(() => type.arrayOf),
    value,
  );
  return concat(word("uint256", value.length), items);
}

function bytesOf(value: AbiValue): Uint8Array {
  ensure(typeof value === "string", "abi", "bytes in hex");
  const bytes = fromHex(value);
  const padding = new Uint8Array((WORD_BYTES - (bytes.length % WORD_BYTES)) % WORD_BYTES);
  return concat(word("uint256", bytes.length), bytes, padding);
}

function isDynamic(type: AbiType): boolean {
  if (typeof type === "string") return type === "bytes";
  return "arrayOf" in type || type.some(isDynamic);
}

import type { Hex } from "../domain/bytes.ts";
import { type AbiType, type AbiValue, abiEncode } from "./abi.ts";
import { abiDecode } from "./abi-decode.ts";
import { concat, equal, fromHex, toHex, utf8 } from "./encoding.ts";
import { keccak256 } from "./hash.ts";

/** A function of a contract: its name and the types of what it takes. */
export interface AbiMethod {
  readonly name: string;
  readonly types: readonly AbiType[];
}

const SELECTOR_BYTES = 4;

/** `name(type,(type,type)[],…)`, as selectors are made of. */
export function signatureOf({ name, types }: AbiMethod): string {
  return `${name}${tuple(types)}`;
}

/** The first four bytes of a call. */
export function selectorOf(method: AbiMethod): Uint8Array {
  return keccak256(utf8(signatureOf(method))).slice(0, SELECTOR_BYTES);
}

/** The bytes of a call. Throws `schema.pattern` on a value that is not of its type. */
export function callData(method: AbiMethod, values: readonly AbiValue[]): Hex {
  return toHex(concat(selectorOf(method), abiEncode(method.types, values)));
}

/**
 * What a call hands over; null where it calls another function. Throws `schema.pattern` where the bytes are not exactly
 * the encoding of its values: what a decoder would pass over in silence, nobody has read.
 */
export function argumentsOf(method: AbiMethod, data: Hex): readonly AbiValue[] | null {
  const bytes = fromHex(data);
  if (!equal(bytes.slice(0, SELECTOR_BYTES), selectorOf(method))) return null;
  return abiDecode(method.types, bytes.slice(SELECTOR_BYTES));
}

function tuple(types: readonly AbiType[]): string {
  return `(${types.map(nameOf).join(",")})`;
}

function nameOf(type: AbiType): string {
  if (typeof type === "string") return type;
  return "arrayOf" in type ? `${nameOf(type.arrayOf)}[]` : tuple(type);
}

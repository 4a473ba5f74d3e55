import { AbiCoder } from "ethers";
import { toHex } from "../../crypto/encoding.ts";
import { kindBytes, type LogKind } from "../../crypto/log-record.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { EIP712_TYPES, type Field } from "../../domain/eip712.ts";

/** Decoding of log records (docs/format/chain.md), the inverse of src/crypto/log-record.ts. */

/** A log leaf: what every record begins with, and its body. */
export interface LogLeaf {
  readonly registryId: Hex;
  /** 32 bytes. */
  readonly kind: Hex;
  readonly time: Seconds;
  readonly parentHash: Hex;
  readonly body: Hex;
}

/** Byte offsets of the fields, in hex digits after 0x: 32 + 32 + 8 + 32 bytes. */
const ENDS = { registryId: 64, kind: 128, time: 144, parentHash: 208 } as const;

export function leafOf(data: Hex): LogLeaf {
  const digits = data.slice(2);
  return {
    registryId: `0x${digits.slice(0, ENDS.registryId)}`,
    kind: `0x${digits.slice(ENDS.registryId, ENDS.kind)}`,
    time: Number(`0x${digits.slice(ENDS.kind, ENDS.time)}`),
    parentHash: `0x${digits.slice(ENDS.time, ENDS.parentHash)}`,
    body: `0x${digits.slice(ENDS.parentHash)}`,
  };
}

/** The 32 bytes of a kind of record. */
export function kindOf(kind: LogKind): Hex {
  return toHex(kindBytes(kind));
}

type StructName = keyof typeof EIP712_TYPES;

/** abi.decode of `types`, where the name of a struct in the EIP-712 table stands for its tuple. Addresses in lower case. */
export function abiDecode(types: readonly string[], data: Hex): unknown[] {
  const values = AbiCoder.defaultAbiCoder().decode(types.map(abiType), data);
  return types.map((type, i) => fromAbi(type, values[i]));
}

/** A struct as the domain has it: numbers, lower-case hex, lists. Only for types of the table, whose integers are below 2^53 or 64-bit times. */
function fromAbi(type: string, value: unknown): unknown {
  if (type.endsWith("[]"))
    return Array.isArray(value) ? value.map((item: unknown) => fromAbi(type.slice(0, -2), item)) : [];
  if (isStruct(type)) return structOf(EIP712_TYPES[type], value);
  return typeof value === "bigint" ? Number(value) : String(value).toLowerCase();
}

/** By position: names such as `index` are hidden by ethers' Result. */
function structOf(fields: readonly Field[], value: unknown): Record<string, unknown> {
  const values = Array.isArray(value) ? [...value] : [];
  return Object.fromEntries(fields.map(({ name, type }, i) => [name, fromAbi(type, values[i])]));
}

function abiType(type: string): string {
  if (type.endsWith("[]")) return `${abiType(type.slice(0, -2))}[]`;
  if (!isStruct(type)) return type;
  return `tuple(${EIP712_TYPES[type].map((field) => `${abiType(field.type)} ${field.name}`).join(",")})`;
}

function isStruct(type: string): type is StructName {
  return Object.hasOwn(EIP712_TYPES, type);
}

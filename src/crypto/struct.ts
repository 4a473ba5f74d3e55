import { EIP712_TYPES } from "../domain/eip712.ts";
import type { AbiType, AbiValue } from "./abi.ts";
import { ensure } from "./failure.ts";

/** Structs of the EIP-712 table as the ABI has them: tuples of the same fields in the same order. */
export type StructName = keyof typeof EIP712_TYPES;

/** The ABI tuple of a struct. */
export function tuple(name: StructName): AbiType[] {
  return EIP712_TYPES[name].map(({ type }) => abiType(type));
}

/** The fields of a struct's value in the order of its type; throws `schema.pattern` on a missing field. */
export function valuesOf(name: StructName, struct: object): AbiValue[] {
  const fields = new Map<string, unknown>(Object.entries(struct));
  return EIP712_TYPES[name].map((field) => abiValue(field.type, fields.get(field.name)));
}

/** A struct from its tuple: each field by its name. */
export function structOf(name: StructName, value: AbiValue | undefined): object {
  const members = value as readonly AbiValue[];
  return Object.fromEntries(EIP712_TYPES[name].map((field, i) => [field.name, member(field.type, members[i])]));
}

function abiType(type: string): AbiType {
  if (type.endsWith("[]")) return { arrayOf: abiType(type.slice(0, -2)) };
  return isStruct(type) ? tuple(type) : type;
}

function abiValue(type: string, value: unknown): AbiValue {
  if (Array.isArray(value)) return value.map((item: unknown) => abiValue(type.slice(0, -2), item));
  if (isStruct(type) && typeof value === "object" && value !== null) return valuesOf(type, value);
  ensure(typeof value === "number" || typeof value === "string", "log record", `a value of type ${type}`);
  return value;
}

function member(type: string, value: AbiValue | undefined): unknown {
  if (type.endsWith("[]")) return (value as readonly AbiValue[]).map((item) => member(type.slice(0, -2), item));
  return isStruct(type) ? structOf(type, value) : value;
}

function isStruct(name: string): name is StructName {
  return Object.hasOwn(EIP712_TYPES, name);
}

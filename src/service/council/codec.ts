import type { AbiType, AbiValue } from "../../crypto/abi.ts";
import { type AbiMethod, argumentsOf, callData } from "../../crypto/abi-call.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { JsonValue } from "../../domain/canonical.ts";
import type { CouncilCall } from "../../domain/council.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject, pointerTo } from "../../domain/json-value.ts";
import { ACT_NAMES, ACTS, type Act, type ActName, type Target } from "./acts.ts";
import type { Field, Shape } from "./fields.ts";

/** An act with its values: `act`, and a member for each field of the table; numbers, lower-case hex, objects and lists. */
export type PlainAct = JsonObject & { readonly act: ActName };

/** Address of each contract that the council calls. */
export type Addresses = Readonly<Record<Exclude<Target, "sealRegistry">, Hex>> & {
  /** Absent: this installation has none. */
  readonly sealRegistry?: Hex;
};

/** The function of an act, as selectors are made of. */
export function methodOf({ method, fields }: Act): AbiMethod {
  return { name: method, types: fields.map(({ shape }) => abiType(shape)) };
}

/** The call that does it. Throws `chain.no_seals` where its contract is not there, `schema.*` with a pointer where a value is missing, of no such field, or not of its type. */
export function callOf(addresses: Addresses, act: PlainAct, pointer = ""): CouncilCall {
  const row: Act = ACTS[act.act];
  const to = addresses[row.target];
  if (to === undefined) throw new YinzhengError("chain.no_seals", { pointer });
  const values = positional(row.fields, act, pointer, ["act"]);
  try {
    return { to, data: callData(methodOf(row), values) };
  } catch (cause) {
    throw new YinzhengError("schema.value", { pointer, expected: `values of ${act.act}` }, cause);
  }
}

/** What a call does; null where it is none of the table, down to the last byte of it. */
export function actOf(addresses: Addresses, call: CouncilCall): PlainAct | null {
  for (const act of ACT_NAMES) {
    const row: Act = ACTS[act];
    if (call.to !== addresses[row.target]) continue;
    const values = valuesIn(methodOf(row), call.data);
    if (values !== null) return { act, ...named(row.fields, values) };
  }
  return null;
}

function valuesIn(method: AbiMethod, data: Hex): readonly AbiValue[] | null {
  try {
    return argumentsOf(method, data);
  } catch {
    return null;
  }
}

function abiType(shape: Shape): AbiType {
  if (typeof shape === "string") return shape;
  return "list" in shape ? { arrayOf: abiType(shape.list) } : shape.struct.map(({ shape: member }) => abiType(member));
}

function named(fields: readonly Field[], values: readonly AbiValue[]): JsonObject {
  return Object.fromEntries(fields.map(({ name, shape }, i) => [name, plain(shape, values[i] ?? [])]));
}

function plain(shape: Shape, value: AbiValue): JsonValue {
  // Beyond 2^53 − 1, as nothing of ours is, in digits.
  if (typeof value !== "object") return typeof value === "bigint" ? String(value) : value;
  if (typeof shape === "string") throw new YinzhengError("internal", { expected: "a word" });
  return "list" in shape ? value.map((item) => plain(shape.list, item)) : named(shape.struct, value);
}

function positional(
  fields: readonly Field[],
  value: JsonObject,
  pointer: string,
  beside: readonly string[] = [],
): AbiValue[] {
  const known: readonly string[] = [...fields.map(({ name }) => name), ...beside];
  const unknown = Object.keys(value).find((name) => !known.includes(name));
  if (unknown !== undefined) throw new YinzhengError("schema.unknown_field", { pointer: pointerTo(pointer, unknown) });
  return fields.map(({ name, shape }) => abiValue(shape, value[name], pointerTo(pointer, name)));
}

function abiValue(shape: Shape, value: JsonValue | undefined, pointer: string): AbiValue {
  if (value === undefined) throw new YinzhengError("schema.missing_field", { pointer });
  if (typeof shape === "string") return wordOf(shape, value, pointer);
  if ("list" in shape) {
    if (!Array.isArray(value)) throw new YinzhengError("schema.type", { pointer, expected: "a list" });
    return value.map((item: JsonValue, i) => abiValue(shape.list, item, pointerTo(pointer, i)));
  }
  if (!isJsonObject(value)) throw new YinzhengError("schema.type", { pointer, expected: "an object" });
  return positional(shape.struct, value, pointer);
}

function wordOf(shape: string, value: JsonValue, pointer: string): AbiValue {
  const hex = !shape.startsWith("uint");
  const right = hex ? typeof value === "string" && /^0x(?:[0-9a-f]{2})*$/.test(value) : Number.isSafeInteger(value);
  if (right) return value as AbiValue;
  throw new YinzhengError("schema.type", { pointer, expected: hex ? `${shape} in lower-case hex` : "a whole number" });
}

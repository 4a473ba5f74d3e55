import type { Hex } from "./bytes.ts";
import { type Issue, throwIssues, YinzhengError } from "./errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "./json-value.ts";

/**
 * An untrusted value as an object that has all of `required`, any of `optional`, and nothing else.
 *
 * @throws schema.type, or schema.unknown_field and schema.missing_field, all of them in `detail.issues`
 */
export function readObject(
  value: unknown,
  pointer: string,
  required: readonly string[],
  optional: readonly string[] = [],
): JsonObject {
  if (!isJsonObject(value)) throw new YinzhengError("schema.type", { pointer, expected: "an object" });
  throwIssues(memberIssues(value, pointer, required, optional));
  return value;
}

/** What an object has too much or too little of. */
export function memberIssues(
  value: JsonObject,
  pointer: string,
  required: readonly string[],
  optional: readonly string[],
): readonly Issue[] {
  const has = (name: string): boolean => Object.hasOwn(value, name) && value[name] !== undefined;
  let found = 0;
  for (const name of required) if (has(name)) found += 1;
  if (found === required.length) {
    for (const name of optional) if (has(name)) found += 1;
    if (found === Object.keys(value).length) return [];
  }
  const known = new Set([...required, ...optional]);
  const unknown = Object.keys(value).filter((name) => !known.has(name));
  const missing = required.filter((name) => !has(name));
  return [
    ...unknown.map((name): Issue => ({ code: "schema.unknown_field", pointer: pointerTo(pointer, name) })),
    ...missing.map((name): Issue => ({ code: "schema.missing_field", pointer: pointerTo(pointer, name) })),
  ];
}

/**
 * An array of `length` elements, or of any length within a range.
 *
 * @throws schema.type
 */
export function readArray(value: JsonValue | undefined, pointer: string, min: number, max = min): readonly JsonValue[] {
  const right = Array.isArray(value) && value.length >= min && value.length <= max;
  if (!right) throw new YinzhengError("schema.type", { pointer, expected: `an array of ${min} to ${max}` });
  return value as readonly JsonValue[];
}

/**
 * A string, written as `pattern` demands where one is given.
 *
 * @throws schema.type, schema.pattern
 */
export function readString(value: JsonValue | undefined, pointer: string, pattern?: RegExp): string {
  if (typeof value !== "string") throw new YinzhengError("schema.type", { pointer, expected: "a string" });
  if (pattern !== undefined && !pattern.test(value)) throw new YinzhengError("schema.pattern", { pointer });
  return value;
}

/**
 * `0x` and `bytes` bytes in lower-case hex.
 *
 * @throws schema.type, schema.pattern
 */
export function readHex(value: JsonValue | undefined, pointer: string, bytes: number): Hex {
  const text = readString(value, pointer, /^0x[0-9a-f]*$/);
  if (text.length !== 2 + 2 * bytes) throw new YinzhengError("schema.pattern", { pointer, expected: `${bytes} bytes` });
  return text as Hex;
}

/**
 * A whole number within a range, both ends included.
 *
 * @throws schema.type, schema.value
 */
export function readInteger(value: JsonValue | undefined, pointer: string, min: number, max: number): number {
  if (!Number.isSafeInteger(value)) throw new YinzhengError("schema.type", { pointer, expected: "an integer" });
  const number = value as number;
  if (number < min || number > max) throw new YinzhengError("schema.value", { pointer, expected: `${min} to ${max}` });
  return number;
}

/**
 * One of the values allowed.
 *
 * @throws schema.value, or schema.format where it is a `format` member
 */
export function readOneOf<T extends string>(value: JsonValue | undefined, pointer: string, allowed: readonly T[]): T {
  const found = allowed.find((candidate) => candidate === value);
  if (found !== undefined) return found;
  const code = pointer.endsWith("/format") ? "schema.format" : "schema.value";
  throw new YinzhengError(code, { pointer, expected: allowed.join(" | ") });
}

import type { Hex } from "../domain/bytes.ts";
import { type JsonObject, type JsonValue } from "../domain/canonical.ts";
import { type ErrorCode, YinzhengError } from "../domain/errors.ts";
import { isJsonObject, pointerTo } from "../domain/json-value.ts";

/**
 * Readers that turn untrusted JSON into typed values, once, at the door. A reader throws `code` with the JSON pointer of
 * the first fault. Members that a shape does not name are faults: what we do not read, we do not pass on.
 */
export type Reader<T> = (value: JsonValue | undefined, pointer: string) => T;

export interface Shapes {
  readonly hex: (bytes?: number) => Reader<Hex>;
  readonly uint: (max?: number) => Reader<number>;
  readonly text: (max: number) => Reader<string>;
  readonly oneOf: <const T extends readonly string[]>(values: T) => Reader<T[number]>;
  readonly list: <T>(item: Reader<T>, max: number) => Reader<readonly T[]>;
  readonly object: <T>(fields: { readonly [K in keyof T]: Reader<T[K]> }) => Reader<T>;
  readonly optional: <T>(reader: Reader<T>) => Reader<T | undefined>;
  readonly json: Reader<JsonObject>;
}

/** The readers for one kind of file: its faults carry `code`. */
export function shapes(code: ErrorCode): Shapes {
  const fail = (pointer: string, expected: string): never => {
    throw new YinzhengError(code, { pointer, expected });
  };
  return {
    hex: (bytes) => (value, pointer) => {
      const right = typeof value === "string" && /^0x([0-9a-f]{2})*$/.test(value);
      if (!right || (bytes !== undefined && value.length !== 2 + 2 * bytes)) {
        return fail(pointer, `0x and lower-case hex${bytes === undefined ? "" : ` of ${bytes} bytes`}`);
      }
      return value as Hex;
    },
    uint: (max = Number.MAX_SAFE_INTEGER) => (value, pointer) =>
      typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= max
        ? value
        : fail(pointer, `a whole number from 0 to ${max}`),
    text: (max) => (value, pointer) =>
      typeof value === "string" && value.length <= max ? value : fail(pointer, `text of at most ${max} characters`),
    oneOf: (values) => (value, pointer) =>
      values.find((known) => known === value) ?? fail(pointer, `one of ${values.join(", ")}`),
    list: (item, max) => (value, pointer) => {
      if (!Array.isArray(value) || value.length > max) return fail(pointer, `a list of at most ${max}`);
      return value.map((entry: JsonValue, i) => item(entry, pointerTo(pointer, i)));
    },
    object: (fields) => (value, pointer) => {
      if (!isJsonObject(value)) return fail(pointer, "an object");
      const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
      if (unknown !== undefined) return fail(pointerTo(pointer, unknown), "no such member");
      const read = Object.entries<Reader<unknown>>(fields as Record<string, Reader<unknown>>)
        .map(([name, reader]) => [name, reader(value[name], pointerTo(pointer, name))] as const)
        .filter(([, member]) => member !== undefined);
      return Object.fromEntries(read) as never;
    },
    optional: (reader) => (value, pointer) => (value === undefined ? undefined : reader(value, pointer)),
    json: (value, pointer) => (isJsonObject(value) ? value : fail(pointer, "an object")),
  };
}

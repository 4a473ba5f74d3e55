import type { Hex } from "../domain/bytes.ts";
import type { JsonObject, JsonValue } from "../domain/canonical.ts";
import { type ErrorCode, YinzhengError } from "../domain/errors.ts";
import { isJsonObject, pointerTo } from "../domain/json-value.ts";

/**
 * Readers that turn untrusted JSON into typed values, once, at the door. A reader throws `code` with the JSON pointer of
 * the first fault. Members that a shape does not name are faults: what we do not read, we do not pass on.
 */
export type Reader<T> = (value: JsonValue | undefined, pointer: string) => T;

/** Readers, and what makes readers of others. */
export interface Shapes {
  /** `bytes`: exactly so many, or at most. */
  readonly hex: (bytes: number | { readonly max: number }) => Reader<Hex>;
  readonly uint: (max?: number) => Reader<number>;
  readonly text: (max: number) => Reader<string>;
  readonly oneOf: <const T extends readonly string[]>(values: T) => Reader<T[number]>;
  readonly list: <T>(item: Reader<T>, max: number) => Reader<readonly T[]>;
  /** A list of objects in strictly ascending order of one member, which none of them shares. */
  readonly ascending: <K extends string, T extends Readonly<Record<K, string>>>(
    item: Reader<T>,
    by: K,
    max: number,
  ) => Reader<readonly T[]>;
  readonly object: <T>(fields: { readonly [K in keyof T]: Reader<T[K]> }) => Reader<T>;
  readonly optional: <T>(reader: Reader<T>) => Reader<T | undefined>;
  readonly json: Reader<JsonObject>;
}

/** The readers for one kind of file: its faults carry `code`. */
export function shapes(code: ErrorCode): Shapes {
  const fail = (pointer: string, expected: string): never => {
    throw new YinzhengError(code, { pointer, expected });
  };
  const list =
    <T>(item: Reader<T>, max: number): Reader<readonly T[]> =>
    (value, pointer) => {
      if (!Array.isArray(value) || value.length > max) return fail(pointer, `a list of at most ${max}`);
      return value.map((entry: JsonValue, i) => item(entry, `${pointer}/${i}`));
    };
  return {
    hex: (bytes) => (value, pointer) => {
      const [least, most] = typeof bytes === "number" ? [bytes, bytes] : [0, bytes.max];
      // The length first: a pattern is not let loose on megabytes.
      const length = typeof value === "string" ? value.length / 2 - 1 : -1;
      const right = Number.isInteger(length) && length >= least && length <= most;
      if (!right || !/^0x[0-9a-f]*$/.test(value as string)) {
        return fail(pointer, `0x and lower-case hex of ${least === most ? "" : "at most "}${most} bytes`);
      }
      return value as Hex;
    },
    uint:
      (max = Number.MAX_SAFE_INTEGER) =>
      (value, pointer) =>
        typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value <= max
          ? value
          : fail(pointer, `a whole number from 0 to ${max}`),
    text: (max) => (value, pointer) =>
      typeof value === "string" && value.length <= max ? value : fail(pointer, `text of at most ${max} characters`),
    oneOf: (values) => (value, pointer) =>
      values.find((known) => known === value) ?? fail(pointer, `one of ${values.join(", ")}`),
    list,
    ascending: (item, by, max) => (value, pointer) => {
      const items = list(item, max)(value, pointer);
      const wrong = items.findIndex((entry, i) => i > 0 && entry[by] <= (items[i - 1]?.[by] ?? ""));
      return wrong < 0 ? items : fail(pointerTo(pointer, wrong), `ascending order of ${by}, each once`);
    },
    object: <T>(fields: { readonly [K in keyof T]: Reader<T[K]> }) => {
      const known = Object.entries<Reader<unknown>>(fields as Record<string, Reader<unknown>>);
      const members = known.map(([name, reader]) => ({ name, reader, suffix: pointerTo("", name) }));
      return (value, pointer) => {
        if (!isJsonObject(value)) return fail(pointer, "an object");
        const unknown = Object.keys(value).find((name) => !Object.hasOwn(fields, name));
        if (unknown !== undefined) return fail(pointerTo(pointer, unknown), "no such member");
        const read: Record<string, unknown> = {};
        for (const { name, reader, suffix } of members) {
          const member = reader(value[name], pointer + suffix);
          if (member !== undefined) read[name] = member;
        }
        return read as T;
      };
    },
    optional: (reader) => (value, pointer) => (value === undefined ? undefined : reader(value, pointer)),
    json: (value, pointer) => (isJsonObject(value) ? value : fail(pointer, "an object")),
  };
}

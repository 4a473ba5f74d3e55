import { type ErrorCode, YinzhengError } from "./errors.ts";
import { pointerTo } from "./json-value.ts";

export type { JsonObject, JsonValue } from "./json-value.ts";

/** Containers within containers that we read or write (design §5, Limits). */
export const MAX_DEPTH = 32;

/**
 * The JSON Canonicalization Scheme, RFC 8785: one text for one value. Sign or hash its UTF-8 bytes.
 *
 * @example canonicalize({ b: 1, a: [1e21] }) // '{"a":[1e+21],"b":1}'
 * @throws json.not_json for what JSON can't hold (undefined, NaN, bigint, a Date, a symbol key, a hole in an array);
 *   json.surrogate for a lone surrogate; json.depth beyond MAX_DEPTH, so a cycle as well.
 */
export function canonicalize(value: unknown): string {
  return write(value, []);
}

/** `path`: the members and elements that lead to the value, one for every open container. */
function write(value: unknown, path: (string | number)[]): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "number" && Number.isFinite(value)) return JSON.stringify(value);
  if (typeof value === "string") return writeString(value, path);
  if (typeof value !== "object") return fail("json.not_json", path);
  if (path.length === MAX_DEPTH) return fail("json.depth", path);
  return Array.isArray(value) ? writeArray(value, path) : writeObject(value, path);
}

function writeArray(value: readonly unknown[], path: (string | number)[]): string {
  const written: string[] = [];
  // By index, since that visits holes as well.
  for (let i = 0; i < value.length; i += 1) {
    path.push(i);
    written.push(write(value[i], path));
    path.pop();
  }
  return `[${written.join(",")}]`;
}

function writeObject(value: object, path: (string | number)[]): string {
  const prototype: unknown = Object.getPrototypeOf(value);
  const plain = prototype === null || prototype === Object.prototype;
  if (!plain || Object.getOwnPropertySymbols(value).length > 0) return fail("json.not_json", path);
  const members = value as Readonly<Record<string, unknown>>;
  const written: string[] = [];
  // RFC 8785 §3.2.3 sorts by UTF-16 code units, which is what sort does by default.
  for (const name of Object.keys(members).sort()) {
    path.push(name);
    written.push(`${writeString(name, path)}:${write(members[name], path)}`);
    path.pop();
  }
  return `{${written.join(",")}}`;
}

function writeString(value: string, path: readonly (string | number)[]): string {
  // ECMAScript's escapes are those of RFC 8785 §3.2.2.2.
  return value.isWellFormed() ? JSON.stringify(value) : fail("json.surrogate", path);
}

function fail(code: ErrorCode, path: readonly (string | number)[]): never {
  throw new YinzhengError(code, { pointer: path.reduce<string>(pointerTo, "") });
}

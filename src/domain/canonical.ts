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
  const ordered = inOrder(value, 0);
  const text = ordered === undefined ? undefined : JSON.stringify(ordered);
  // ECMAScript's escapes are those of RFC 8785 §3.2.2.2, but for one: a lone surrogate, which is none of ours.
  return text === undefined || text.includes("\\ud") ? write(value, []) : text;
}

/**
 * The same value with all names in the order of RFC 8785 §3.2.3, copied only where they are not; JSON.stringify writes it
 * as JCS. undefined: `write` must judge, which says what is wrong, and where.
 */
function inOrder(value: unknown, depth: number): unknown {
  if (value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? value : undefined;
  if (typeof value !== "object") return typeof value === "string" || typeof value === "boolean" ? value : undefined;
  if (depth === MAX_DEPTH || "toJSON" in value) return undefined;
  return Array.isArray(value) ? arrayInOrder(value, depth + 1) : objectInOrder(value, depth + 1);
}

function arrayInOrder(value: readonly unknown[], depth: number): unknown {
  let copy: unknown[] | undefined;
  // By index, since that visits holes as well.
  for (let i = 0; i < value.length; i += 1) {
    const item = inOrder(value[i], depth);
    if (item === undefined) return undefined;
    if (item !== value[i]) copy ??= value.slice();
    if (copy !== undefined) copy[i] = item;
  }
  return copy ?? value;
}

function objectInOrder(value: object, depth: number): unknown {
  if (!isPlain(value)) return undefined;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members);
  const sorted = names.every((name, i) => i === 0 || (names[i - 1] ?? "") < name);
  if (!sorted) names.sort();
  let copy: Record<string, unknown> | undefined = sorted ? undefined : {};
  for (const [i, name] of names.entries()) {
    // An object lists numbers first, whatever the order they came in, and takes __proto__ for something else.
    if (copy !== undefined && !/^[^0-9_]/.test(name)) return undefined;
    const member = inOrder(members[name], depth);
    if (member === undefined) return undefined;
    if (copy === undefined && member !== members[name]) {
      copy = {};
      for (const earlier of names.slice(0, i)) copy[earlier] = members[earlier];
      if (names.some((any) => !/^[^0-9_]/.test(any))) return undefined;
    }
    if (copy !== undefined) copy[name] = member;
  }
  return copy ?? value;
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value);
  return (prototype === null || prototype === Object.prototype) && Object.getOwnPropertySymbols(value).length === 0;
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
  if (!isPlain(value)) return fail("json.not_json", path);
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

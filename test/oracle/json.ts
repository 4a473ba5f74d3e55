import { Fault, must, sha256, text, toBase64 } from "./bytes.ts";

/** Strict JSON (README, "Members") and its canonical form, RFC 8785. */
export type Json = null | boolean | number | string | Json[] | { [name: string]: Json };
export type JsonObject = { [name: string]: Json };

export const isObject = (value: unknown): value is JsonObject =>
  typeof value === "object" && value !== null && !Array.isArray(value);

interface Input {
  readonly source: string;
  at: number;
  values: number;
}

/** The value of a file's bytes; throws Fault for anything but strict JSON of at most 200,000 values. */
export function readJson(bytes: Uint8Array): Json {
  let source: string;
  try {
    source = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    throw new Fault("not UTF-8");
  }
  const input = { source, at: 0, values: 0 };
  const value = readValue(input, 0);
  skip(input);
  must(input.at === source.length, "something after the value");
  return value;
}

function skip(input: Input): void {
  while (" \t\r\n".includes(input.source[input.at] ?? "x")) input.at++;
}

function readValue(input: Input, depth: number): Json {
  skip(input);
  must(++input.values <= 200_000, "too many values");
  const first = input.source[input.at];
  if (first === "{") return readMembers(input, depth);
  if (first === "[") return readElements(input, depth);
  if (first === '"') return readText(input);
  for (const [word, value] of [
    ["true", true],
    ["false", false],
    ["null", null],
  ] as const) {
    if (!input.source.startsWith(word, input.at)) continue;
    input.at += word.length;
    return value;
  }
  return readNumber(input);
}

/** Steps over one character; true where it is the one that is looked for. */
function steps(input: Input, character: string): boolean {
  skip(input);
  if (input.source[input.at] !== character) return false;
  input.at++;
  return true;
}

function readElements(input: Input, depth: number): Json[] {
  must(depth < 32, "too deep");
  input.at++;
  const list: Json[] = [];
  if (steps(input, "]")) return list;
  do list.push(readValue(input, depth + 1));
  while (steps(input, ","));
  must(steps(input, "]"), "a list that does not end");
  return list;
}

function readMembers(input: Input, depth: number): JsonObject {
  must(depth < 32, "too deep");
  input.at++;
  const members = new Map<string, Json>();
  if (steps(input, "}")) return {};
  do {
    skip(input);
    const name = readText(input);
    must(!members.has(name) && name !== "__proto__", "a member twice, or __proto__");
    must(steps(input, ":"), "a member without a value");
    members.set(name, readValue(input, depth + 1));
  } while (steps(input, ","));
  must(steps(input, "}"), "an object that does not end");
  return Object.fromEntries(members);
}

function readText(input: Input): string {
  const found = /^"(?:[^"\\\p{Cc}]|[\u007f-\u009f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/u;
  // One long string at a time: the end is looked for first, so that no pattern runs over the whole file.
  let end = input.at + 1;
  while (end < input.source.length && input.source[end] !== '"') end += input.source[end] === "\\" ? 2 : 1;
  const raw = input.source.slice(input.at, end + 1);
  must(raw.isWellFormed() && found.test(raw), "not a string");
  input.at = end + 1;
  const value = JSON.parse(raw) as string;
  must(value.isWellFormed(), "lone surrogate");
  return value;
}

function readNumber(input: Input): number {
  const pattern = /-?(?:0|[1-9]\d*)(?:\.\d+)?/y;
  pattern.lastIndex = input.at;
  const [raw] = pattern.exec(input.source) ?? [];
  must(raw !== undefined, "not a value");
  input.at += raw.length;
  must(!/[eE.\d+-]/.test(input.source[input.at] ?? " "), "an exponent");
  const value = Number(raw);
  must(!Object.is(value, -0), "minus zero");
  if (!raw.includes(".")) must(Number.isSafeInteger(value), "an integer beyond 2^53 - 1");
  else must(String(value) === raw.replace(/0+$/, "").replace(/\.$/, ""), "a fraction that a double does not hold");
  return value;
}

/** RFC 8785 of what readJson gives: members by UTF-16 code units, ECMAScript's numbers and escapes. */
export function jcs(value: Json): string {
  if (Array.isArray(value)) return `[${value.map(jcs).join(",")}]`;
  if (!isObject(value)) return JSON.stringify(value);
  const names = Object.keys(value).sort((a, b) => (a < b ? -1 : 1));
  return `{${names.map((name) => `${JSON.stringify(name)}:${jcs(value[name] ?? null)}`).join(",")}}`;
}

export const jcsBytes = (value: Json): Uint8Array => text(jcs(value));
/** Subresource-integrity digest of a JSON document. */
export const digestSri = (value: Json): string => `sha256-${toBase64(sha256(jcsBytes(value)))}`;

import { MAX_DEPTH } from "./canonical.ts";
import { type ErrorCode, YinzhengError } from "./errors.ts";
import { isJsonObject, type JsonObject, type JsonValue, pointerTo } from "./json-value.ts";

export type { JsonObject, JsonValue } from "./json-value.ts";

export interface JsonLimits {
  /** Containers within containers. */
  readonly depth?: number;
  /** Values of any kind, containers included. */
  readonly nodes?: number;
}

/** Design §5, Limits. */
export const JSON_LIMITS = { depth: MAX_DEPTH, nodes: 10_000 } as const;

const SPACE = /[ \t\n\r]*/y;
const NUMBER = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const LITERAL = /true|false|null/y;
// A run without quote, backslash or control character; then whatever stops it is looked at.
// biome-ignore lint/suspicious/noControlCharactersInRegex: RFC 8259 §7 forbids them in strings
const PLAIN = /[^"\\\u0000-\u001f]*/y;
const ESCAPE = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;
const LITERALS: Readonly<Record<string, JsonValue>> = { true: true, false: false, null: null };

/**
 * The strict gate: JSON from raw bytes, before anything else looks at them. Whatever passes is the same value for every
 * reader and survives `canonicalize` and back. Scalars pass; see `parseJsonObject`.
 *
 * @throws json.* with a JSON pointer: encoding, bom, empty, syntax, depth, nodes, duplicate_key, surrogate, prototype,
 *   number (beyond ±(2^53 − 1), an exponent, −0, or a fraction that a double doesn't hold)
 */
export function parseJson(bytes: Uint8Array, limits: JsonLimits = {}): JsonValue {
  return new Reader(decode(bytes), { ...JSON_LIMITS, ...limits }).document();
}

/**
 * `parseJson` for what must be an object.
 *
 * @throws json.not_object for an array or a scalar; else as parseJson
 */
export function parseJsonObject(bytes: Uint8Array, limits: JsonLimits = {}): JsonObject {
  const value = parseJson(bytes, limits);
  if (!isJsonObject(value)) throw new YinzhengError("json.not_object", { pointer: "" });
  return value;
}

/** `parseJson` for text that has been decoded, strictly, before. Throws as it does, but for json.bom. */
export function parseJsonText(text: string, limits: JsonLimits = {}): JsonValue {
  return new Reader(text, { ...JSON_LIMITS, ...limits }).document();
}

function decode(bytes: Uint8Array): string {
  const [a, b, c] = bytes;
  if (a === 0xef && b === 0xbb && c === 0xbf) throw new YinzhengError("json.bom", { pointer: "" });
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (cause) {
    // ED A0…BF is how a surrogate looks when somebody encodes it as if it were a character.
    const utf16 = a === 0xfe || a === 0xff;
    const surrogate = !utf16 && bytes.some((byte, i) => byte === 0xed && ((bytes[i + 1] ?? 0) & 0xe0) === 0xa0);
    throw new YinzhengError(surrogate ? "json.surrogate" : "json.encoding", { pointer: "" }, cause);
  }
}

class Reader {
  readonly #text: string;
  readonly #limits: Required<JsonLimits>;
  /** One entry for every open container: the member or element being read; null before the first. */
  readonly #path: (string | number | null)[] = [];
  #at = 0;
  #nodes = 0;

  constructor(text: string, limits: Required<JsonLimits>) {
    this.#text = text;
    this.#limits = limits;
  }

  document(): JsonValue {
    // UTF-16 without a mark is UTF-8 with NUL characters in it, and JSON has no place for NUL.
    if (this.#text.startsWith("\0") || this.#text[1] === "\0") this.#fail("json.encoding");
    this.#space();
    if (this.#at === this.#text.length) this.#fail("json.empty");
    const value = this.#value();
    this.#space();
    if (this.#at < this.#text.length) this.#fail("json.syntax", "nothing after the value");
    return value;
  }

  #value(): JsonValue {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.nodes) this.#fail("json.nodes", `at most ${this.#limits.nodes} values`);
    const first = this.#text[this.#at];
    if (first === "{") return this.#object();
    if (first === "[") return this.#array();
    if (first === '"') return this.#string();
    if (first === "-" || (first !== undefined && first >= "0" && first <= "9")) return this.#number();
    const start = this.#at;
    if (!this.#take(LITERAL)) this.#fail("json.syntax", "a JSON value");
    return LITERALS[this.#text.slice(start, this.#at)] ?? null;
  }

  #open(): void {
    if (this.#path.length >= this.#limits.depth) this.#fail("json.depth", `at most ${this.#limits.depth} levels`);
    this.#at += 1;
    this.#path.push(null);
  }

  #array(): JsonValue[] {
    const items: JsonValue[] = [];
    this.#open();
    if (this.#closes("]")) return items;
    do {
      this.#path[this.#path.length - 1] = items.length;
      this.#space();
      items.push(this.#value());
    } while (this.#continues("]"));
    return items;
  }

  #object(): JsonObject {
    const members: Record<string, JsonValue> = {};
    this.#open();
    if (this.#closes("}")) return members;
    do {
      this.#space();
      const name = this.#text[this.#at] === '"' ? this.#string() : this.#fail("json.syntax", "a name in quotes");
      this.#path[this.#path.length - 1] = name;
      this.#admit(name, members);
      this.#space();
      if (this.#text[this.#at] !== ":") this.#fail("json.syntax", "a colon");
      this.#at += 1;
      this.#space();
      members[name] = this.#value();
    } while (this.#continues("}"));
    return members;
  }

  /** Refuses names that come twice and those with which a careless merge reaches Object.prototype. */
  #admit(name: string, members: JsonObject): void {
    if (Object.hasOwn(members, name)) this.#fail("json.duplicate_key");
    const parent = this.#path[this.#path.length - 2];
    if (name === "__proto__" || (name === "prototype" && parent === "constructor")) this.#fail("json.prototype");
  }

  #string(): string {
    const start = this.#at;
    this.#at += 1;
    this.#take(PLAIN);
    let escaped = false;
    while (this.#text[this.#at] === "\\") {
      if (!this.#take(ESCAPE)) this.#fail("json.syntax", "an escape of JSON");
      this.#take(PLAIN);
      escaped = true;
    }
    if (this.#text[this.#at] !== '"')
      this.#fail("json.syntax", "a string without control characters, and its closing quote");
    this.#at += 1;
    const raw = this.#text.slice(start, this.#at);
    const value: string = escaped ? JSON.parse(raw) : raw.slice(1, -1);
    return value.isWellFormed() ? value : this.#fail("json.surrogate");
  }

  #number(): number {
    const start = this.#at;
    if (!this.#take(NUMBER)) this.#fail("json.syntax", "a number");
    const text = this.#text.slice(start, this.#at);
    const value = Number(text);
    if (/[eE]/.test(text)) this.#fail("json.number", "a number without exponent");
    if (Object.is(value, -0)) this.#fail("json.number", "0, not −0");
    if (!text.includes(".") && !Number.isSafeInteger(value)) this.#fail("json.number", "an integer within ±(2^53 − 1)");
    if (String(value) !== shortest(text)) this.#fail("json.number", "a fraction that a double holds");
    return value;
  }

  /** True, and one step on, when the container ends here. */
  #closes(end: string): boolean {
    this.#space();
    if (this.#text[this.#at] !== end) return false;
    this.#at += 1;
    this.#path.pop();
    return true;
  }

  #continues(end: string): boolean {
    if (this.#closes(end)) return false;
    if (this.#text[this.#at] !== ",") this.#fail("json.syntax", `a comma or ${end}`);
    this.#at += 1;
    return true;
  }

  /** Steps over what `pattern` matches here; true where it matches. Bundles are read by the thousand: no match objects. */
  #take(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const found = pattern.test(this.#text);
    if (found) this.#at = pattern.lastIndex;
    return found;
  }

  #space(): void {
    if (this.#text.charCodeAt(this.#at) <= 0x20) this.#take(SPACE);
  }

  #fail(code: ErrorCode, expected?: string): never {
    const pointer = this.#path.filter((key) => key !== null).reduce<string>(pointerTo, "");
    throw new YinzhengError(code, { pointer, offset: this.#at, ...(expected === undefined ? {} : { expected }) });
  }
}

/** A decimal without the zeros at the end of its fraction, which say nothing. */
function shortest(decimal: string): string {
  return decimal.includes(".") ? decimal.replace(/\.?0+$/, "") : decimal;
}

import type { JsonObject, JsonValue } from "./json-value.ts";

/** Most containers within containers, and most values. */
interface Limits {
  readonly depth: number;
  readonly nodes: number;
}

/** A number with an exponent, white space before it or not, or what looks like one within a string. */
const EXPONENT = /(?:^|[\s:,[])-?[0-9.]+[eE]/;
/**
 * The value of a text that is plainly its own JCS form (RFC 8785) and would pass the strict reader; undefined for any
 * other, which the strict reader judges. At the speed of JSON.parse, which is lenient in ways that all change the length:
 * it drops white space, needless escapes, zeros and the earlier of two equal names, so a text that is as long as the JCS
 * form of its value is that form. What could make up for it, an exponent, is looked for where a number is round.
 */
export function readCanonical(text: string, limits: Limits): JsonValue | undefined {
  // Without a backslash every character of a string stands for itself, and the text is as well-formed as its strings.
  if (text.includes("\\")) return undefined;
  const value = parsed(text);
  if (value === undefined) return undefined;
  const measure = new Measure(limits);
  if (measure.lengthOf(value, 0) !== text.length) return undefined;
  return measure.round && EXPONENT.test(text) ? undefined : value;
}

function parsed(text: string): JsonValue | undefined {
  try {
    return JSON.parse(text) as JsonValue;
  } catch {
    return undefined;
  }
}

/** Measures the JCS form of a value that has no character to escape; NaN where it must be looked at more closely. */
class Measure {
  /** A number ends in two zeros, as `1e2` does when it is read. */
  round = false;
  readonly #limits: Limits;
  #nodes = 0;

  constructor(limits: Limits) {
    this.#limits = limits;
  }

  lengthOf(value: JsonValue, depth: number): number {
    this.#nodes += 1;
    if (this.#nodes > this.#limits.nodes) return Number.NaN;
    if (typeof value === "string") return value.length + 2;
    if (typeof value === "number") return this.#number(value);
    if (value === null) return 4;
    if (typeof value === "boolean") return value ? 4 : 5;
    if (depth === this.#limits.depth) return Number.NaN;
    return Array.isArray(value) ? this.#array(value, depth + 1) : this.#object(value as JsonObject, depth + 1);
  }

  #number(value: number): number {
    if (!Number.isSafeInteger(value)) return Number.NaN;
    if (value % 100 === 0 && value !== 0) this.round = true;
    return String(value).length;
  }

  #array(items: readonly JsonValue[], depth: number): number {
    let length = Math.max(2, items.length + 1);
    for (const item of items) length += this.lengthOf(item, depth);
    return length;
  }

  #object(members: JsonObject, depth: number): number {
    let length = 1;
    let before = "";
    // Not Object.keys: an array for every object would cost as much as the rest.
    for (const name in members) {
      if ((length > 1 && before >= name) || isOdd(name)) return Number.NaN;
      length += name.length + 4 + this.lengthOf(members[name] ?? null, depth);
      before = name;
    }
    return Math.max(2, length);
  }
}

/**
 * A name that may be a number, since an object lists those before all others, whatever the order in the text; or one with
 * which a careless merge reaches Object.prototype.
 */
function isOdd(name: string): boolean {
  const first = name.charCodeAt(0);
  return (first >= 0x30 && first <= 0x39) || name === "__proto__" || name === "prototype";
}

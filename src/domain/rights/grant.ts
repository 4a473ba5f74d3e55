import type { Seconds } from "../bytes.ts";
import { type Issue, throwIssues, YinzhengError } from "../errors.ts";

/** Most parts of an asset, and most purposes, that grants tell apart: bits of a word on chain. */
export const MAX_BITS = 256;
/** Most uses, and the highest price, that a grant can name: an unsigned integer of 64 bits on chain. */
export const MAX_AMOUNT = 2n ** 64n - 1n;

/** What a right in data, or a licence of it, allows. */
export interface Terms {
  /** Parts of the asset, by their places in its description; at least one. */
  readonly scope: readonly number[];
  /** Purposes, by their places in the asset's list of them; at least one. */
  readonly purposes: readonly number[];
  readonly from: Seconds;
  /** The last second in which it may be used. */
  readonly until: Seconds;
  /** Uses altogether; null: as many as one likes. */
  readonly quota: bigint | null;
  /** Least price of one use, in fen (0.01 yuan); 0: it costs nothing. Whoever sub-licenses may not go below. */
  readonly price: bigint;
  /** May the holder grant in its turn? */
  readonly subgrant: boolean;
}

/**
 * Whether terms say something that can hold at all.
 *
 * @throws schema.value with every fault in `detail.issues`
 */
export function checkTerms(terms: Terms, pointer = ""): void {
  const issues: Issue[] = [];
  const demand = (holds: boolean, name: string, expected: string): void => {
    if (!holds) issues.push({ code: "schema.value", pointer: `${pointer}/${name}`, expected });
  };
  demand(isSet(terms.scope), "scope", `places from 0 to ${MAX_BITS - 1}, each once`);
  demand(isSet(terms.purposes), "purposes", `places from 0 to ${MAX_BITS - 1}, each once`);
  demand(Number.isSafeInteger(terms.from) && terms.from >= 0, "from", "a time");
  demand(
    Number.isSafeInteger(terms.until) && terms.until >= terms.from,
    "until",
    "a time that is not before the beginning",
  );
  demand(terms.quota === null || (terms.quota >= 1n && terms.quota <= MAX_AMOUNT), "quota", "1 to 2^64 - 1, or none");
  demand(terms.price >= 0n && terms.price <= MAX_AMOUNT, "price", "0 to 2^64 - 1 fen");
  throwIssues(issues);
}

/**
 * A grant lies within the right or grant that it comes from: in scope, purposes, time, quota and price, and only where that one may
 * be granted on.
 *
 * @throws rights.wider with every fault in `detail.issues`
 */
export function checkWithin(grant: Terms, parent: Terms, pointer = ""): void {
  const issues: Issue[] = [];
  const demand = (holds: boolean, name: string, expected: string): void => {
    if (!holds) issues.push({ code: "rights.wider", pointer: `${pointer}/${name}`, expected });
  };
  demand(parent.subgrant, "subgrant", "a right that may be granted on");
  demand(isWithin(grant.scope, parent.scope), "scope", "parts that the grantor has");
  demand(isWithin(grant.purposes, parent.purposes), "purposes", "purposes that the grantor has");
  demand(grant.from >= parent.from, "from", "no earlier than the grantor's own");
  demand(grant.until <= parent.until, "until", "no later than the grantor's own");
  const bounded = parent.quota === null || (grant.quota !== null && grant.quota <= parent.quota);
  demand(bounded, "quota", "no more than the grantor's own");
  demand(grant.price >= parent.price, "price", "no less than the grantor's own");
  throwIssues(issues);
}

/**
 * An amount in fen from how people write it: `12`, `12.5`, `12.50`. No sign, no exponent, no thousands.
 *
 * @throws schema.pattern, schema.value with `pointer`
 */
export function fenOf(amount: string, pointer = ""): bigint {
  const [, whole, fraction = ""] = /^(0|[1-9]\d{0,19})(?:\.(\d{1,2}))?$/.exec(amount) ?? [];
  if (whole === undefined) throw new YinzhengError("schema.pattern", { pointer, expected: "an amount such as 12.50" });
  const fen = BigInt(whole) * 100n + BigInt(fraction.padEnd(2, "0"));
  if (fen > MAX_AMOUNT) throw new YinzhengError("schema.value", { pointer, expected: "at most 2^64 - 1 fen" });
  return fen;
}

/** Places as bits of a word, as the contract compares them. */
export function bitsOf(places: readonly number[]): bigint {
  return places.reduce((word, place) => word | (1n << BigInt(place)), 0n);
}

const isWithin = (inner: readonly number[], outer: readonly number[]): boolean =>
  inner.every((place) => outer.includes(place));

function isSet(places: readonly number[]): boolean {
  const right = places.every((place) => Number.isInteger(place) && place >= 0 && place < MAX_BITS);
  return right && places.length > 0 && new Set(places).size === places.length;
}

import { fromBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { type Facts, type ListFact, NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { parseStatusList } from "../../src/proof/parse-list.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { parseTrust, type TrustFile } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";

/** Runs in Node and in browsers alike. */

/** One committed question with its answer: docs/format/vectors.md. */
export interface Vector {
  readonly name: string;
  /** What it shows, as one sentence. */
  readonly shows: string;
  /** The file's bytes in base64, as JSON holds them. */
  readonly bundle: string;
  readonly trust: JsonObject;
  readonly policy: Policy;
  /** What the verifier's node and mirror said; null: nobody was asked. */
  readonly facts: ToldFacts | null;
  readonly now: number;
  readonly expected: Expected;
}

/** Facts as JSON: `lists` are status list files as their text, or why there is none. */
export interface ToldFacts extends Pick<Facts, "node"> {
  readonly lists?: readonly ToldList[];
}
export type ToldList =
  | { readonly mirror: string; readonly ok: true; readonly text: string }
  | Extract<ListFact, { ok: false }>;

/** `codes`: "<check> <code>" of every line that is not valid, but for `….skipped`, in the order of the report. */
export interface Expected {
  readonly verdict: Report["verdict"];
  readonly codes: readonly string[];
  /** Why the file is no bundle; there are no codes then. */
  readonly error?: string;
}

async function factsOf(told: ToldFacts | null): Promise<Facts> {
  if (told === null) return NO_FACTS;
  return told.lists === undefined
    ? { node: told.node }
    : { node: told.node, lists: await Promise.all(told.lists.map(read)) };
}

async function read(told: ToldList): Promise<ListFact> {
  if (!told.ok) return told;
  const { mirror, text } = told;
  try {
    return { mirror, ok: true, list: await parseStatusList(utf8(text)) };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { mirror, ok: false, code: error.code };
  }
}

/** Reads a file and judges it; throws for what is no bundle. */
export type Judge = (bytes: Uint8Array, facts: Facts, trust: TrustFile, policy: Policy, now: number) => Report;

const afresh: Judge = (bytes, facts, trust, policy, now) => verify(parseBundle(bytes), facts, trust, policy, now);

/** What ours answers, and `<check> <code>` of every line of the report. */
export async function judgeVector(
  vector: Vector,
  judge: Judge = afresh,
): Promise<{ readonly found: Expected; readonly lines: readonly string[] }> {
  const trust = parseTrust(utf8(JSON.stringify(vector.trust)));
  const facts = await factsOf(vector.facts);
  let report: Report;
  try {
    report = judge(fromBase64(vector.bundle), facts, trust, vector.policy, vector.now);
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { found: { verdict: "invalid", codes: [], error: error.code }, lines: [] };
  }
  const { verdict, checks } = report;
  const called = checks.filter(({ result, code }) => result !== "valid" && !code.endsWith(".skipped"));
  return {
    found: { verdict, codes: called.map(({ name, code }) => `${name} ${code}`) },
    lines: checks.map(({ name, code }) => `${name} ${code}`),
  };
}

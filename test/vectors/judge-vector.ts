import { fromBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { verify } from "../../src/proof/verify.ts";

/** Runs in Node and in browsers alike. */

/** One committed question with its answer: docs/format/vectors.md. */
export interface Vector {
  readonly name: string;
  /** What it shows, as one sentence. */
  readonly shows: string;
  /** The file's exact text; `bundleBase64` where the bytes are no UTF-8. */
  readonly bundle?: string;
  readonly bundleBase64?: string;
  readonly trust: JsonObject;
  readonly policy: Policy;
  /** What the verifier's node and mirror said; null: nobody was asked. */
  readonly facts: Facts | null;
  readonly now: number;
  readonly expected: Expected;
}

/** `codes`: "<check> <code>" of every line that is not valid, but for `….skipped`, in the order of the report. */
export interface Expected {
  readonly verdict: Report["verdict"];
  readonly codes: readonly string[];
  /** Why the file is no bundle; there are no codes then. */
  readonly error?: string;
}

/** The file of a vector. */
export function bytesOf({ bundle, bundleBase64 }: Pick<Vector, "bundle" | "bundleBase64">): Uint8Array {
  return bundle === undefined ? fromBase64(bundleBase64 ?? "") : utf8(bundle);
}

/** What ours answers, and `<check> <code>` of every line of the report. */
export function judgeVector(vector: Vector): { readonly found: Expected; readonly lines: readonly string[] } {
  const trust = parseTrust(utf8(JSON.stringify(vector.trust)));
  let bundle: ReturnType<typeof parseBundle>;
  try {
    bundle = parseBundle(bytesOf(vector));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { found: { verdict: "invalid", codes: [], error: error.code }, lines: [] };
  }
  const { verdict, checks } = verify(bundle, vector.facts ?? NO_FACTS, trust, vector.policy, vector.now);
  const called = checks.filter(({ result, code }) => result !== "valid" && !code.endsWith(".skipped"));
  return {
    found: { verdict, codes: called.map(({ name, code }) => `${name} ${code}`) },
    lines: checks.map(({ name, code }) => `${name} ${code}`),
  };
}

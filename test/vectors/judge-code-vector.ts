import { utf8 } from "../../src/crypto/encoding.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { judgeCode, type OfflinePolicy } from "../../src/proof/judge-code.ts";
import { readSnapshot } from "../../src/proof/open-snapshot.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import type { Expected } from "./judge-vector.ts";

/** Runs in Node and in browsers alike. */

/** One committed question about a printed code, with its answer. */
export interface CodeVector {
  readonly name: string;
  /** What it shows, as one sentence. */
  readonly shows: string;
  /** Text of the code. */
  readonly code: string;
  /** The snapshot file's text. */
  readonly snapshot: string;
  readonly trust: JsonObject;
  readonly policy: OfflinePolicy;
  readonly now: number;
  readonly expected: Expected;
}

/** What ours answers, and `<check> <code>` of every line of the report. */
export function judgeCodeVector({ code, snapshot, trust: file, policy, now }: CodeVector): {
  readonly found: Expected;
  readonly lines: readonly string[];
} {
  try {
    const trust = parseTrust(utf8(JSON.stringify(file)));
    const { verdict, checks } = judgeCode(code, readSnapshot(utf8(snapshot), trust), trust, policy, now);
    const called = checks.filter(({ result, code: line }) => result !== "valid" && !line.endsWith(".skipped"));
    return {
      found: { verdict, codes: called.map((line) => `${line.name} ${line.code}`) },
      lines: checks.map((line) => `${line.name} ${line.code}`),
    };
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return { found: { verdict: "invalid", codes: [], error: error.code }, lines: [] };
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { utf8 } from "../../src/crypto/encoding.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { judgeCode, type OfflinePolicy } from "../../src/proof/judge-code.ts";
import { readSnapshot } from "../../src/proof/open-snapshot.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { VectorFolder } from "./folder.ts";
import type { Expected } from "./judge-vector.ts";

/** Where the vectors of offline codes are. They are never changed: docs/format/vectors.md. */
export const codeFolder = new VectorFolder(join(import.meta.dirname, "codes"));

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

/** All of them, by name. */
export function committedCodes(): readonly CodeVector[] {
  return codeFolder.names().map((name) => {
    const vector = codeFolder.json<Omit<CodeVector, "trust"> & { readonly trust: string }>(name);
    const snapshot = codeFolder.read(vector.snapshot).toString("utf8");
    return { ...vector, snapshot, trust: codeFolder.json<JsonObject>(vector.trust) };
  });
}

/** Writes a vector that is not there yet, and answers whether it did. */
export function commitCode(vector: CodeVector): boolean {
  if (existsSync(join(codeFolder.path, `${vector.name}.json`))) return false;
  const trust = Buffer.from(`${JSON.stringify(vector.trust, null, 1)}\n`, "utf8");
  const stored = {
    ...vector,
    snapshot: codeFolder.place("snapshots", vector.name, Buffer.from(vector.snapshot, "utf8")),
    trust: codeFolder.place("trust", vector.name, trust),
  };
  codeFolder.add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
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

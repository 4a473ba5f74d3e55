import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { parseSealUse, type StampedMediaType } from "../../src/proof/seal-use.ts";
import type { FoundSeal, StampedFile } from "../../src/proof/stamped-file.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { verifyStamped } from "../../src/proof/verify-stamped.ts";
import type { Answer } from "../oracle/check.ts";
import { checkStamped } from "../oracle/seal-use.ts";
import { faults } from "../proof/judge.ts";
import { SOUND_STAMPS } from "../proof/judge-stamped.ts";
import { VectorFolder } from "./folder.ts";
import type { Expected, Vector } from "./judge-vector.ts";

/** One committed question about a stamped file: docs/format/seal-use.md, "Vectors". Files are their bytes in base64. */
export interface SealUseVector extends Omit<Vector, "bundle" | "facts"> {
  readonly mediaType: StampedMediaType;
  /** What the leaf's entry is over. */
  readonly content: string;
  readonly seals: readonly FoundSeal[];
  /** null: the file has none. */
  readonly proof: string | null;
  readonly facts: Pick<Facts, "node"> | null;
}

/** Where they are. They are never changed. */
export const SEAL_USES = new VectorFolder(join(import.meta.dirname, "seal-uses"));

type Stored = Omit<SealUseVector, "trust"> & { readonly trust: string };

/** All of them, by name. */
export function committedSealUses(): readonly SealUseVector[] {
  const bytesOf = (name: string): string => SEAL_USES.read(name).toString("base64");
  return SEAL_USES.names().map((name) => {
    const { content, proof, trust, ...vector } = SEAL_USES.json<Stored>(name);
    const files = { content: bytesOf(content), proof: proof === null ? null : bytesOf(proof) };
    return { ...vector, ...files, trust: SEAL_USES.json<JsonObject>(trust) };
  });
}

/** Writes a vector that is not there yet, and answers whether it did; one that is there is never written over. */
export function commitSealUse(vector: SealUseVector): boolean {
  if (existsSync(join(SEAL_USES.path, `${vector.name}.json`))) return false;
  const put = (folder: string, bytes: string, extension?: string): string =>
    SEAL_USES.place(folder, vector.name, Buffer.from(bytes, "base64"), extension);
  const stored: Stored = {
    ...vector,
    content: put("contents", vector.content, "bin"),
    proof: vector.proof === null ? null : put("proofs", vector.proof),
    trust: SEAL_USES.place("trust", vector.name, Buffer.from(`${JSON.stringify(vector.trust, null, 1)}\n`, "utf8")),
  };
  SEAL_USES.add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
}

/** What ours answers, the file's own signatures being sound. */
export function judgeSealUse({
  mediaType,
  content,
  seals,
  trust,
  facts,
  policy,
  now,
  ...own
}: SealUseVector): Expected {
  const file = { content: { mediaType, bytes: fromBase64(content) }, seals, proof: proofIn(own.proof) };
  const trusted = parseTrust(utf8(JSON.stringify(trust)));
  const report = verifyStamped(file, facts ?? NO_FACTS, trusted, policy, now, SOUND_STAMPS);
  return { verdict: report.verdict, codes: faults(report) };
}

/** What the independent checker answers. */
export function askAboutSealUse(vector: SealUseVector): Answer {
  const { mediaType, content, seals, proof, trust, facts, policy, now } = vector;
  const parts = { mediaType, content: fromBase64(content), seals, proof: proof === null ? null : fromBase64(proof) };
  return checkStamped(parts, utf8(JSON.stringify(trust)), facts ?? { node: null }, policy, now);
}

function proofIn(proof: string | null): StampedFile["proof"] {
  if (proof === null) return "seal.proof_missing";
  try {
    return parseSealUse(fromBase64(proof));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return "seal.proof_unreadable";
  }
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import { fromBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { isYinzhengError } from "../../src/domain/errors.ts";
import { type Facts, NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import type { Report } from "../../src/proof/report.ts";
import { parseRepresentation, SEALED_MEDIA_TYPE } from "../../src/proof/representation.ts";
import type { SealedDocument } from "../../src/proof/sealed-document.ts";
import { parseTrust } from "../../src/proof/trust.ts";
import { verifyDocument } from "../../src/proof/verify-document.ts";
import type { Answer } from "../oracle/check.ts";
import { checkDocument } from "../oracle/document.ts";
import { faults } from "../proof/judge.ts";
import { SOUND_SEALS } from "../proof/judge-document.ts";
import { VectorFolder } from "./folder.ts";
import type { Expected, Vector } from "./judge-vector.ts";

/** One committed question about a document: docs/format/representation.md, "Vectors". Files are their bytes in base64. */
export interface DocumentVector extends Omit<Vector, "bundle" | "facts"> {
  readonly sealed: string;
  readonly certificate: string;
  /** null: the document has none. */
  readonly proof: string | null;
  /** The whole PDF; absent: there is none, and the sealed revision is any bytes. */
  readonly file?: string;
  readonly facts: Pick<Facts, "node" | "representation"> | null;
}

/** Where they are. They are never changed. */
export const DOCUMENTS = new VectorFolder(join(import.meta.dirname, "documents"));

/** On disk names of files stand in place of their bytes. */
type Stored = Omit<DocumentVector, "trust"> & { readonly trust: string };

/** All of them, by name. */
export function committedDocuments(): readonly DocumentVector[] {
  const bytesOf = (name: string): string => DOCUMENTS.read(name).toString("base64");
  return DOCUMENTS.names().map((name) => {
    const { sealed, certificate, proof, trust, file, ...vector } = DOCUMENTS.json<Stored>(name);
    const files = { sealed: bytesOf(sealed), certificate: bytesOf(certificate) };
    const json = DOCUMENTS.json<JsonObject>(trust);
    const whole = file === undefined ? {} : { file: bytesOf(file) };
    return { ...vector, ...files, ...whole, proof: proof === null ? null : bytesOf(proof), trust: json };
  });
}

/** Writes a vector that is not there yet, and answers whether it did; one that is there is never written over. */
export function commitDocument(vector: DocumentVector): boolean {
  if (existsSync(join(DOCUMENTS.path, `${vector.name}.json`))) return false;
  const put = (folder: string, bytes: string, extension?: string): string =>
    DOCUMENTS.place(folder, vector.name, Buffer.from(bytes, "base64"), extension);
  const stored: Stored = {
    ...vector,
    ...(vector.file === undefined ? {} : { file: put("files", vector.file, "pdf") }),
    sealed: put("sealed", vector.sealed, "pdf"),
    certificate: put("bundles", vector.certificate),
    proof: vector.proof === null ? null : put("proofs", vector.proof),
    trust: DOCUMENTS.place("trust", vector.name, Buffer.from(`${JSON.stringify(vector.trust, null, 1)}\n`, "utf8")),
  };
  DOCUMENTS.add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
}

/** What ours answers, and `<check> <code>` of every line of the report. */
export function judgeDocumentVector(vector: DocumentVector): {
  readonly found: Expected;
  readonly lines: readonly string[];
} {
  const trust = parseTrust(utf8(JSON.stringify(vector.trust)));
  const certificate = parseBundle(fromBase64(vector.certificate));
  const document = { sealed: fromBase64(vector.sealed), certificate, proof: proofIn(vector) };
  const report: Report = verifyDocument(
    document,
    vector.facts ?? NO_FACTS,
    trust,
    vector.policy,
    vector.now,
    SOUND_SEALS,
  );
  const lines = report.checks.map(({ name, code }) => `${name} ${code}`);
  return { found: { verdict: report.verdict, codes: faults(report) }, lines };
}

/** What the independent checker answers. */
export function askAboutDocument(vector: DocumentVector): Answer {
  const { sealed, certificate, proof, trust, facts, policy, now } = vector;
  const parts = {
    mediaType: SEALED_MEDIA_TYPE,
    seals: [],
    sealed: fromBase64(sealed),
    certificate: fromBase64(certificate),
    proof: proof === null ? null : fromBase64(proof),
  };
  return checkDocument(parts, utf8(JSON.stringify(trust)), facts ?? { node: null }, policy, now);
}

function proofIn({ proof }: DocumentVector): SealedDocument["proof"] {
  if (proof === null) return "seal.proof_missing";
  try {
    return parseRepresentation(fromBase64(proof));
  } catch (error) {
    if (!isYinzhengError(error)) throw error;
    return "seal.proof_unreadable";
  }
}

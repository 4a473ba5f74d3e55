import { fromBase64 } from "../../crypto/encoding.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import type { Check } from "../../domain/checks.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import type { Bundle } from "../../proof/bundle.ts";
import type { Facts } from "../../proof/facts.ts";
import { parseBundle } from "../../proof/parse.ts";
import type { Policy } from "../../proof/policy.ts";
import type { Report } from "../../proof/report.ts";
import { parseRepresentation, type RepresentationProof } from "../../proof/representation.ts";
import type { ProofFault, SealedDocument } from "../../proof/sealed-document.ts";
import type { TrustFile } from "../../proof/trust.ts";
import { verifyDocument } from "../../proof/verify-document.ts";
import { faultLines, sealLines } from "./lines.ts";
import type { DocumentFault, Reading } from "./read.ts";
import type { ReadSeal } from "./seal.ts";

/** A file that was read, with what it holds parsed; or why it is no document. */
export type OpenedDocument =
  | { readonly document: SealedDocument; readonly seals: readonly ReadSeal[] }
  | { readonly document: null; readonly fault: DocumentFault };

/**
 * Parses what was read from a file. Never throws for what stands in it.
 *
 * @param bytes the file that `reading` is of
 */
export function openDocument(
  bytes: Uint8Array,
  reading: Reading,
  parse: (bytes: Uint8Array) => Bundle = parseBundle,
): OpenedDocument {
  if ("fault" in reading) return { document: null, fault: reading.fault };
  const certificate = orFault(() => parse(reading.certificate), "pdf.certificate_unreadable" as const);
  if (certificate === "pdf.certificate_unreadable") return { document: null, fault: certificate };
  const sealed = bytes.subarray(0, reading.length);
  return { document: { sealed, certificate, proof: proofIn(reading.representation) }, seals: reading.seals };
}

/**
 * Judges a file: its seals, the certificate in it, and that the one stands for the other. Pure.
 *
 * @param facts what the verifier's own node said about certificate and document
 */
export function judgeDocument(
  opened: OpenedDocument,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
): Report {
  return verifyDocument(opened.document, facts, trust, policy, now, linesOf(opened, trust));
}

function linesOf(opened: OpenedDocument, trust: TrustFile): readonly Check[] {
  if (opened.document === null) return faultLines(opened.fault);
  const { certificate, proof } = opened.document;
  const network = trust.networks.find(({ registryId }) => registryId === certificate.registryId);
  const authorities = network?.documentAuthorities?.map((text) => readCertificate(fromBase64(text))) ?? null;
  const anchoredAt = typeof proof === "string" ? null : proof.anchor.time;
  return sealLines(opened.seals, { issuer: certificate.member.code, authorities, anchoredAt });
}

function proofIn(bytes: Uint8Array | null): RepresentationProof | ProofFault {
  if (bytes === null) return "seal.proof_missing";
  return orFault(() => parseRepresentation(bytes), "seal.proof_unreadable" as const);
}

function orFault<T, F>(parse: () => T, fault: F): T | F {
  try {
    return parse();
  } catch (error) {
    if (isYinzhengError(error) && /^(?:json|bundle|text|schema)\./.test(error.code)) return fault;
    throw error;
  }
}

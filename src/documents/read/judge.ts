import { fromBase64 } from "../../crypto/encoding.ts";
import { readCertificate } from "../../crypto/x509.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import type { Bundle } from "../../proof/bundle.ts";
import type { Facts } from "../../proof/facts.ts";
import { parseBundle } from "../../proof/parse.ts";
import type { Policy } from "../../proof/policy.ts";
import type { Report } from "../../proof/report.ts";
import { parseRepresentation, type RepresentationProof } from "../../proof/representation.ts";
import type { ProofFault, SealedDocument } from "../../proof/sealed-document.ts";
import type { TrustFile } from "../../proof/trust.ts";
import { verifyDocument } from "../../proof/verify-document.ts";
import { type FoundUse, sealsIn, useLines } from "./judge-seals.ts";
import { ofdUses } from "./judge-stamped.ts";
import { faultLines, sealLines } from "./lines.ts";
import type { ReadOfd } from "./ofd/read.ts";
import type { DocumentFault, Reading } from "./read.ts";
import type { ReadSeal } from "./seal.ts";
import { coveredBy } from "./ses-range.ts";

/** A file that was read, with what it holds parsed; or why it is no document. */
export type OpenedDocument =
  | { readonly document: SealedDocument; readonly seals: readonly ReadSeal[]; readonly uses: readonly FoundUse[] }
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
  const uses = reading.ses.map(({ signature, holds, ...range }) => ({
    signature,
    content: coveredBy(bytes, range),
    names: holds,
  }));
  const document = { sealed, certificate, proof: proofIn(reading.representation), seals: sealsIn(uses) };
  return { document, seals: reading.seals, uses };
}

/**
 * The same of a certificate's OFD. It has no signature of the agency but its seals.
 *
 * @returns null: it carries no certificate
 */
export function openOfdDocument(
  ofd: ReadOfd,
  parse: (bytes: Uint8Array) => Bundle = parseBundle,
): OpenedDocument | null {
  if (ofd.certificate === null) return null;
  const { certificate: held, listed, proof, signatures } = ofd;
  const certificate = orFault(() => parse(held), "pdf.certificate_unreadable" as const);
  if (certificate === "pdf.certificate_unreadable") return { document: null, fault: certificate };
  const uses = ofdUses(signatures);
  const document = {
    sealed: listed,
    mediaType: "application/ofd",
    certificate,
    proof: proofIn(proof),
    seals: sealsIn(uses),
  } as const;
  return { document, seals: [], uses };
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
  return verifyDocument(opened.document, facts, trust, policy, now, linesOf(opened, trust, now));
}

function linesOf(opened: OpenedDocument, trust: TrustFile, now: Seconds): readonly Check[] {
  if (opened.document === null) return faultLines(opened.fault);
  const { certificate, proof } = opened.document;
  const network = trust.networks.find(({ registryId }) => registryId === certificate.registryId);
  const authorities = network?.documentAuthorities?.map((text) => readCertificate(fromBase64(text))) ?? null;
  const anchoredAt = typeof proof === "string" ? null : proof.anchor.time;
  const lines = sealLines(opened.seals, { issuer: certificate.member.code, authorities, anchoredAt });
  if (opened.uses.length === 0) return lines;
  const own = useLines(opened.uses, typeof proof === "string" ? {} : proof, trust, now);
  // Of an OFD the seals are the signatures: whose they are, their registration says.
  return opened.document.mediaType === "application/ofd"
    ? [...ofdLines(own, opened.uses, certificate.member.code), ...own]
    : [...lines, ...own];
}

/** What stands for a signature of the agency in an OFD: those made with its own seals. */
function ofdLines(own: readonly Check[], uses: readonly FoundUse[], issuer: string): readonly Check[] {
  const good = own.some(({ name, result }) => name === "seal.value" && result === "valid");
  const other = sealsIn(uses).find(({ code }) => sealOwnerOf(code) !== issuer);
  return [
    check("seal.file", "valid", "ofd.ok"),
    good ? check("seal.signature", "valid", "seal.ok") : check("seal.signature", "skipped", "seal.skipped"),
    other === undefined
      ? check("seal.signer", "valid", "seal.ok")
      : check("seal.signer", "invalid", "seal.other_organisation", { organisation: other.code, expected: issuer }),
  ];
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

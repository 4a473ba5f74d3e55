import type { Bundle } from "./bundle.ts";
import type { RepresentationProof } from "./representation.ts";
import type { FoundSeal } from "./stamped-file.ts";

/** A sealed document, taken apart; all of it untrusted. */
export interface SealedDocument {
  /** What its leaf is over. Of a PDF: all bytes of the sealed revision, and none of what follows it; of an OFD: the list of its entries. */
  readonly sealed: Uint8Array;
  /** Of `sealed`; absent: PDF. */
  readonly mediaType?: "application/pdf" | "application/ofd";
  /** The certificate that it carries. */
  readonly certificate: Bundle;
  /** What follows the sealed revision, or why there is nothing to go by. */
  readonly proof: RepresentationProof | ProofFault;
  /** Every use of an electronic seal on it, in order; absent: it bears none. */
  readonly seals?: readonly FoundSeal[];
}

/** The document has no proof, or one that can't be read. */
export type ProofFault = "seal.proof_missing" | "seal.proof_unreadable";

/** The certificate that a document carries, with the fresher state of its proof, where that has one. */
export function certificateOf({ certificate, proof }: Omit<SealedDocument, "sealed">): Bundle {
  if (typeof proof === "string" || proof.certificate === undefined) return certificate;
  const { continued: _, ...older } = certificate;
  return { ...older, ...proof.certificate };
}

import { certificatePdf, type PdfRequest, SEAL_FIELD } from "./certificate.ts";
import { type FontFiles, FontSet } from "./fonts.ts";
import { type SignatureRequest, sign } from "./pdf/sign.ts";

export type { PdfRequest } from "./certificate.ts";
export { type Content, contentOf, type Row } from "./content.ts";
export type { FontFiles } from "./fonts.ts";
export type { Languages } from "./layout/block.ts";
export type { DocumentSigner, SignatureRequest, Timestamper } from "./pdf/sign.ts";

/**
 * Port to documents that people read, print and show. Every method may throw `document.glyph_missing` (a character that
 * no font has); what a library throws for a document that it made itself is a fault of ours.
 */
export interface Documents {
  /** A certificate on A4 pages, sealed by nobody yet. */
  certificate(request: PdfRequest): Promise<Uint8Array>;
  /** Signs a document by an incremental save, in the field of its seal or in a new one. */
  sign(pdf: Uint8Array, request: Omit<SignatureRequest, "field"> & { readonly field?: string }): Promise<Uint8Array>;
}

/** Opens the fonts, once; documents are made one after another. */
export function openDocuments(files: FontFiles): Documents {
  const fonts = new FontSet(files);
  return {
    certificate: (request) => certificatePdf(fonts, request),
    sign: (pdf, request) => sign(pdf, { field: SEAL_FIELD, ...request }),
  };
}

import type { Seconds } from "../domain/bytes.ts";
import { certificatePdf, type PdfRequest, SEAL_FIELD, sealWords } from "./certificate.ts";
import { type FontFiles, FontSet } from "./fonts.ts";
import { type CertificateSealing, certificateOfd, type OfdRequest } from "./ofd/certificate.ts";
import { sealPicture } from "./pdf/picture.ts";
import { type SealPlace, type SignatureRequest, sign } from "./pdf/sign.ts";

import type { Placement, SealKey } from "./seal-key.ts";
import { stampAny } from "./stamp/any.ts";
import { finderOf } from "./stamp/keyword.ts";
import type { StampRequest } from "./stamp/request.ts";
import { sealRevision } from "./stamp/sealing.ts";

export type { PdfRequest } from "./certificate.ts";
export { type Content, contentOf, type Row } from "./content.ts";
export type { FontFiles } from "./fonts.ts";
export type { Languages } from "./layout/block.ts";
export type { CertificateSealing, OfdRequest } from "./ofd/certificate.ts";
export type { DocumentSigner, SignatureRequest, Timestamper } from "./pdf/sign.ts";
export type { Placement, SealKey } from "./seal-key.ts";
export type { StampedSeal, StampRequest } from "./stamp/request.ts";

/**
 * Port to documents that people read, print and show. Every method may throw `document.glyph_missing` (a character that
 * no font has); what a library throws for a document that it made itself is a fault of ours.
 */
export interface Documents {
  /** A certificate on A4 pages, sealed by nobody yet. */
  certificate(request: PdfRequest): Promise<Uint8Array>;
  /** A certificate as OFD, with an electronic seal over all of it. Throws what the seal's key throws. */
  certificateOfd(request: OfdRequest, sealing: CertificateSealing): Promise<Uint8Array>;
  /** Signs a document by an incremental save, in the field of its seal or in a new one, with a picture or without. */
  sign(pdf: Uint8Array, request: SignOptions): Promise<Uint8Array>;
  /** Uses an electronic seal (GB/T 38540) over a document of ours, by an incremental save; without a place it is not seen. */
  seal(pdf: Uint8Array, request: SealOptions): Promise<Uint8Array>;
  /** Puts seals on anybody's PDF or OFD. Throws `document.*`, and what a key's holder throws. */
  stamp(file: Uint8Array, request: StampRequest): Promise<Uint8Array>;
}

export interface SealOptions {
  readonly key: SealKey;
  readonly time: Seconds;
  readonly placement?: Placement;
}

export interface SignOptions extends Omit<SignatureRequest, "field" | "place"> {
  readonly field?: string;
  /** Of a new field, one more than the document has: the seal's picture, and where on its last page its middle stands. */
  readonly seal?: SecondSeal;
}

/** Millimetres from the upper left corner. */
export interface SecondSeal {
  readonly name: string;
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

/** Opens the fonts, once; documents are made one after another. */
export function openDocuments(files: FontFiles): Documents {
  const fonts = new FontSet(files);
  return {
    certificate: (request) => certificatePdf(fonts, request),
    certificateOfd: (request, sealing) => certificateOfd(fonts, request, sealing),
    async sign(pdf, { seal, ...request }) {
      const place = seal === undefined ? {} : { place: await placeOf(fonts, seal) };
      return sign(pdf, { field: SEAL_FIELD, ...request, ...place });
    },
    seal: (pdf, { key, time, placement }) =>
      sealRevision(pdf, { key, time, placements: placement === undefined ? [] : [placement], find: finderOf(pdf) }),
    stamp: stampAny,
  };
}

async function placeOf(fonts: FontSet, { name, x, y, diameter }: SecondSeal): Promise<SealPlace> {
  const box = { x: x - diameter / 2, y: y - diameter / 2, width: diameter, height: diameter };
  return { box, alt: sealWords(name), picture: await sealPicture(fonts, name, diameter) };
}

import type { Seconds } from "../../domain/bytes.ts";
import { certificatePages, type PdfRequest } from "../certificate.ts";
import type { FontSet } from "../fonts.ts";
import { packageOf } from "../read/ofd/package.ts";
import { readSeal } from "../read/ses/seal.ts";
import type { SealKey } from "../seal-key.ts";
import type { Sheet } from "../sheet.ts";
import { type Stamp, sealedFiles } from "./seal.ts";
import { type OfdAbout, ofdFiles } from "./write.ts";

/** What a certificate's OFD is made of: as its PDF, but for the seal, which is an electronic one of its own. */
export interface OfdRequest extends Omit<PdfRequest, "seal"> {
  readonly metadata: OfdAbout["metadata"];
}

/** With which seal, and when. */
export interface CertificateSealing {
  readonly key: SealKey;
  readonly time: Seconds;
}

/**
 * The certificate as an OFD with a seal over authority and date, and across the edges of several pages. The same bytes for the same
 * request and signature, everywhere. Throws `document.glyph_missing`, and what the key throws.
 */
export async function certificateOfd(
  fonts: FontSet,
  request: OfdRequest,
  { key, time }: CertificateSealing,
): Promise<Uint8Array> {
  const { content, created, metadata, certificate } = request;
  const pages = certificatePages(fonts, request);
  const about = { title: content.title, author: content.issuer, identifier: content.identifier, created, metadata };
  const { files, pageIds } = ofdFiles(fonts, pages, about, certificate);
  const { width, height } = readSeal(key.seal).info.picture;
  const stamps = stampsOf(pages.sheets, pageIds, { width, height });
  return packageOf(await sealedFiles(files, { key, time, stamps }));
}

interface Size {
  readonly width: number;
  readonly height: number;
}

function stampsOf(sheets: readonly Sheet[], ids: readonly number[], size: Size): readonly Stamp[] {
  const at = sheets.at(-1)?.seal;
  const { width, height } = size;
  const first: readonly Stamp[] =
    at === undefined
      ? []
      : [{ page: String(ids.at(-1)), boundary: [at.x - width / 2, at.y - height / 2, width, height] }];
  return sheets.length === 1 ? first : [...first, ...slices(sheets, ids, size)];
}

/** 骑缝章: each page shows its part of the picture at its right edge. */
function slices(sheets: readonly Sheet[], ids: readonly number[], { width, height }: Size): readonly Stamp[] {
  const part = width / sheets.length;
  return sheets.map((sheet, i) => ({
    page: String(ids[i]),
    boundary: [sheet.width - (i + 1) * part, (sheet.height - height) / 2, width, height],
    clip: [i * part, 0, part, height],
  }));
}

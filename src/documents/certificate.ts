import type { Seconds } from "../domain/bytes.ts";
import type { RepresentationLimits } from "../proof/representation.ts";
import type { Content } from "./content.ts";
import type { FontSet } from "./fonts.ts";
import type { Languages } from "./layout/block.ts";
import { compose } from "./layout/compose.ts";
import type { Foot } from "./layout/foot.ts";
import { type Form, formOf } from "./layout/forms.ts";
import { acrossEdges, roundSeal } from "./layout/round-seal.ts";
import type { SealField } from "./pdf/field.ts";
import { writePdf } from "./pdf/write.ts";
import { modulesOf } from "./qr.ts";
import type { Pages } from "./sheet.ts";

export interface PdfRequest {
  readonly content: Content;
  readonly languages: Languages;
  /** Where the certificate is verified. */
  readonly link: string;
  readonly authority: string;
  readonly date: string;
  readonly created: Seconds;
  /** The bundle's bytes, which travel in the document. */
  readonly certificate: Uint8Array;
  readonly form?: Form;
  /** Name on the seal whose picture stands over authority and date; absent: no picture, and no field for a signature. */
  readonly seal?: { readonly name: string };
  /**
   * The certificate itself for a QR code that is read without a network: characters of the QR alphabet, 1,994 at most.
   * null: it is too large for one, or is used once, and the page says so; absent: nothing is said.
   */
  readonly offlineCode?: string | null;
  /** Of a copy for one purpose (加注件): stands on every page. */
  readonly limits?: RepresentationLimits;
}

/** Name of the field in which the agency's signature stands. */
export const SEAL_FIELD = "Seal_1";

/** What the picture of a seal shows, in words. */
export const sealWords = (name: string): string => `${name}（电子印章 electronic seal）`;

/** The certificate on paper: a PDF that nobody has sealed yet. Throws `document.glyph_missing`. */
export async function certificatePdf(fonts: FontSet, request: PdfRequest): Promise<Uint8Array> {
  const { content, created, seal } = request;
  const pages = certificatePages(fonts, request);
  const sealed = seal === undefined ? null : sealOn(fonts, pages, seal);
  const about = { title: content.title, author: content.issuer, identifier: content.identifier, created };
  return writePdf(fonts, sealed?.pages ?? pages, about, {
    field: sealed?.field ?? null,
    certificate: request.certificate,
  });
}

/** What stands on its pages, whatever they are written as; no picture of a seal. Throws `document.glyph_missing`. */
export function certificatePages(fonts: FontSet, request: PdfRequest): Pages {
  const { content, languages, link, authority, date, limits } = request;
  const form = request.form ?? formOf(content.typeCode);
  const foot = { link, modules: modulesOf(link), authority, date, ...offlineOf(request) };
  return compose(fonts, content, { form, languages, foot, ...(limits === undefined ? {} : { limits }) });
}

function offlineOf({ offlineCode: text }: PdfRequest): Pick<Foot, "offline"> {
  if (text === undefined) return {};
  return { offline: text === null ? null : modulesOf(text) };
}

/** The seal's picture at its place, and across the edges of several pages. */
function sealOn(
  fonts: FontSet,
  { sheets, root }: Pages,
  { name }: { readonly name: string },
): { readonly pages: Pages; readonly field: SealField } | null {
  const place = sheets.at(-1)?.seal;
  if (place === undefined) return null;
  const { x, y, size } = place;
  const box = { x: x - size / 2, y: y - size / 2, width: size, height: size };
  const marks = roundSeal(fonts, { name, x, y, diameter: size });
  const field = { name: SEAL_FIELD, alt: sealWords(name), box, marks };
  if (sheets.length === 1) return { pages: { sheets, root }, field };
  const edged = sheets.map((sheet, i) => {
    const seal = { name, y: sheet.height / 2, diameter: size };
    return { ...sheet, groups: [...sheet.groups, acrossEdges(fonts, seal, [i, sheets.length], sheet.width)] };
  });
  return { pages: { sheets: edged, root }, field };
}

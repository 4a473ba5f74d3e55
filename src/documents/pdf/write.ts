import { PDFDocument, PDFHexString, PDFName, type PDFPage } from "@cantoo/pdf-lib";
import { concat, toHex, utf8 } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { FontSet } from "../fonts.ts";
import { markerOf } from "../read/names.ts";
import { type Pages, type Part, POINT, type Sheet } from "../sheet.ts";
import { clipped, drawMark } from "./draw.ts";
import { embed } from "./embed.ts";
import { addField, type SealField } from "./field.ts";
import { type About, describe } from "./metadata.ts";
import { Resources } from "./resources.ts";
import { type Places, textString, writeTags } from "./tags.ts";

/** A PDF of these pages, with tags, metadata, the subsets of the fonts that they use and the certificate; not signed. */
export async function writePdf(
  fonts: FontSet,
  pages: Pages,
  about: About,
  { field = null, certificate }: { readonly field?: SealField | null; readonly certificate: Uint8Array },
): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const resources = new Resources(pdf, fonts);
  const places: Places = new Map();
  const texts: string[] = [];
  const made = pages.sheets.map((sheet, number) => {
    const page = pdf.addPage([sheet.width / POINT, sheet.height / POINT]);
    const { context } = pdf;
    const drawn = textOf(sheet, resources, places, number);
    texts.push(drawn);
    page.node.set(PDFName.of("Contents"), context.register(context.flateStream(drawn)));
    resources.allow(page);
    link(page, sheet);
    return page;
  });
  const [page, sheet] = [made.at(-1), pages.sheets.at(-1)];
  if (field !== null && page !== undefined && sheet !== undefined) addField(pdf, page, sheet.height, field, resources);
  resources.write();
  writeTags(pdf, pages.root, made, places);
  describe(pdf, about);
  const numbers = embed(pdf, certificate);
  identify(pdf, certificate, ...texts.map(utf8));
  const written = await pdf.save({ useObjectStreams: true, addDefaultPage: false });
  return concat(written, new TextEncoder().encode(`\n${markerOf(numbers)}`));
}

/** A file has an identifier (PDF 32000-1 §14.4): of what it holds, since a signature made again must give the same bytes. */
function identify(pdf: PDFDocument, ...parts: readonly Uint8Array[]): void {
  const identifier = PDFHexString.of(
    toHex(sha256(...parts))
      .slice(2, 34)
      .toUpperCase(),
  );
  pdf.context.trailerInfo.ID = pdf.context.obj([identifier, identifier]);
}

/** The page's content stream: each group is a marked content; a frame or a page number is an artifact, read out to nobody. */
function textOf({ groups, height }: Sheet, resources: Resources, places: Places, page: number): string {
  let mcid = 0;
  const lines: string[] = [];
  for (const { part, marks, clip } of groups) {
    if (marks.length === 0) continue;
    const drawn = clipped(
      marks.map((mark) => drawMark(mark, height, resources)),
      height,
      clip,
    );
    lines.push(part === null ? "/Artifact BMC" : `/${part.role} <</MCID ${mcid}>> BDC`, ...drawn, "EMC");
    if (part === null) continue;
    note(places, part, { page, mcid });
    mcid += 1;
  }
  return lines.join("\n");
}

function note(places: Places, part: Part, place: { readonly page: number; readonly mcid: number }): void {
  const known = places.get(part);
  if (known === undefined) places.set(part, [place]);
  else known.push(place);
}

function link({ node, doc: { context } }: PDFPage, { links, height }: Sheet): void {
  for (const { x, y, width, height: high, url } of links) {
    const annotation = context.obj({
      Type: "Annot",
      Subtype: "Link",
      Rect: [x, height - y - high, x + width, height - y].map((one) => one / POINT),
      Border: [0, 0, 0],
      F: 4,
      Contents: textString(url),
      A: { Type: "Action", S: "URI", URI: textString(url) },
    });
    node.addAnnot(context.register(annotation));
  }
}

import { type PDFDocument, type PDFRef, PDFString } from "@cantoo/pdf-lib";
import type { Shape } from "../fonts.ts";
import { subsetOf } from "./subset.ts";
import type { TrueType } from "./truetype.ts";
import { unicodeMap } from "./unicode-map.ts";

/** One font as a document uses it. */
export interface Used {
  readonly name: string;
  /** A subset's name begins with six letters and a plus sign (PDF 32000-1 §9.6.4), other ones for each font of the document. */
  readonly tag: string;
  readonly ref: PDFRef;
  readonly outlines: TrueType;
  /** By character: two that share a glyph are two, so that each is copied as what it is. */
  readonly places: Map<string, number>;
  /** In the order of their first use; the first one stands for what is missing. */
  readonly shapes: Shape[];
}

export function placeOf({ places, shapes }: Used, shape: Shape): number {
  const known = places.get(shape.text);
  if (known !== undefined) return known;
  const place = shapes.push(shape) - 1;
  places.set(shape.text, place);
  return place;
}

const SYMBOLIC = 4;
const SERIF = 2;

/** A composite font whose codes are the places in its subset (PDF 32000-1 §9.7). */
export function writeFont({ context }: PDFDocument, { tag, ref, outlines, shapes }: Used): void {
  const name = `${tag}+${outlines.postscriptName}`;
  const subset = subsetOf(
    outlines,
    shapes.map(({ glyph }) => glyph),
  );
  const scaled = (units: number): number => Math.round((units * 1000) / outlines.unitsPerEm);
  const descriptor = context.obj({
    Type: "FontDescriptor",
    FontName: name,
    Flags: SYMBOLIC | SERIF,
    FontBBox: outlines.box.map(scaled),
    ItalicAngle: 0,
    Ascent: scaled(outlines.ascent),
    Descent: scaled(outlines.descent),
    CapHeight: scaled(outlines.ascent),
    StemV: 80,
    FontFile2: context.register(context.flateStream(subset, { Length1: subset.length })),
  });
  const descendant = context.obj({
    Type: "Font",
    Subtype: "CIDFontType2",
    BaseFont: name,
    CIDSystemInfo: { Registry: PDFString.of("Adobe"), Ordering: PDFString.of("Identity"), Supplement: 0 },
    CIDToGIDMap: "Identity",
    DW: 1000,
    W: widthsOf(shapes),
    FontDescriptor: context.register(descriptor),
  });
  const font = context.obj({
    Type: "Font",
    Subtype: "Type0",
    BaseFont: name,
    Encoding: "Identity-H",
    DescendantFonts: [context.register(descendant)],
    ToUnicode: context.register(context.flateStream(unicodeMap(shapes.map(({ text }) => text)))),
  });
  context.assign(ref, font);
}

/** Widths of what is not a full square, by runs of neighbours. */
function widthsOf(shapes: readonly Shape[]): (number | number[])[] {
  const widths: (number | number[])[] = [];
  let before = -2;
  for (const [place, { width }] of shapes.entries()) {
    const thousandths = Math.round(width * 1000);
    if (thousandths === 1000) continue;
    const run = widths.at(-1);
    if (before === place - 1 && Array.isArray(run)) run.push(thousandths);
    else widths.push(place, [thousandths]);
    before = place;
  }
  return widths;
}

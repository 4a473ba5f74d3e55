import type { FontSet } from "../fonts.ts";
import { contoursOf } from "../pdf/outline.ts";
import type { TrueType } from "../pdf/truetype.ts";
import { type Affine, type Contour, moved } from "./drawing.ts";

/** Text as it stands on a seal: outlines in em, from the left end of its baseline, y upward. */
export interface Lettering {
  readonly contours: readonly Contour[];
  /** em */
  readonly width: number;
}

/** Outlines of a text in the strong face. Throws `document.glyph_missing`. */
export function lettering(fonts: FontSet, text: string): Lettering {
  let width = 0;
  const contours: Contour[] = [];
  for (const run of fonts.split("strong", text)) {
    const font = fonts.outlines("strong", run.font);
    const em = 1 / font.unitsPerEm;
    for (const shape of run.glyphs) {
      const place = { a: em, b: 0, c: 0, d: em, e: width, f: 0 };
      contours.push(...glyphContours(font, shape.glyph).map((contour) => moved(contour, place)));
      width += shape.width;
    }
  }
  return { contours, width };
}

/** Deepest nesting of composed glyphs; a font that goes on for ever is no font. */
const DEEPEST = 4;

/** In units of the font; parts of a composed glyph where they stand (OpenType, `glyf`). */
function glyphContours(font: TrueType, glyph: number, depth = 0): readonly Contour[] {
  const outline = font.outline(glyph);
  if (outline.length === 0 || depth > DEEPEST) return [];
  const view = new DataView(outline.buffer, outline.byteOffset, outline.byteLength);
  if (view.getInt16(0) >= 0) return contoursOf(outline);
  return partsOf(view).flatMap(({ part, place }) =>
    glyphContours(font, part, depth + 1).map((contour) => moved(contour, place)),
  );
}

/** Flags of a part. */
const PART = { words: 0x1, places: 0x2, scale: 0x8, more: 0x20, scales: 0x40, matrix: 0x80 } as const;

function partsOf(view: DataView): readonly { readonly part: number; readonly place: Affine }[] {
  const parts: { part: number; place: Affine }[] = [];
  let at = 10;
  for (let flags: number = PART.more; (flags & PART.more) !== 0; ) {
    flags = view.getUint16(at);
    const part = view.getUint16(at + 2);
    at += 4;
    const wide = (flags & PART.words) !== 0;
    const shift = [0, 1].map((i) => (wide ? view.getInt16(at + 2 * i) : view.getInt8(at + i)));
    at += wide ? 4 : 2;
    const count = flags & PART.matrix ? 4 : flags & PART.scales ? 2 : flags & PART.scale ? 1 : 0;
    const factors = Array.from({ length: count }, (_, i) => view.getInt16(at + 2 * i) / 16_384);
    at += 2 * count;
    const [e = 0, f = 0] = (flags & PART.places) === 0 ? [] : shift;
    parts.push({ part, place: { ...matrixOf(factors), e, f } });
  }
  return parts;
}

function matrixOf(factors: readonly number[]): Pick<Affine, "a" | "b" | "c" | "d"> {
  const [first = 1, second = first, third = 0, fourth = 1] = factors;
  return factors.length === 4 ? { a: first, b: second, c: third, d: fourth } : { a: first, b: 0, c: 0, d: second };
}

import { YinzhengError } from "../../domain/errors.ts";

/** What a document needs of a font file (OpenType with TrueType outlines). */
export interface TrueType {
  readonly postscriptName: string;
  readonly unitsPerEm: number;
  /** In units of the font, as are the next ones. */
  readonly box: readonly [number, number, number, number];
  readonly ascent: number;
  readonly descent: number;
  /** The outline of a glyph as the file has it; empty for a space. */
  outline(glyph: number): Uint8Array;
  /** Advance width and left side bearing. */
  metrics(glyph: number): readonly [number, number];
  /** The table as the file has it. */
  table(tag: "head" | "hhea" | "maxp"): Uint8Array;
}

/** Reads a font file. Throws `config.invalid` for one without TrueType outlines. */
export function readTrueType(bytes: Uint8Array): TrueType {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = tablesIn(view);
  const of = (tag: string): number => {
    const found = at.get(tag);
    if (found === undefined) throw new YinzhengError("config.invalid", { expected: "a font with TrueType outlines" });
    return found.offset;
  };
  const [head, hhea, loca, glyf, hmtx] = [of("head"), of("hhea"), of("loca"), of("glyf"), of("hmtx")];
  const wide = view.getInt16(head + 50) === 1;
  const offset = (glyph: number): number =>
    wide ? view.getUint32(loca + 4 * glyph) : 2 * view.getUint16(loca + 2 * glyph);
  const long = view.getUint16(hhea + 34);
  return {
    postscriptName: postscriptNameIn(view, of("name")),
    unitsPerEm: view.getUint16(head + 18),
    box: [36, 38, 40, 42].map((from) => view.getInt16(head + from)) as [number, number, number, number],
    ascent: view.getInt16(hhea + 4),
    descent: view.getInt16(hhea + 6),
    outline: (glyph) => bytes.subarray(glyf + offset(glyph), glyf + offset(glyph + 1)),
    metrics: (glyph) => [
      view.getUint16(hmtx + 4 * Math.min(glyph, long - 1)),
      view.getInt16(glyph < long ? hmtx + 4 * glyph + 2 : hmtx + 4 * long + 2 * (glyph - long)),
    ],
    table: (tag) => bytes.subarray(of(tag), of(tag) + (at.get(tag)?.length ?? 0)),
  };
}

function tablesIn(view: DataView): ReadonlyMap<string, { readonly offset: number; readonly length: number }> {
  const count = view.getUint16(4);
  return new Map(
    Array.from({ length: count }, (_, i) => {
      const row = 12 + 16 * i;
      const tag = String.fromCharCode(...[0, 1, 2, 3].map((n) => view.getUint8(row + n)));
      return [tag, { offset: view.getUint32(row + 8), length: view.getUint32(row + 12) }];
    }),
  );
}

const WINDOWS = 3;
const POSTSCRIPT_NAME = 6;

/** In the words of Windows, which every font has (OpenType, `name`). */
function postscriptNameIn(view: DataView, name: number): string {
  const [count, strings] = [view.getUint16(name + 2), name + view.getUint16(name + 4)];
  for (let row = name + 6; row < name + 6 + 12 * count; row += 12) {
    if (view.getUint16(row) !== WINDOWS || view.getUint16(row + 6) !== POSTSCRIPT_NAME) continue;
    const [length, from] = [view.getUint16(row + 8), strings + view.getUint16(row + 10)];
    return String.fromCharCode(...Array.from({ length: length / 2 }, (_, i) => view.getUint16(from + 2 * i)));
  }
  return "Font";
}

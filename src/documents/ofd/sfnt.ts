import { concat, uintBytes, utf8 } from "../../crypto/encoding.ts";
import type { TrueType } from "../pdf/truetype.ts";

const u16 = (...values: readonly number[]): Uint8Array =>
  concat(...values.map((value) => uintBytes(value & 0xffff, 2)));
const u32 = (...values: readonly number[]): Uint8Array => concat(...values.map((value) => uintBytes(value, 4)));

/**
 * What readers of OFD want beside outlines: which character has which glyph, and names (OpenType 1.9). PDF needs neither.
 *
 * @param glyphs by their characters
 * @param em units in an em, as the outlines have it
 */
export function readerTables(
  font: TrueType,
  family: string,
  glyphs: ReadonlyMap<number, number>,
  em: number,
): Readonly<Record<string, Uint8Array>> {
  const sorted = [...glyphs].sort(([a], [b]) => a - b);
  const scaled = (units: number): number => Math.round((units * em) / font.unitsPerEm);
  return {
    cmap: characterMap(sorted),
    name: names(family, font.postscriptName),
    "OS/2": windowsMetrics(sorted, scaled(font.ascent), scaled(font.descent), em),
    // Version 3: glyphs have no names.
    post: concat(u32(0x0003_0000), new Uint8Array(28)),
  };
}

/** Format 4 for readers that know no other, format 12 for characters beyond it. */
function characterMap(sorted: readonly (readonly [number, number])[]): Uint8Array {
  const basic = basicMap(sorted.filter(([code]) => code < 0xffff));
  const full = u32(
    16 + 12 * sorted.length,
    0,
    sorted.length,
    ...sorted.flatMap(([code, glyph]) => [code, code, glyph]),
  );
  const head = concat(u16(0, 2), u16(3, 1), u32(20), u16(3, 10), u32(20 + basic.length));
  return concat(head, basic, u16(12, 0), full);
}

function basicMap(sorted: readonly (readonly [number, number])[]): Uint8Array {
  const segments = [...sorted, [0xffff, 0] as const];
  const count = segments.length;
  const power = Math.floor(Math.log2(count));
  const range = 2 * 2 ** power;
  const codes = segments.map(([code]) => code);
  const deltas = segments.map(([code, glyph]) => (code === 0xffff ? 1 : glyph - code));
  const length = 16 + 8 * count;
  return concat(
    u16(4, length, 0, 2 * count, range, power, 2 * count - range),
    u16(...codes, 0, ...codes, ...deltas),
    new Uint8Array(2 * count),
  );
}

/** Family, style, full name and PostScript name, for Windows in English. */
function names(family: string, postscript: string): Uint8Array {
  const given: readonly (readonly [number, string])[] = [
    [1, family],
    [2, "Regular"],
    [4, family],
    [6, postscript],
  ];
  const texts = given.map(([, text]) => u16(...Array.from(text, (letter) => letter.charCodeAt(0))));
  let offset = 0;
  const rows = given.map(([id], i) => {
    const length = texts[i]?.length ?? 0;
    const row = u16(3, 1, 0x0409, id, length, offset);
    offset += length;
    return row;
  });
  return concat(u16(0, given.length, 6 + 12 * given.length), ...rows, ...texts);
}

/** Version 4 of the table, with what readers use of it. */
function windowsMetrics(
  sorted: readonly (readonly [number, number])[],
  ascent: number,
  descent: number,
  em: number,
): Uint8Array {
  const codes = sorted.map(([code]) => Math.min(code, 0xffff));
  const half = Math.round(em / 2);
  return concat(
    // Average width, weight, breadth, and that it may be embedded.
    u16(4, em, 400, 5, 0),
    u16(half, half, 0, Math.round(em / 7), half, half, 0, half, Math.round(em / 20), Math.round(em / 4), 0),
    new Uint8Array(10),
    new Uint8Array(16),
    utf8("YZ  "),
    u16(0x40, codes[0] ?? 0, codes.at(-1) ?? 0),
    u16(ascent, descent, 0, ascent, -descent),
    new Uint8Array(8),
    u16(half, Math.round(0.7 * em), 0, 32, 1),
  );
}

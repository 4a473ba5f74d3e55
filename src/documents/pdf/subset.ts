import { concat } from "../../crypto/encoding.ts";
import { coarser } from "./outline.ts";
import type { TrueType } from "./truetype.ts";

/**
 * Units in an em of what is embedded. In a text of 12 points a unit is 0.012 mm, a quarter of the dot of a printer of 600 dpi: nobody
 * sees the difference, and a document is 7 kB smaller than in the thousand units that the fonts are drawn in.
 */
export const EM = 340;

/**
 * A font file of these glyphs alone, in this order, as a PDF embeds it (PDF 32000-1 §9.9): no names, no hints for screens, no
 * tables that text is laid out by. The first one must be 0, which stands for what is missing.
 *
 * @param more tables that other formats ask for
 */
export function subsetOf(
  font: TrueType,
  glyphs: readonly number[],
  more: Readonly<Record<string, Uint8Array>> = {},
): Uint8Array {
  const all = [...glyphs];
  const outlines: Uint8Array[] = [];
  const scale = EM / font.unitsPerEm;
  const scaled = (units: number): number => Math.round(units * scale);
  // Parts of a composed glyph come after all others, and may be composed themselves.
  for (let i = 0; i < all.length; i++) outlines.push(even(drawn(font, all[i] ?? 0, scale, all)));
  const length = outlines.reduce((sum, one) => sum + one.length, 0);
  const wide = length >= 2 ** 17;
  return fileOf({
    ...more,
    glyf: concat(...outlines),
    head: patched(scaledAt(font.table("head"), [36, 38, 40, 42], scaled), { 8: 0, 10: 0, 18: EM, 50: wide ? 1 : 0 }),
    hhea: patched(scaledAt(font.table("hhea"), [4, 6, 8, 10, 12, 14, 16], scaled), { 34: all.length }),
    hmtx: words(all.flatMap((glyph) => font.metrics(glyph).map(scaled))),
    loca: offsetsOf(outlines, wide),
    maxp: patched(font.table("maxp"), { 4: all.length, 26: 0 }),
  });
}

/** Outlines on the coarser grid, which follow from the font alone; as many as the certificates of a day have. */
const COARSER = new WeakMap<TrueType, Map<number, Uint8Array>>();
const MAX_KEPT = 8192;

function coarserOf(font: TrueType, glyph: number, scale: number): Uint8Array {
  const kept = COARSER.get(font) ?? new Map<number, Uint8Array>();
  COARSER.set(font, kept);
  const known = kept.get(glyph);
  if (known !== undefined) return known;
  const made = coarser(font.outline(glyph), scale);
  if (kept.size < MAX_KEPT) kept.set(glyph, made);
  return made;
}

/** A glyph's outline on the coarser grid; parts of a composed one are appended to `glyphs` and named by their places there. */
function drawn(font: TrueType, glyph: number, scale: number, glyphs: number[]): Uint8Array {
  const outline = font.outline(glyph);
  if (outline.length === 0) return outline;
  const contours = new DataView(outline.buffer, outline.byteOffset, outline.byteLength).getInt16(0);
  return contours < 0 ? composed(outline, scale, glyphs) : coarserOf(font, glyph, scale);
}

/** Flags of a part (OpenType, `glyf`). */
const PART = {
  words: 0x1,
  places: 0x2,
  scale: 0x8,
  more: 0x20,
  scales: 0x40,
  matrix: 0x80,
  instructions: 0x100,
} as const;

function composed(outline: Uint8Array, scale: number, glyphs: number[]): Uint8Array {
  const copy = outline.slice();
  const view = new DataView(copy.buffer);
  for (const at of [2, 4, 6, 8]) view.setInt16(at, Math.round(view.getInt16(at) * scale));
  let at = 10;
  for (let flags: number = PART.more; (flags & PART.more) !== 0; ) {
    flags = view.getUint16(at);
    view.setUint16(at, flags & ~PART.instructions);
    view.setUint16(at + 2, placeOf(view.getUint16(at + 2), glyphs));
    if ((flags & PART.places) !== 0) move(view, at + 4, (flags & PART.words) !== 0, scale);
    const factors = flags & PART.matrix ? 4 : flags & PART.scales ? 2 : flags & PART.scale ? 1 : 0;
    at += 4 + (flags & PART.words ? 4 : 2) + 2 * factors;
  }
  return copy.slice(0, at);
}

/** Where a part stands. */
function move(view: DataView, at: number, wide: boolean, scale: number): void {
  for (const i of [0, 1]) {
    if (wide) view.setInt16(at + 2 * i, Math.round(view.getInt16(at + 2 * i) * scale));
    else view.setInt8(at + i, Math.round(view.getInt8(at + i) * scale));
  }
}

function placeOf(glyph: number, glyphs: number[]): number {
  const known = glyphs.indexOf(glyph);
  return known < 0 ? glyphs.push(glyph) - 1 : known;
}

const even = (bytes: Uint8Array): Uint8Array => (bytes.length % 2 === 0 ? bytes : concat(bytes, new Uint8Array(1)));

function words(values: readonly number[]): Uint8Array {
  const view = new DataView(new ArrayBuffer(2 * values.length));
  values.forEach((value, i) => {
    view.setUint16(2 * i, value & 0xffff);
  });
  return new Uint8Array(view.buffer);
}

/** Where each outline begins, and where the last one ends. */
function offsetsOf(outlines: readonly Uint8Array[], wide: boolean): Uint8Array {
  const offsets = [0];
  for (const { length } of outlines) offsets.push((offsets.at(-1) ?? 0) + length);
  return words(wide ? offsets.flatMap((one) => [one >>> 16, one]) : offsets.map((one) => one / 2));
}

/** A table whose lengths at these places are other ones. */
function scaledAt(table: Uint8Array, places: readonly number[], scaled: (units: number) => number): Uint8Array {
  const view = new DataView(table.buffer, table.byteOffset, table.byteLength);
  return patched(table, Object.fromEntries(places.map((at) => [at, scaled(view.getInt16(at))])));
}

/** A table with other numbers of two bytes at these places. */
function patched(table: Uint8Array, numbers: Readonly<Record<number, number>>): Uint8Array {
  const copy = table.slice();
  const view = new DataView(copy.buffer);
  for (const [at, value] of Object.entries(numbers)) view.setUint16(Number(at), value);
  return copy;
}

/** Tables in the order of their tags, with their sums (OpenType, "Organization of an OpenType Font"). */
function fileOf(tables: Readonly<Record<string, Uint8Array>>): Uint8Array {
  const tags = Object.keys(tables).sort();
  const power = Math.floor(Math.log2(tags.length));
  const range = 2 ** power * 16;
  const rows = [words([0x0001, 0x0000, tags.length, range, power, tags.length * 16 - range])];
  const bodies: Uint8Array[] = [];
  let offset = 12 + 16 * tags.length;
  for (const tag of tags) {
    const table = tables[tag] ?? new Uint8Array();
    const body = concat(table, new Uint8Array(-table.length & 3));
    const numbers = [sumOf(body), offset, table.length].flatMap((one) => [one >>> 16, one]);
    rows.push(
      Uint8Array.from(tag, (letter) => letter.charCodeAt(0)),
      words(numbers),
    );
    bodies.push(body);
    offset += body.length;
  }
  const file = concat(...rows, ...bodies);
  const head =
    12 + 16 * tags.length + tags.slice(0, tags.indexOf("head")).reduce((sum, tag) => sum + padded(tables[tag]), 0);
  new DataView(file.buffer, file.byteOffset).setUint32(head + 8, (0xb1b0afba - sumOf(file)) >>> 0);
  return file;
}

const padded = (table: Uint8Array | undefined): number => ((table?.length ?? 0) + 3) & ~3;

function sumOf(bytes: Uint8Array): number {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let sum = 0;
  for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
  return sum;
}

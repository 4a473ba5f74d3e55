import fontkit, { type Font } from "@cantoo/fontkit";
import { expect } from "chai";
import { subsetOf } from "../../src/documents/pdf/subset.ts";
import { readTrueType, type TrueType } from "../../src/documents/pdf/truetype.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";

describe("documents: subsets of fonts", () => {
  let file: Uint8Array;
  let font: TrueType;
  let whole: Font;
  before(async () => {
    [file = new Uint8Array()] = (await readFonts()).body;
    font = readTrueType(file);
    whole = fontkit.create(file) as Font;
  });

  const glyphOf = (character: string): number => whole.glyphForCodePoint(character.codePointAt(0) ?? 0)?.id ?? 0;
  const drawn = (from: Font, glyph: number): string | undefined => from.getGlyph(glyph)?.path.toSVG();
  const opened = (subset: Uint8Array): Font => fontkit.create(subset) as Font;

  it("hold each glyph as the font draws it, and as wide", () => {
    const glyphs = [0, ..."营业执照，统一社会信用代码 A é1".split("").map(glyphOf)];
    const subset = opened(subsetOf(font, glyphs));
    expect(subset.numGlyphs).to.equal(glyphs.length);
    glyphs.forEach((glyph, i) => {
      expect(drawn(subset, i), String(glyph)).to.equal(drawn(whole, glyph));
      expect(subset.getGlyph(i)?.advanceWidth).to.equal(whole.getGlyph(glyph)?.advanceWidth);
    });
  });

  it("hold the parts of a glyph that is composed of others", () => {
    // The fonts of today have none; those of an operator may.
    const parts = [..."营业"].map(glyphOf);
    const composed = 65_000;
    const given: TrueType = {
      ...font,
      outline: (glyph) => (glyph === composed ? composedOf(parts) : font.outline(glyph)),
      metrics: (glyph) => (glyph === composed ? [1000, 0] : font.metrics(glyph)),
    };
    const subset = opened(subsetOf(given, [0, composed]));
    expect(subset.numGlyphs).to.equal(4);
    expect(drawn(subset, 1)).to.equal(parts.map((part) => drawn(whole, part)).join(""));
  });

  it("are right where they are longer than 128 kB", () => {
    const glyphs = Array.from({ length: 900 }, (_, i) => (i === 0 ? 0 : 5000 + i));
    const bytes = subsetOf(font, glyphs);
    expect(bytes.length).to.be.above(2 ** 17);
    const subset = opened(bytes);
    for (const i of [1, 450, 899]) expect(drawn(subset, i)).to.equal(drawn(whole, glyphs[i] ?? 0));
  });

  it("have a sum that is right, as the format wants it", () => {
    const bytes = subsetOf(font, [0, glyphOf("印"), glyphOf("证")]);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
    let sum = 0;
    for (let at = 0; at < bytes.length; at += 4) sum = (sum + view.getUint32(at)) >>> 0;
    expect(sum).to.equal(0xb1b0afba);
  });
});

/** Two glyphs over each other, the first of them placed by words, the second by bytes. */
function composedOf([first = 0, second = 0]: readonly number[]): Uint8Array {
  const numbers = [0xffff, 0, 0, 1000, 1000, 0x0001 | 0x0002 | 0x0020, first, 0, 0, 0x0002, second, 0];
  return Uint8Array.from(numbers.flatMap((number) => [number >> 8, number & 0xff]));
}

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
  /** The points of what is drawn, in thousandths of an em. */
  const drawn = (from: Font, glyph: number): readonly (readonly [number, number])[] =>
    (from.getGlyph(glyph)?.path.commands ?? []).flatMap(({ args }) =>
      Array.from({ length: args.length / 2 }, (_, i) => {
        const [x = 0, y = 0] = args.slice(2 * i, 2 * i + 2).map((one) => (one * 1000) / from.unitsPerEm);
        return [x, y] as const;
      }),
    );
  /** Half a unit of the subset's grid each way, or of two of them for what bends a curve: less than anybody sees. */
  const NEAR = 5;
  const expectSame = (made: ReturnType<typeof drawn>, given: ReturnType<typeof drawn>): void => {
    const near = ([x, y]: readonly [number, number], all: typeof given): boolean =>
      all.some((other) => Math.hypot(other[0] - x, other[1] - y) <= NEAR);
    expect(made.length).to.be.at.most(given.length);
    expect(made.filter((point) => !near(point, given))).to.deep.equal([]);
    expect(given.filter((point) => !near(point, made))).to.deep.equal([]);
  };
  const opened = (subset: Uint8Array): Font => fontkit.create(subset) as Font;

  it("hold each glyph as the font draws it, to the eye, and as wide", () => {
    const glyphs = [0, ..."营业执照，统一社会信用代码 A é1".split("").map(glyphOf)];
    const subset = opened(subsetOf(font, glyphs));
    expect(subset.numGlyphs).to.equal(glyphs.length);
    glyphs.forEach((glyph, i) => {
      expectSame(drawn(subset, i), drawn(whole, glyph));
      const [width = 0, own = 0] = [subset.getGlyph(i), whole.getGlyph(glyph)].map((one) => one?.advanceWidth);
      expect((width * 1000) / subset.unitsPerEm).to.be.closeTo(own, 2);
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
    expectSame(
      drawn(subset, 1),
      parts.flatMap((part) => drawn(whole, part)),
    );
  });

  it("are right where they are longer than 128 kB", () => {
    const glyphs = Array.from({ length: 1200 }, (_, i) => (i === 0 ? 0 : 5000 + i));
    const bytes = subsetOf(font, glyphs);
    expect(bytes.length).to.be.above(2 ** 17);
    const subset = opened(bytes);
    for (const i of [1, 600, 1199]) expectSame(drawn(subset, i), drawn(whole, glyphs[i] ?? 0));
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

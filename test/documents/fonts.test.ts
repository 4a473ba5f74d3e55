import { expect } from "chai";
import { clustersOf, type FontSet } from "../../src/documents/fonts.ts";
import { testFonts } from "./paper.ts";

describe("documents: fonts", () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await testFonts();
  });

  const runsOf = (text: string) => fonts.split("body", text).map(({ font, text }) => ({ font, text }));

  it("set Chinese in squares and letters narrower", () => {
    expect(fonts.width("body", "营业执照")).to.equal(4);
    expect(fonts.width("body", "iiii")).to.be.below(fonts.width("body", "mmmm"));
    expect(fonts.width("strong", "营业执照")).to.equal(4);
  });

  it("look for a character in one font after another", () => {
    expect(runsOf("王𠮷田")).to.deep.equal([
      { font: 0, text: "王" },
      { font: 1, text: "𠮷" },
      { font: 0, text: "田" },
    ]);
  });

  it("have the shape that a variation selector asks for, and keep the two together", () => {
    expect(clustersOf("葛\u{e0100}某")).to.deep.equal(["葛\u{e0100}", "某"]);
    expect(runsOf("葛\u{e0100}某")).to.deep.equal([
      { font: 1, text: "葛\u{e0100}" },
      { font: 0, text: "某" },
    ]);
  });

  const missing = (text: string): unknown => {
    try {
      fonts.split("strong", text);
    } catch (error) {
      return (error as { detail: object }).detail;
    }
    return undefined;
  };

  it("name a character that none of them has, and never show a box", () => {
    expect(missing("张\u{3134a}")).to.include({ character: "\u{3134a}", codePoints: "U+3134A" });
    expect(missing("好😀")).to.include({ codePoints: "U+1F600" });
  });

  it("refuse a shape of a known character that none of them has, rather than show another one", () => {
    expect(missing("王\u{e01ef}")).to.include({ codePoints: "U+738B U+E01EF" });
  });

  it("keep two characters apart that have one glyph", () => {
    const shapes = fonts.split("body", "\u{2f00}一").flatMap(({ glyphs }) => glyphs);
    expect(shapes.map(({ text }) => text)).to.deep.equal(["\u{2f00}", "一"]);
    expect(shapes[0]?.glyph).to.equal(shapes[1]?.glyph);
  });
});

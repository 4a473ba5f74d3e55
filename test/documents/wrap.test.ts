import { expect } from "chai";
import type { FontSet } from "../../src/documents/fonts.ts";
import { type Style, widthOf, wrap } from "../../src/documents/layout/wrap.ts";
import { testFonts } from "./paper.ts";

const STYLE: Style = { face: "body", size: 10 };
/** Millimetres of a Chinese character. */
const EM = 10 * (25.4 / 72);

describe("documents: lines", () => {
  let fonts: FontSet;
  before(async () => {
    fonts = await testFonts();
  });
  const lines = (text: string, characters: number) => wrap(fonts, STYLE, text, EM * characters + 0.01);

  it("break Chinese after any character", () => {
    expect(lines("水产品批发水产品零售", 4)).to.deep.equal(["水产品批", "发水产品", "零售"]);
  });

  it("begin with no closing mark and end with no opening one", () => {
    expect(lines("水产品批，零售", 4)).to.deep.equal(["水产品", "批，零售"]);
    expect(lines("水产品（零售）", 4)).to.deep.equal(["水产品", "（零售）"]);
  });

  it("keep words and numbers whole", () => {
    expect(lines("代码 91371000MA94KLXE8M 有效", 12)).to.deep.equal(["代码", "91371000MA94KLXE8M", "有效"]);
  });

  it("break a word that is wider than a line", () => {
    const broken = lines("A".repeat(40), 6);
    expect(broken.join("")).to.equal("A".repeat(40));
    expect(broken.length).to.be.above(2);
  });

  it("lose nothing and are never wider than they may be, whatever the text", () => {
    const letters = [..."水产（）《》，。；ab c1-2/𠮷", "葛\u{e0100}"];
    for (let seed = 1; seed <= 400; seed++) {
      let state = seed;
      const next = (): number => {
        state = (state * 48271) % 2147483647;
        return state;
      };
      const text = Array.from({ length: 1 + (next() % 60) }, () => letters[next() % letters.length] ?? "").join("");
      const width = 6 + (next() % 40);
      const made = wrap(fonts, STYLE, text, width);
      expect(made.join("").replaceAll(" ", ""), text).to.equal(text.replaceAll(" ", ""));
      for (const line of made) expect(widthOf(fonts, STYLE, line), line).to.be.at.most(width + EM * 1.01);
    }
  });

  it("are one, of an empty text", () => {
    expect(lines("", 4)).to.deep.equal([""]);
  });
});

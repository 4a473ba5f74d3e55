import { expect } from "chai";
import { checkText, textIssue } from "../../src/domain/text.ts";
import { caught } from "./caught.ts";

const GOOD: readonly (readonly [string, string])[] = [
  ["an ideograph beyond U+FFFF", "𠮷田"],
  ["an ideograph of extension G", "\u{30000}"],
  ["a name with an ideographic variation sequence", "葛\u{e0100}飾"],
  ["a standardized variation of an ideograph", "\u53e9\ufe00"],
  ["〇 with a variation selector", "〇\u{e0101}"],
  ["a middle dot", "买买提·吐尔逊"],
  ["a Tibetan name", "བཀྲ་ཤིས"],
  ["a Mongolian name with a variant letter", "ᠠ\u180bᠨ"],
  ["a Uyghur name", "ئابدۇرېھىم"],
  ["accents, composed", "Đặng Thị Ngọc-Ánh"],
  ["full-width brackets and a space", "有限责任公司（自然人独资） 分公司"],
  ["an ideographic space inside", "张\u3000三"],
  ["an ideograph of a new extension, assigned or not yet", "\u{323b0}"],
  ["40 characters", "尼".repeat(40)],
  ["40 ideographs, each with a variation selector", "葛\u{e0100}".repeat(40)],
];

const BAD: readonly (readonly [string, string, string])[] = [
  ["nothing", "", "text.empty"],
  ["41 characters", "尼".repeat(41), "text.too_long"],
  ["a decomposed letter", "e\u0301", "text.not_nfc"],
  ["a compatibility ideograph", "\uf900", "text.not_nfc"],
  ["a right-to-left override", "甲\u202e乙", "text.bidi"],
  ["a direction isolate", "\u2066甲\u2069", "text.bidi"],
  ["a left-to-right mark", "甲\u200e", "text.bidi"],
  ["a zero-width space", "甲\u200b乙", "text.invisible"],
  ["a zero-width joiner", "甲\u200d乙", "text.invisible"],
  ["a zero-width non-joiner", "甲\u200c乙", "text.invisible"],
  ["a byte order mark inside", "甲\ufeff乙", "text.invisible"],
  ["a soft hyphen", "a\u00adb", "text.invisible"],
  ["a word joiner", "a\u2060b", "text.invisible"],
  ["a Hangul filler", "甲\u3164乙", "text.invisible"],
  ["a blank Braille cell", "甲\u2800乙", "text.invisible"],
  ["tag characters", "甲\u{e0041}", "text.invisible"],
  ["a variation selector after a Latin letter", "a\u{e0100}", "text.invisible"],
  ["a variation selector at the beginning", "\ufe00甲", "text.invisible"],
  ["two variation selectors in a row", "葛\u{e0100}\u{e0101}", "text.invisible"],
  ["a line break", "甲\n乙", "text.control"],
  ["a tab", "甲\t乙", "text.control"],
  ["NUL", "甲\0", "text.control"],
  ["a C1 control", "甲\u0085", "text.control"],
  ["a line separator", "甲\u2028乙", "text.control"],
  ["a private-use character", "\ue000", "text.private_use"],
  ["a private-use character of plane 15", "\u{f0000}", "text.private_use"],
  ["a space at the beginning", " 甲", "text.space"],
  ["an ideographic space at the end", "甲\u3000", "text.space"],
  ["a no-break space", "a\u00a0b", "text.space"],
  ["a thin space", "a\u2009b", "text.space"],
  ["a lone surrogate", "甲\ud842", "text.not_unicode"],
  ["a noncharacter", "甲\ufffe", "text.not_unicode"],
];

describe("domain/text", () => {
  for (const [what, text] of GOOD) {
    it(`passes ${what}`, () => {
      expect(checkText(text, "/name", { max: 40 })).to.equal(text);
    });
  }

  for (const [what, text, code] of BAD) {
    it(`refuses ${what}`, () => {
      expect(textIssue(text, "/name", { max: 40 })).to.include({ code, pointer: "/name" });
    });
  }

  it("throws the issue with its pointer", () => {
    const error = caught(() => checkText("", "/name", { max: 40 }));
    expect([error.code, error.detail.pointer]).to.deep.equal(["text.empty", "/name"]);
  });

  it("says how many characters are allowed", () => {
    expect(textIssue("甲乙丙", "", { max: 2 })?.expected).to.equal("at most 2 characters");
  });
});

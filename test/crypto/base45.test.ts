import { expect } from "chai";
import { fromBase45, toBase45 } from "../../src/crypto/base45.ts";
import { utf8 } from "../../src/crypto/encoding.ts";
import { sample } from "./sample.ts";

/** RFC 9285 §4.3 and §4.4. */
const PUBLISHED = [
  ["AB", "BB8"],
  ["Hello!!", "%69 VD92EX0"],
  ["base-45", "UJCLQE7W581"],
  ["ietf!", "QED8WEX0"],
] as const;

describe("base45", () => {
  it("writes and reads the examples of RFC 9285", () => {
    for (const [text, encoded] of PUBLISHED) {
      expect(toBase45(utf8(text))).to.equal(encoded);
      expect(fromBase45(encoded)).to.deep.equal(utf8(text));
    }
  });

  it("reads back what it wrote, at every length", () => {
    for (const length of [0, 1, 2, 3, 4, 255, 1000]) {
      const bytes = sample("base45", length);
      expect(fromBase45(toBase45(bytes))).to.deep.equal(bytes);
    }
    expect(fromBase45(toBase45(Uint8Array.of(255, 255)))).to.deep.equal(Uint8Array.of(255, 255));
  });

  it("refuses other characters, groups of one, and groups that stand for more than their bytes hold", () => {
    const refused = ["A", "ABCD", "ab", "A_", "GGW", ":::", "::", "V5", "é0", "BB8\n"];
    for (const text of refused) expect(() => fromBase45(text), text).to.throw("schema.pattern");
    expect(fromBase45("FGW")).to.deep.equal(Uint8Array.of(255, 255));
    expect(fromBase45("U5").length).to.equal(1);
  });
});

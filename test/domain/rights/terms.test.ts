import { expect } from "chai";
import { bitsOf, checkTerms, checkWithin, fenOf, MAX_AMOUNT, type Terms } from "../../../src/domain/rights/grant.ts";
import { checkShares, partsOf, percentOf, WHOLE } from "../../../src/domain/rights/shares.ts";
import { caught, codeOf } from "../caught.ts";

const PARENT: Terms = {
  scope: [0, 1, 2],
  purposes: [3, 4],
  from: 1_000,
  until: 2_000,
  quota: 100n,
  price: 50n,
  subgrant: true,
};
const member = (n: number): `0x${string}` => `0x${String(n).padStart(64, "0")}`;

describe("a grant", () => {
  it("may be as wide as the right that it comes from, and as narrow as one likes", () => {
    checkWithin(PARENT, PARENT);
    checkWithin(
      { ...PARENT, scope: [1], purposes: [4], from: 1_500, until: 1_600, quota: 1n, price: 60n, subgrant: false },
      PARENT,
    );
  });

  for (const [name, wider] of [
    ["scope", { scope: [0, 3] }],
    ["purposes", { purposes: [5] }],
    ["from", { from: 999 }],
    ["until", { until: 2_001 }],
    ["quota", { quota: 101n }],
    ["quota", { quota: null }],
    ["price", { price: 49n }],
  ] as const)
    it(`is refused where ${name} goes beyond: ${Object.values(wider).join()}`, () => {
      const { code, detail } = caught(() => checkWithin({ ...PARENT, ...wider }, PARENT, "/terms"));
      expect(code).to.equal("rights.wider");
      expect(detail.issues?.map(({ pointer }) => pointer)).to.deep.equal([`/terms/${name}`]);
    });

  it("comes from no right that may not be granted on", () => {
    expect(codeOf(() => checkWithin(PARENT, { ...PARENT, subgrant: false }))).to.equal("rights.wider");
  });

  for (const [fault, wrong] of [
    ["no scope", { scope: [] }],
    ["a part twice", { scope: [1, 1] }],
    ["a part that no word has", { scope: [256] }],
    ["half a part", { scope: [0.5] }],
    ["no purpose", { purposes: [] }],
    ["an end before its beginning", { until: 999 }],
    ["a time that is no whole second", { from: 1_000.5 }],
    ["no use at all", { quota: 0n }],
    ["more uses than 64 bits hold", { quota: MAX_AMOUNT + 1n }],
    ["a price below nothing", { price: -1n }],
    ["a price that 64 bits don't hold", { price: MAX_AMOUNT + 1n }],
  ] as const)
    it(`says nothing with ${fault}`, () => {
      expect(codeOf(() => checkTerms({ ...PARENT, ...wrong }))).to.equal("schema.value");
    });

  it("is compared on chain by bits", () => {
    expect(bitsOf([0, 3, 255])).to.equal(1n + 8n + (1n << 255n));
  });
});

describe("an amount", () => {
  it("is read in fen, without a float on the way", () => {
    expect(fenOf("0.1") + fenOf("0.2")).to.equal(fenOf("0.30"));
    expect(fenOf("184467440737095516.15")).to.equal(MAX_AMOUNT);
  });

  for (const text of ["", "-1", "1e3", "1,000", "01", "1.", ".5", "1.005", "１", "NaN", "1 "])
    it(`is not written ${JSON.stringify(text)}`, () => {
      expect(codeOf(() => fenOf(text))).to.equal("schema.pattern");
    });

  it("that 64 bits don't hold is refused", () => {
    expect(codeOf(() => fenOf("184467440737095516.16"))).to.equal("schema.value");
  });
});

describe("shares", () => {
  it("of thirds make up a whole when one holder has the odd part", () => {
    const parts = ["33.3334", "33.3333", "33.3333"].map((text) => partsOf(text));
    checkShares(parts.map((part, i) => ({ memberId: member(i), parts: part })));
    expect(parts.map(percentOf)).to.deep.equal(["33.3334", "33.3333", "33.3333"]);
    expect([WHOLE, 1, 500_000, 12_500].map(percentOf)).to.deep.equal(["100", "0.0001", "50", "1.25"]);
  });

  for (const text of ["99.99999", "1e-20", "0", "0.0000", "-5", "100.0001", "101", "007", "50%", ""])
    it(`are not written ${JSON.stringify(text)}`, () => {
      expect(codeOf(() => partsOf(text))).to.equal("rights.shares");
    });

  for (const [fault, shares] of [
    ["of 99.99 percent", [{ memberId: member(1), parts: 999_900 }]],
    ["of more than a whole", [1, 2].map((n) => ({ memberId: member(n), parts: 600_000 }))],
    ["of nobody", []],
    ["of one holder twice", [1, 1].map((n) => ({ memberId: member(n), parts: 500_000 }))],
    ["with a part of a part", [1, 2].map((n) => ({ memberId: member(n), parts: n === 1 ? 0.5 : 999_999.5 }))],
  ] as const)
    it(`${fault} are refused`, () => {
      expect(codeOf(() => checkShares(shares, "/shares"))).to.equal("rights.shares");
    });
});

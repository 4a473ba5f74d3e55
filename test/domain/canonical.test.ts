import { expect } from "chai";
import { canonicalize } from "../../src/domain/canonical.ts";
import { caught, codeOf } from "./caught.ts";

/** RFC 8785 Appendix B: IEEE 754 bits and their JSON form. https://www.rfc-editor.org/rfc/rfc8785#appendix-B */
const NUMBERS: readonly (readonly [string, string])[] = [
  ["0000000000000000", "0"],
  ["8000000000000000", "0"],
  ["0000000000000001", "5e-324"],
  ["8000000000000001", "-5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["ffefffffffffffff", "-1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["c340000000000000", "-9007199254740992"],
  ["4430000000000000", "295147905179352830000"],
  ["44b52d02c7e14af5", "9.999999999999997e+22"],
  ["44b52d02c7e14af6", "1e+23"],
  ["44b52d02c7e14af7", "1.0000000000000001e+23"],
  ["444b1ae4d6e2ef4e", "999999999999999700000"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555553", "333333333.3333332"],
  ["41b3de4355555554", "333333333.33333325"],
  ["41b3de4355555555", "333333333.3333333"],
  ["41b3de4355555556", "333333333.3333334"],
  ["41b3de4355555557", "333333333.33333343"],
  ["becbf647612f3696", "-0.0000033333333333333333"],
  ["43143ff3c1cb0959", "1424953923781206.2"],
];

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let i = 1; i < depth; i += 1) value = [value];
  return value;
}

describe("domain/canonical", () => {
  it("writes the sample object of RFC 8785 §3.2.2 as §3.2.3 does", () => {
    const sample: unknown = JSON.parse(String.raw`{
      "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
      "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
      "literals": [null, true, false]
    }`);
    expect(canonicalize(sample)).to.equal(
      '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],' +
        String.raw`"string":"€$\u000f\nA'B\"\\\\\"/"}`,
    );
  });

  it("sorts the names of RFC 8785 §3.2.3 by UTF-16 code units", () => {
    const sample = {
      "\u20ac": "Euro Sign",
      "\r": "Carriage Return",
      "\ufb33": "Hebrew Letter Dalet With Dagesh",
      "1": "One",
      "\ud83d\ude00": "Emoji: Grinning Face",
      "\u0080": "Control",
      "\u00f6": "Latin Small Letter O With Diaeresis",
    };
    const order = Object.values(JSON.parse(canonicalize(sample)));
    const written = canonicalize(sample);
    expect(order).to.have.length(7);
    expect([...written.matchAll(/:"([^"]+)"/g)].map((match) => match[1])).to.deep.equal([
      "Carriage Return",
      "One",
      "Control",
      "Latin Small Letter O With Diaeresis",
      "Euro Sign",
      "Emoji: Grinning Face",
      "Hebrew Letter Dalet With Dagesh",
    ]);
  });

  for (const [bits, text] of NUMBERS) {
    it(`writes the number ${bits} of RFC 8785 Appendix B as ${text}`, () => {
      expect(canonicalize(Buffer.from(bits, "hex").readDoubleBE())).to.equal(text);
    });
  }

  it("keeps a rare ideograph and a variation selector as they are", () => {
    expect(canonicalize({ 名: "𠮷田葛󠄀" })).to.equal('{"名":"𠮷田葛󠄀"}');
  });

  for (const [what, value] of [
    ["undefined", undefined],
    ["a member that is undefined", { a: undefined }],
    ["NaN", Number.NaN],
    ["infinity", Number.POSITIVE_INFINITY],
    ["a big integer", 1n],
    ["a function", () => 1],
    ["a Date", new Date(0)],
    ["a Map", new Map()],
    ["bytes", new Uint8Array(1)],
    ["a symbol as a name", { [Symbol("a")]: 1 }],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(codeOf(() => canonicalize({ value }))).to.equal("json.not_json");
    });
  }

  it("refuses a hole in an array and points at it", () => {
    const holed = [1, 2];
    delete holed[0];
    expect(caught(() => canonicalize({ a: holed })).detail.pointer).to.equal("/a/0");
  });

  it("refuses a lone surrogate in a value and in a name", () => {
    expect(codeOf(() => canonicalize("\ud800"))).to.equal("json.surrogate");
    expect(codeOf(() => canonicalize({ "\udc00": 1 }))).to.equal("json.surrogate");
  });

  it("writes 32 levels and refuses 33", () => {
    expect(canonicalize(nested(32))).to.equal("[".repeat(32) + "]".repeat(32));
    expect(codeOf(() => canonicalize(nested(33)))).to.equal("json.depth");
  });

  it("refuses a cycle", () => {
    const loop: Record<string, unknown> = {};
    loop.self = loop;
    expect(codeOf(() => canonicalize(loop))).to.equal("json.depth");
  });
});

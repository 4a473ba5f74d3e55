import { expect } from "chai";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJson, parseJsonObject } from "../../src/domain/json.ts";
import { caught, codeOf } from "./caught.ts";

function bytes(text: string): Uint8Array {
  return new TextEncoder().encode(text);
}

function parse(text: string): unknown {
  return parseJson(bytes(text));
}

/** Text that is refused, with code and JSON pointer. */
const BAD: readonly (readonly [string, string, string, string])[] = [
  ["nothing", "", "json.empty", ""],
  ["white space only", " \n", "json.empty", ""],
  ["an open object", '{"a":1', "json.syntax", "/a"],
  ["a comma before the end", '{"a":1,}', "json.syntax", "/a"],
  ["a comma before the end of an array", "[1,]", "json.syntax", "/1"],
  ["a name without quotes", "{a:1}", "json.syntax", ""],
  ["a name without value", '{"a"}', "json.syntax", "/a"],
  ["single quotes", "{'a':1}", "json.syntax", ""],
  ["a comment", "{} // no", "json.syntax", ""],
  ["a second value", "{} {}", "json.syntax", ""],
  ["NaN", "[NaN]", "json.syntax", "/0"],
  ["a literal in capitals", "[True]", "json.syntax", "/0"],
  ["a leading zero", "[01]", "json.syntax", "/0"],
  ["a leading plus", "[+1]", "json.syntax", "/0"],
  ["a number without digits", "[-]", "json.syntax", "/0"],
  ["a fraction without digits", "[1.]", "json.syntax", "/0"],
  ["hexadecimal", "[0x10]", "json.syntax", "/0"],
  ["a line break in a string", '{"a":"1\n2"}', "json.syntax", "/a"],
  ["a NUL in a string", '{"name":"\0"}', "json.syntax", "/name"],
  ["an unknown escape", String.raw`["\x41"]`, "json.syntax", "/0"],
  ["a short \\u escape", String.raw`["\u41"]`, "json.syntax", "/0"],
  ["no-break space between values", "[1,\u00a02]", "json.syntax", "/1"],
  ["a name twice", '{"a":1,"b":2,"a":1}', "json.duplicate_key", "/a"],
  ["a name twice, once escaped", String.raw`{"x":{"a":1,"\u0061":2}}`, "json.duplicate_key", "/x/a"],
  ["2^53", '{"n":9007199254740992}', "json.number", "/n"],
  ["−2^53", '{"n":-9007199254740992}', "json.number", "/n"],
  ["an exponent", '{"n":1e3}', "json.number", "/n"],
  ["an exponent after a fraction", "[1.5E-3]", "json.number", "/0"],
  ["−0", '{"n":-0}', "json.number", "/n"],
  ["−0.0", "[-0.0]", "json.number", "/0"],
  ["a fraction with too many digits", "[0.10000000000000000001]", "json.number", "/0"],
  ["a fraction beyond 2^53", "[9007199254740993.5]", "json.number", "/0"],
  ["a fraction that only an exponent can write", "[0.0000001]", "json.number", "/0"],
  ["a lone high surrogate", String.raw`{"a":"\ud842"}`, "json.surrogate", "/a"],
  ["a lone low surrogate", String.raw`{"a":"\udfb7x"}`, "json.surrogate", "/a"],
  ["swapped surrogates", String.raw`{"a":"\udfb7\ud842"}`, "json.surrogate", "/a"],
  ["a lone surrogate in a name", String.raw`{"\ud842":1}`, "json.surrogate", ""],
  ["__proto__", '{"a":{"__proto__":{"admin":true}}}', "json.prototype", "/a/__proto__"],
  ["__proto__, escaped", String.raw`{"\u005f_proto__":1}`, "json.prototype", "/__proto__"],
  ["constructor.prototype", '{"constructor":{"prototype":{}}}', "json.prototype", "/constructor/prototype"],
  ["33 levels", "[".repeat(33) + "]".repeat(33), "json.depth", "/0".repeat(32)],
  ["33 levels of objects", `${'{"a":'.repeat(32)}{}${"}".repeat(32)}`, "json.depth", "/a".repeat(32)],
  ["10,001 values", `[${Array(10_000).fill(1).join()}]`, "json.nodes", "/9999"],
];

const BAD_BYTES: readonly (readonly [string, readonly number[], string])[] = [
  ["a byte order mark", [0xef, 0xbb, 0xbf, 0x7b, 0x7d], "json.bom"],
  ["UTF-16 little-endian with its mark", [0xff, 0xfe, 0x7b, 0, 0x7d, 0], "json.encoding"],
  ["UTF-16 big-endian with its mark", [0xfe, 0xff, 0, 0x7b, 0, 0x7d], "json.encoding"],
  ["UTF-16 little-endian without mark", [0x7b, 0, 0x7d, 0], "json.encoding"],
  ["UTF-16 big-endian without mark", [0, 0x7b, 0, 0x7d], "json.encoding"],
  ["GB 18030", [0x22, 0xd6, 0xd0, 0xce, 0xc4, 0x22], "json.encoding"],
  ["a cut character", [0x22, 0xe5, 0x8d, 0x22], "json.encoding"],
  ["an overlong form", [0x22, 0xc0, 0xaf, 0x22], "json.encoding"],
  ["a surrogate encoded as a character", [0x22, 0xed, 0xa1, 0x82, 0x22], "json.surrogate"],
];

describe("domain/json", () => {
  for (const [what, text, code, pointer] of BAD) {
    it(`refuses ${what}`, () => {
      const error = caught(() => parse(text));
      expect([error.code, error.detail.pointer]).to.deep.equal([code, pointer]);
    });
  }

  for (const [what, raw, code] of BAD_BYTES) {
    it(`refuses ${what}`, () => {
      expect(codeOf(() => parseJson(Uint8Array.from(raw)))).to.equal(code);
    });
  }

  for (const scalar of ["1", '"text"', "null", "true", "[]", "[{}]"]) {
    it(`refuses ${scalar} where an object is required`, () => {
      expect(codeOf(() => parseJsonObject(bytes(scalar)))).to.equal("json.not_object");
    });
  }

  it("reads what JSON.parse reads", () => {
    const text = String.raw` { "a" : [ 1, -2, 0, 0.5, -1.25, 9007199254740991, true, false, null ],
      "b/~": { "" : "\"\\\/\b\f\n\r\t\u00e9" }, "名": "𠮷田", "e": [ ], "o": { }, "s": "\ud842\udfb7" } `;
    expect(parse(text)).to.deep.equal(JSON.parse(text));
  });

  it("reads a fraction with zeros at its end as the same number", () => {
    expect(parse("[1.0,1.50,10]")).to.deep.equal([1, 1.5, 10]);
  });

  it("escapes / and ~ in pointers as RFC 6901 says", () => {
    expect(caught(() => parse('{"a/b~c":-0}')).detail.pointer).to.equal("/a~1b~0c");
  });

  it("reads 32 levels and 10,000 values", () => {
    expect(parse("[".repeat(32) + "]".repeat(32))).to.be.an("array");
    expect(parse(`[${Array(9_999).fill(1).join()}]`)).to.have.length(9_999);
  });

  it("takes other limits as an argument", () => {
    expect(codeOf(() => parseJson(bytes("[[1]]"), { depth: 1 }))).to.equal("json.depth");
    expect(codeOf(() => parseJson(bytes("[1,2]"), { nodes: 2 }))).to.equal("json.nodes");
  });

  it("refuses 100,000 open brackets without overflowing the stack", () => {
    expect(codeOf(() => parse("[".repeat(100_000)))).to.equal("json.depth");
  });

  it("takes the names of Object.prototype for ordinary names", () => {
    expect(parse('{"constructor":1,"toString":2,"prototype":3}')).to.deep.equal({
      constructor: 1,
      toString: 2,
      prototype: 3,
    });
  });

  it("reads its own canonical form back to the same value", () => {
    const value = parse('{"z":[0.1,1e0,-3]}'.replace("1e0", "1.0"));
    expect(parse(canonicalize(value))).to.deep.equal(value);
  });

  it("agrees with JSON.parse on 2,000 random texts cut from valid ones", () => {
    const text = String.raw`{"a":[1,2.5,{"b":"x\n\u00e9"},null,true],"c":{"d":"e"}}`;
    let seed = 7;
    const next = (limit: number): number => {
      seed = (seed * 1_103_515_245 + 12_345) % 2_147_483_648;
      return seed % limit;
    };
    for (let i = 0; i < 2_000; i += 1) {
      const at = next(text.length);
      const changed = text.slice(0, at) + String.fromCharCode(32 + next(95)) + text.slice(at + 1);
      let ours: unknown;
      try {
        ours = parse(changed);
      } catch {
        continue;
      }
      expect(ours).to.deep.equal(JSON.parse(changed));
    }
  });
});

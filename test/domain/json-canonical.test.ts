import { expect } from "chai";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJsonText } from "../../src/domain/json.ts";
import { readCanonical } from "../../src/domain/json-canonical.ts";

const LIMITS = { depth: 4, nodes: 12 };

const CANONICAL = [
  "{}",
  "[]",
  "null",
  "true",
  "false",
  "0",
  "-7",
  "9007199254740991",
  '""',
  '"环翠区𠮷"',
  '{"a":[1,{"b":null}],"c":"x","é":false}',
  '{"a":100,"b":"no exponent"}',
  "[[[[]]]]",
];

/** Text that the strict reader refuses, or whose JCS form is another. */
const OTHERS = [
  "",
  " {}",
  "{} ",
  "{}{}",
  '{"a": 1}',
  '{"b":1,"a":2}',
  '{"a":1,"a":2}',
  '{"a":1,"a":1}',
  '{"2":1,"10":2}',
  '{"10":1,"2":2}',
  '{"10":1,"9":2}',
  '{"__proto__":{}}',
  '{"constructor":{"prototype":1}}',
  "1e2",
  "[1e2,1]",
  '{"a":1e3 }',
  '{"a":1e3,"b":1E3}',
  '{"a": 1e3}',
  "[1,\n1e3]",
  '{"a":1,"a":2,"b": 1e7}',
  "[1.0]",
  "[-0]",
  "[0.5]",
  "[9007199254740992]",
  "[1e400]",
  '"\\u0041"',
  '"\\/"',
  '"\\n"',
  '"\\ud800"',
  '"\n"',
  "[[[[[]]]]]",
  "[1,2,3,4,5,6,7,8,9,10,11,12]",
  "[1,]",
  "[01]",
  "nul",
  "\ufeff{}",
];

describe("domain/json-canonical", () => {
  it("reads a text that is its own JCS form as the strict reader does", () => {
    for (const text of CANONICAL) {
      const value = readCanonical(text, LIMITS);
      expect(value, text).to.deep.equal(parseJsonText(text, LIMITS));
      expect(canonicalize(value)).to.equal(text);
    }
  });

  it("leaves every other text to the strict reader", () => {
    for (const text of OTHERS) expect(readCanonical(text, LIMITS), text).to.equal(undefined);
  });

  it("takes no text with any one character changed, added or left out for JCS that isn't", () => {
    const text = '{"a":[100,-1,{"b":null}],"c":"环x","d":{"e":true}}';
    const characters = ["", ...'0123456789eE+-. ,:[]{}"\\abz环\n'];
    for (let at = 0; at <= text.length; at++) {
      for (const character of characters) {
        for (const changed of [
          text.slice(0, at) + character + text.slice(at),
          text.slice(0, at) + character + text.slice(at + 1),
        ]) {
          const value = readCanonical(changed, LIMITS);
          if (value === undefined) continue;
          expect(value, changed).to.deep.equal(parseJsonText(changed, LIMITS));
          expect(canonicalize(value)).to.equal(changed);
        }
      }
    }
  });
});

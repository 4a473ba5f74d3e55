import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { canonicalize } from "../../src/domain/canonical.ts";
import { parseJson } from "../../src/domain/json.ts";
import { describeVectors, vectorBytes, vectorText } from "./vectors.ts";

/** Whether our strict gate reads the input; values.json has exponents, which it refuses on purpose. */
const INPUTS = { arrays: true, french: true, structures: true, unicode: true, values: false, weird: true };

describeVectors("rfc8785", () => {
  for (const [name, readByGate] of Object.entries(INPUTS)) {
    const input = `${name}.json`;
    const expected = (): Uint8Array => {
      const hex = vectorText("rfc8785", "outhex", `${name}.txt`).replace(/\s/g, "");
      return new Uint8Array(Buffer.from(hex, "hex"));
    };

    it(`${name}: the canonical form is the published bytes`, () => {
      const value: unknown = JSON.parse(vectorText("rfc8785", "input", input));
      expect(utf8(canonicalize(value))).to.deep.equal(expected());
      expect(canonicalize(value)).to.equal(vectorText("rfc8785", "output", input).trim());
    });

    it(`${name}: the strict gate ${readByGate ? "reads the same value" : "refuses its exponents"}`, () => {
      const read = () => parseJson(vectorBytes("rfc8785", "input", input));
      if (readByGate) expect(utf8(canonicalize(read()))).to.deep.equal(expected());
      else expect(read).to.throw("json.number");
    });

    it(`${name}: the canonical form is its own canonical form`, () => {
      const text = vectorText("rfc8785", "output", input).trim();
      expect(canonicalize(JSON.parse(text))).to.equal(text);
    });
  }
});

import { expect } from "chai";
import { fromHex, toHex, uintBytes } from "../../src/crypto/encoding.ts";
import { oprfBlind, oprfEvaluate, oprfFinalize } from "../../src/crypto/oprf.ts";
import type { Hex } from "../../src/domain/bytes.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface Suite {
  readonly identifier: string;
  readonly mode: number;
  readonly skSm: string;
  readonly pkSm: string;
  readonly vectors: readonly {
    readonly Batch: number;
    readonly Blind: string;
    readonly BlindedElement: string;
    readonly EvaluationElement: string;
    readonly Input: string;
    readonly Output: string;
    readonly Proof: { readonly proof: string; readonly r: string };
  }[];
}

const hex = (text: string): Hex => `0x${text}`;
const drawing = (scalar: string) => (n: number) => uintBytes(BigInt(hex(scalar)) - 1n, n);

/** Those of the suite and mode that we use; a batch of two shares one proof, so its parts are compared without it. */
describeVectors("rfc9497", () => {
  const suites = JSON.parse(vectorText("rfc9497", "allVectors.json")) as readonly Suite[];
  const suite = suites.find(({ identifier, mode }) => identifier === "P256-SHA256" && mode === 1) as Suite;
  const keys = { secretKey: fromHex(hex(suite.skSm)), publicKey: fromHex(hex(suite.pkSm)) };
  for (const [i, vector] of suite.vectors.entries())
    it(`P256-SHA256 VOPRF, vector ${i + 1}`, () => {
      const parts = (text: string): readonly string[] => text.split(",");
      parts(vector.Input).forEach((input, k) => {
        const bytes = fromHex(hex(input));
        const blinded = oprfBlind(bytes, drawing(parts(vector.Blind)[k] as string));
        expect(toHex(blinded.element)).to.equal(hex(parts(vector.BlindedElement)[k] as string));
        const evaluated = oprfEvaluate(keys, blinded.element, drawing(vector.Proof.r));
        expect(toHex(evaluated.element)).to.equal(hex(parts(vector.EvaluationElement)[k] as string));
        if (vector.Batch === 1) expect(toHex(evaluated.proof)).to.equal(hex(vector.Proof.proof));
        const output = oprfFinalize(bytes, blinded, evaluated, keys.publicKey);
        expect(toHex(output)).to.equal(hex(parts(vector.Output)[k] as string));
      });
    });
});

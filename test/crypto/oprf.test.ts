import { randomBytes } from "node:crypto";
import { expect } from "chai";
import { equal, fromHex, toHex, uintBytes, utf8 } from "../../src/crypto/encoding.ts";
import { oprfBlind, oprfEvaluate, oprfFinalize } from "../../src/crypto/oprf.ts";
import { codeOf } from "../domain/caught.ts";

/** RFC 9497, A.3.2: P256-SHA256 in mode VOPRF, first vector. */
const SECRET = fromHex("0xca5d94c8807817669a51b196c34c1b7f8442fde4334a7121ae4736364312fca6");
const PUBLIC = fromHex("0x03e17e70604bcabe198882c0a1f27a92441e774224ed9c702e51dd17038b102462");
const BLIND = 0x3338fa65ec36e0290022b48eb562889d89dbfa691d1cde91517fa222ed7ad364n;
const R = 0xf9db001266677f62c095021db018cd8cbb55941d4073698ce45c405d1348b7b1n;
const INPUT = Uint8Array.of(0);

/** Random bytes from which the library draws this scalar. */
const drawing =
  (scalar: bigint) =>
  (n: number): Uint8Array =>
    uintBytes(scalar - 1n, n);
const random = (n: number): Uint8Array => new Uint8Array(randomBytes(n));
const keys = { secretKey: SECRET, publicKey: PUBLIC };

describe("crypto/oprf", () => {
  it("computes what RFC 9497 gives, step by step", () => {
    const blinded = oprfBlind(INPUT, drawing(BLIND));
    expect(toHex(blinded.element)).to.equal("0x02dd05901038bb31a6fae01828fd8d0e49e35a486b5c5d4b4994013648c01277da");
    const evaluated = oprfEvaluate(keys, blinded.element, drawing(R));
    expect(toHex(evaluated.element)).to.equal("0x0209f33cab60cf8fe69239b0afbcfcd261af4c1c5632624f2e9ba29b90ae83e4a2");
    expect(toHex(evaluated.proof)).to.equal(
      "0xe7c2b3c5c954c035949f1f74e6bce2ed539a3be267d1481e9ddb178533df4c2664f69d065c604a4fd953e100b856ad83804eb3845189babfa5a702090d6fc5fa",
    );
    const output = oprfFinalize(INPUT, blinded, evaluated, PUBLIC);
    expect(toHex(output)).to.equal("0x0412e8f78b02c415ab3a288e228978376f99927767ff37c5718d420010a645a1");
  });

  it("gives one output for one input, however it is hidden, and others for others", () => {
    const outputOf = (input: Uint8Array): Uint8Array => {
      const blinded = oprfBlind(input, random);
      return oprfFinalize(input, blinded, oprfEvaluate(keys, blinded.element, random), PUBLIC);
    };
    expect(equal(outputOf(utf8("data")), outputOf(utf8("data")))).to.equal(true);
    expect(equal(outputOf(utf8("data")), outputOf(utf8("Data")))).to.equal(false);
  });

  it("shows nothing of the input: it is hidden otherwise each time", () => {
    expect(equal(oprfBlind(INPUT, random).element, oprfBlind(INPUT, random).element)).to.equal(false);
  });

  it("refuses an evaluation by another key, with a changed proof, or of another element", () => {
    const blinded = oprfBlind(INPUT, random);
    const evaluated = oprfEvaluate(keys, blinded.element, random);
    const other = oprfEvaluate(keys, oprfBlind(utf8("x"), random).element, random);
    const changed = evaluated.proof.map((byte, i) => (i === 40 ? byte ^ 1 : byte));
    const otherKey = fromHex("0x036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296");
    for (const wrong of [
      { ...evaluated, proof: changed },
      { ...evaluated, proof: other.proof },
      { ...evaluated, element: other.element },
      { ...evaluated, proof: evaluated.proof.subarray(1) },
    ])
      expect(codeOf(() => oprfFinalize(INPUT, blinded, wrong, PUBLIC))).to.equal("schema.pattern");
    expect(codeOf(() => oprfFinalize(INPUT, blinded, evaluated, otherKey))).to.equal("schema.pattern");
  });

  it("evaluates nothing that is no point of the curve", () => {
    for (const element of [
      new Uint8Array(33),
      new Uint8Array(0),
      Uint8Array.of(5, ...new Uint8Array(32)),
      new Uint8Array(1),
    ])
      expect(codeOf(() => oprfEvaluate(keys, element, random))).to.equal("schema.pattern");
  });
});

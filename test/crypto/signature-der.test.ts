import { expect } from "chai";
import { concat, fromHex, toHex, uintBytes } from "../../src/crypto/encoding.ts";
import { derOfSignature, signatureOfDer } from "../../src/crypto/signature-der.ts";
import { sample } from "./sample.ts";

const signatureOf = (r: bigint, s: bigint): Uint8Array => concat(uintBytes(r, 32), uintBytes(s, 32));
const MAX = 2n ** 256n - 1n;

describe("DER of signatures", () => {
  it("is what X.690 says for small numbers, and adds a zero before a high bit", () => {
    expect(toHex(derOfSignature(signatureOf(1n, 0x80n)))).to.equal("0x300702010102020080");
    expect(toHex(derOfSignature(signatureOf(0n, 0x7fffn)))).to.equal("0x300702010002027fff");
    expect(derOfSignature(signatureOf(MAX, MAX))).to.have.length(72);
  });

  it("reads back what it wrote: every length of r and s is padded to 32 bytes", () => {
    const numbers = [0n, 1n, 127n, 128n, 255n, 256n, 2n ** 247n, 2n ** 248n - 1n, 2n ** 248n, 2n ** 255n, MAX];
    for (const r of numbers) {
      for (const s of numbers) {
        const signature = signatureOf(r, s);
        expect(signatureOfDer(derOfSignature(signature))).to.deep.equal(signature);
      }
    }
  });

  const good = toHex(derOfSignature(signatureOf(1n, 0x80n)));
  for (const [what, hex] of [
    ["nothing", "0x"],
    ["a sequence of nothing", "0x3000"],
    ["one integer", "0x3003020101"],
    ["three integers", "0x3009020101020101020101"],
    ["a trailing byte after the sequence", `${good}00`],
    ["a trailing byte in the sequence", "0x30080201010202008000"],
    ["a byte missing", good.slice(0, -2)],
    ["another tag than SEQUENCE", "0x310702010102020080"],
    ["another tag than INTEGER", "0x300703010102020080"],
    ["a context tag on an INTEGER", "0x300782010102020080"],
    ["a long-form length of the sequence", "0x30810702010102020080"],
    ["a long-form length of an integer", "0x30080281010102020080"],
    ["an indefinite length", "0x3080020101020200800000"],
    ["an empty integer", "0x30050200020101"],
    ["a negative r", "0x3006020180020101"],
    ["a negative s", "0x30060201010201ff"],
    ["a leading zero before a low bit", "0x300702020001020101"],
    ["two leading zeros", "0x30080203000080020101"],
    ["a zero of two bytes", "0x300702020000020101"],
    ["an integer that ends after the sequence", "0x3006020101020201"],
    ["an r of 33 bytes", `0x302602210${"1".repeat(65)}020101`],
  ] as const) {
    it(`refuses ${what}`, () => expect(() => signatureOfDer(fromHex(hex))).to.throw("schema.pattern"));
  }

  it("has one encoding: any byte changed is refused or another signature", () => {
    const signature = sample("signature", 64);
    const der = derOfSignature(signature);
    for (let i = 0; i < der.length; i++) {
      for (const flip of [1, 0x80, 0xff]) {
        const changed = der.map((byte, at) => (at === i ? byte ^ flip : byte));
        let read: Uint8Array | null = null;
        try {
          read = signatureOfDer(changed);
        } catch {
          continue;
        }
        expect(read).to.not.deep.equal(signature);
        expect(derOfSignature(read)).to.deep.equal(changed);
      }
    }
  });

  it("is made of 64 bytes only", () => {
    for (const length of [0, 63, 65]) expect(() => derOfSignature(sample("s", length))).to.throw("internal");
  });
});

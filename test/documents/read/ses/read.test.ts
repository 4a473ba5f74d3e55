import { expect } from "chai";
import { ALGORITHM } from "../../../../src/crypto/certificate-oids.ts";
import { concat, equal } from "../../../../src/crypto/encoding.ts";
import { readSeal, type Seal } from "../../../../src/documents/read/ses/seal.ts";
import { readSesSignature } from "../../../../src/documents/read/ses/signature.ts";
import { sealBytes, sealInfoBytes, sealingBytes, sesSignatureBytes } from "../../../../src/documents/ses.ts";
import { infoOf, NOW, type Scene, scene, sealBy, useOf } from "./world.ts";

/** A seal as we would write it from what we read. */
const rewritten = ({ info, maker, algorithm, signature, stamp }: Seal): Uint8Array =>
  sealBytes(sealInfoBytes(info), { certificate: maker, algorithm, signature, stamp });

describe("seals in DER", () => {
  let own: Scene;
  before(async () => {
    own = await scene();
  });

  it("say what was written, and are the same bytes when written again", () => {
    const extensions = [
      { id: "1.2.3.4", critical: null, value: new Uint8Array([1]) },
      { id: "1.2.3.5", critical: false, value: new Uint8Array() },
      { id: "1.2.3.6", critical: true, value: new Uint8Array([0, 0]) },
    ];
    for (const version of [4, 5] as const) {
      const info = infoOf(own.signer, { version, extensions });
      const bytes = sealBy(info, own);
      const seal = readSeal(bytes);
      expect(seal.info).to.deep.equal(info);
      expect(seal.algorithm).to.equal(ALGORITHM.sm2Sm3);
      expect(equal(rewritten(seal), bytes)).to.equal(true);
    }
  });

  it("are the same bytes with a time-stamp, which only version 5 has", () => {
    const stamp = new Uint8Array([0x30, 0]);
    const written = (version: 4 | 5): Uint8Array =>
      rewritten({ ...readSeal(sealBy(infoOf(own.signer, { version }), own)), stamp });
    expect(equal(rewritten(readSeal(written(5))), written(5))).to.equal(true);
    expect(() => readSeal(written(4)))
      .to.throw()
      .with.property("code", "schema.pattern");
  });

  it("are used in signatures that are the same bytes when written again", () => {
    const bytes = useOf(sealBy(infoOf(own.signer), own), own, {
      extensions: [{ id: "1.2.3.4", critical: null, value: new Uint8Array([5, 0]) }],
    });
    const { seal, time, dataHash, property, extensions, signer, algorithm, signature } = readSesSignature(bytes);
    expect(time).to.deep.equal({ claimed: NOW });
    const again = sealingBytes({ version: 4, seal: seal.whole, time: NOW, dataHash, property, extensions });
    expect(equal(sesSignatureBytes(again, { certificate: signer, algorithm, signature }), bytes)).to.equal(true);
  });

  it("are refused with anything behind them, without a signer, upside down in time, or without a size", () => {
    const bytes = sealBy(infoOf(own.signer), own);
    const { picture } = infoOf(own.signer);
    const wrong = [
      concat(bytes, new Uint8Array(1)),
      sealBy(infoOf(own.signer, { signers: { kind: "certificates", list: [] } }), own),
      sealBy(infoOf(own.signer, { validFrom: NOW + 1, validUntil: NOW }), own),
      sealBy(infoOf(own.signer, { picture: { ...picture, width: 0 } }), own),
      sealBy(infoOf(own.signer, { picture: { ...picture, height: 1001 } }), own),
      sealBy(infoOf(own.signer, { version: 1 as 4 }), own),
    ];
    for (const one of wrong)
      expect(() => readSeal(one))
        .to.throw()
        .with.property("code", "schema.pattern");
  });
});

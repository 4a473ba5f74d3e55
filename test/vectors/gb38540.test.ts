import { expect } from "chai";
import { equal } from "../../src/crypto/encoding.ts";
import { readCertificate } from "../../src/crypto/x509.ts";
import { readOfd } from "../../src/documents/read/ofd/read.ts";
import type { SealTrust } from "../../src/documents/read/ses/chain.ts";
import { type SesFinding, sealFindings, sesFindings } from "../../src/documents/read/ses/check.ts";
import { readSeal } from "../../src/documents/read/ses/seal.ts";
import { readSesSignature } from "../../src/documents/read/ses/signature.ts";
import { sealBytes, sealInfoBytes, sealingBytes, sesSignatureBytes } from "../../src/documents/ses.ts";
import { describeVectors, vectorBytes } from "./vectors.ts";

const bytesOf = (file: string): Uint8Array => vectorBytes("gb38540", file);
const goodOnes = (findings: readonly SesFinding[]): readonly string[] =>
  findings.filter(({ result }) => result === "good").map(({ check }) => check);
/** The samples' authority is known to nobody, so no chain leads anywhere. */
const NOBODY: SealTrust = { authorities: [], intermediates: [], revocations: [] };

/** Seals and signatures that another implementation made (ofdrw). */
describeVectors("gb38540", () => {
  for (const [file, version] of [
    ["UserV1.esl", 1],
    ["UserV4.esl", 4],
    ["UserV5.esl", 5],
    ["UserV5_ts.esl", 5],
  ] as const) {
    it(`${file} is a seal of version ${version}, signed by its maker, with a picture`, () => {
      const seal = readSeal(bytesOf(file));
      expect(seal.info.version).to.equal(version);
      expect(seal.info.picture).to.include({ type: "PNG", width: 40, height: 40 });
      expect(goodOnes(sealFindings(seal, seal.info.validFrom, NOBODY))).to.deep.equal([
        "maker_signature",
        "maker_usage",
        "seal_period",
      ]);
    });

    it(`${file} is refused with anything flipped of what its maker signed`, () => {
      const bytes = bytesOf(file);
      const { signed, info } = readSeal(bytes);
      const end = version === 1 ? bytes.length - 690 : signed.length;
      for (let at = 4; at < end; at += at < 700 ? 13 : 509) {
        const flipped = bytes.map((byte, i) => (i === at ? byte ^ 1 : byte));
        let found: readonly string[] = [];
        try {
          found = goodOnes(sealFindings(readSeal(flipped), info.validFrom, NOBODY));
        } catch (error) {
          expect(error).to.have.property("code", "schema.pattern");
        }
        expect(found, `at ${at}`).to.not.include("maker_signature");
      }
    });
  }

  for (const file of ["UserV4.esl", "UserV5.esl", "UserV5_ts.esl"]) {
    it(`${file} is the same bytes when we write what we read`, () => {
      const { whole, info, maker, algorithm, signature, stamp } = readSeal(bytesOf(file));
      const again = sealBytes(sealInfoBytes(info), { certificate: maker, algorithm, signature, stamp });
      expect(equal(again, whole)).to.equal(true);
    });
  }

  for (const file of ["SignedValueV4.dat", "SignedValueV5.dat"]) {
    it(`${file} is a use of a seal by one of its signers, and the same bytes when we write it`, () => {
      const read = readSesSignature(bytesOf(file));
      const at = "claimed" in read.time ? read.time.claimed : 0;
      const good = goodOnes(sesFindings(read, new Uint8Array(), at, NOBODY));
      expect(good).to.include.members(["maker_signature", "seal_period", "signer_listed", "signature", "signer_usage"]);
      const { seal, dataHash, property, signer: certificate, algorithm, signature } = read;
      const sealing = sealingBytes({ version: seal.info.version as 4, seal: seal.whole, time: at, dataHash, property });
      expect(equal(sesSignatureBytes(sealing, { certificate, algorithm, signature }), read.whole)).to.equal(true);
    });
  }

  it("SignedValueV4.dat is over nothing: its digest is zeros", () => {
    expect(readSesSignature(bytesOf("SignedValueV4.dat")).dataHash).to.deep.equal(new Uint8Array(32));
  });

  it("SignedValueV4.dat was made by a certificate that has ended since", () => {
    const { signer } = readSesSignature(bytesOf("SignedValueV4.dat"));
    expect(readCertificate(signer).notAfter).to.be.below(Date.UTC(2026, 0, 1) / 1000);
  });

  it("SESV4SignDoc.ofd is an OFD document with one seal on its first page, by which everything in it is covered", async () => {
    const read = await readOfd(bytesOf("SESV4SignDoc.ofd"));
    if ("fault" in read) throw new Error(read.fault);
    const [{ ses, signatureXml, places } = { ses: null, signatureXml: new Uint8Array() }, ...more] = read.signatures;
    expect([more.length, read.certificate, read.proof]).to.deep.equal([0, null, null]);
    expect(places).to.deep.equal([{ page: 0, boundary: [50, 50, 40, 40], clip: null }]);
    if (ses === null) throw new Error("no use of a seal");
    const good = goodOnes(sesFindings(ses, signatureXml, ses.seal.info.validFrom, NOBODY));
    expect(good).to.include.members(["maker_signature", "signature", "signer_listed", "data_hash"]);
  });
});

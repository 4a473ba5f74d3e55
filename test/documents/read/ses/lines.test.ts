import { expect } from "chai";
import { ALGORITHM } from "../../../../src/crypto/certificate-oids.ts";
import { readRevocationList } from "../../../../src/crypto/crl.ts";
import { context, der, derBits, derOid, readDer, sequenceOf, TAG } from "../../../../src/crypto/der.ts";
import { toBase64 } from "../../../../src/crypto/encoding.ts";
import { readCertificate } from "../../../../src/crypto/x509.ts";
import { chainState, type SealTrust } from "../../../../src/documents/read/ses/chain.ts";
import { sealFindings, sesFindings } from "../../../../src/documents/read/ses/check.ts";
import { SES_LINES, sesLines } from "../../../../src/documents/read/ses/lines.ts";
import { readSeal } from "../../../../src/documents/read/ses/seal.ts";
import { readSesSignature, type SesSignature } from "../../../../src/documents/read/ses/signature.ts";
import { sealTrustOf } from "../../../../src/documents/read/ses/trust.ts";
import type { Check } from "../../../../src/domain/checks.ts";
import {
  CONTENT,
  certificateBy,
  DAY,
  type Holder,
  holder,
  infoOf,
  listBy,
  MAKER,
  NOW,
  ROOT,
  type Scene,
  SIGNER,
  scene,
  sealBy,
  trustOf,
  useOf,
} from "./world.ts";

/** Lines that are not valid, as `name result: code`. */
const faults = (lines: readonly Check[]): readonly string[] =>
  lines.filter(({ result }) => result !== "valid").map(({ name, result, code }) => `${name} ${result}: ${code}`);

describe("lines on a use of a seal", () => {
  let own: Scene;
  let seal: Uint8Array;
  before(async () => {
    own = await scene();
    seal = sealBy(infoOf(own.signer), own);
  });

  const lines = (use: SesSignature, trust: SealTrust = trustOf(own), content = CONTENT): readonly string[] =>
    faults(sesLines([sesFindings(use, content, NOW, trust)]));
  const linesOf = (use: Uint8Array, trust?: SealTrust): readonly string[] => lines(readSesSignature(use), trust);
  const withList = async (revoked: Parameters<typeof listBy>[1]): Promise<SealTrust> =>
    trustOf({ ...own, list: await listBy(ROOT, revoked, NOW + DAY) });

  it("are all valid, each once and in their order, where nothing is wrong", () => {
    const all = sesLines([sesFindings(readSesSignature(useOf(seal, own)), CONTENT, NOW, trustOf(own))]);
    expect(all.map(({ name }) => name)).to.deep.equal(SES_LINES);
    expect(faults(all)).to.deep.equal([]);
  });

  describe("of the seven checks that the standard asks, each by its own line alone:", () => {
    it("the maker's signature", () => {
      const forged = sealBy(infoOf(own.signer), own, ROOT);
      expect(linesOf(useOf(forged, own))).to.deep.equal(["seal.maker invalid: seal.signature_bad"]);
    });

    it("the chains: nobody vouches for the signer, or his certificate was over", async () => {
      const stranger = holder("an authority of somebody else");
      for (const [signer, expected] of [
        [await certificateBy(stranger, SIGNER, { serial: 3n }), "seal.signer_chain error: seal.untrusted"],
        [
          await certificateBy(ROOT, SIGNER, { serial: 3n, notAfter: NOW - 1 }),
          "seal.signer_chain invalid: seal.certificate_period",
        ],
      ] as const)
        expect(linesOf(useOf(sealBy(infoOf(signer), own), { signer }))).to.deep.equal([expected]);
      const maker = await certificateBy(stranger, MAKER, { serial: 2n });
      expect(linesOf(useOf(sealBy(infoOf(own.signer), { maker }), own))).to.deep.equal([
        "seal.maker_chain error: seal.untrusted",
      ]);
    });

    it("revocation, against the time of signing, and of making", async () => {
      const use = useOf(seal, own);
      expect(linesOf(use, await withList([{ serial: 3n, since: NOW }]))).to.deep.equal([
        "seal.signer_chain invalid: seal.certificate_revoked",
      ]);
      expect(linesOf(use, await withList([{ serial: 3n, since: NOW + 1 }]))).to.deep.equal([]);
      expect(linesOf(use, await withList([{ serial: 2n, since: NOW - 30 * DAY }]))).to.deep.equal([
        "seal.maker_chain invalid: seal.certificate_revoked",
      ]);
      expect(linesOf(use, { ...trustOf(own), revocations: [] })).to.deep.equal([
        "seal.maker_chain error: seal.revocation_unknown",
        "seal.signer_chain error: seal.revocation_unknown",
      ]);
    });

    it("key usage", async () => {
      const signer = await certificateBy(ROOT, SIGNER, { serial: 3n, authority: true });
      expect(linesOf(useOf(sealBy(infoOf(signer), own), { signer }))).to.deep.equal([
        "seal.signer_usage invalid: seal.certificate_use",
      ]);
      const maker = await certificateBy(ROOT, MAKER, { serial: 2n, authority: true });
      expect(linesOf(useOf(sealBy(infoOf(own.signer), { maker }), own))).to.deep.equal([
        "seal.maker_usage invalid: seal.certificate_use",
      ]);
    });

    it("the seal's period", () => {
      const over = sealBy(infoOf(own.signer, { validUntil: NOW - 1 }), own);
      expect(linesOf(useOf(over, own))).to.deep.equal(["seal.period invalid: seal.period_bad"]);
      const early = sealBy(infoOf(own.signer, { validFrom: NOW + 1 }), own);
      expect(linesOf(useOf(early, own))).to.deep.equal(["seal.period invalid: seal.period_bad"]);
    });

    it("the list of signers", async () => {
      const other = await certificateBy(ROOT, SIGNER, { serial: 4n });
      expect(linesOf(useOf(sealBy(infoOf(other), own), own))).to.deep.equal([
        "seal.listed invalid: seal.signer_unlisted",
      ]);
    });

    it("the signature's value, and the digest of the whole content", () => {
      const use = readSesSignature(useOf(seal, own));
      const { signature } = readSesSignature(useOf(seal, own, { time: NOW - 1 }));
      expect(lines({ ...use, signature })).to.deep.equal(["seal.value invalid: seal.signature_bad"]);
      expect(lines(use, trustOf(own), CONTENT.subarray(1))).to.deep.equal([
        "seal.content invalid: seal.content_changed",
      ]);
    });
  });

  it("say where an algorithm is another, and where a certificate is none", () => {
    const use = readSesSignature(useOf(seal, own));
    expect(lines({ ...use, algorithm: ALGORITHM.ecdsaSha256 })).to.deep.equal([
      "seal.value invalid: seal.algorithm_bad",
    ]);
    const broken = { ...use, seal: { ...use.seal, maker: own.maker.subarray(1) } };
    expect(lines(broken)).to.deep.equal(
      ["seal.maker", "seal.maker_chain", "seal.maker_usage"].map(
        (name) => `${name} invalid: seal.certificate_unreadable`,
      ),
    );
  });

  it("pass over everything about a use where there is a seal alone, and everything where there is none", () => {
    const results = (all: readonly Check[]): string => all.map(({ result }) => result[0]).join("");
    expect(results(sesLines([sealFindings(readSeal(seal), NOW, trustOf(own))]))).to.equal("vvvvsssss");
    expect(results(sesLines([]))).to.equal("sssssssss");
  });

  it("are those of the seal that fares worst, which the detail numbers", () => {
    const findings = [sealBy(infoOf(own.signer, { validUntil: NOW - 1 }), own), seal].map((one) =>
      sesFindings(readSesSignature(useOf(one, own)), CONTENT, NOW, trustOf(own)),
    );
    const [bad, good] = findings;
    const line = sesLines([good, bad, good].map((one) => one ?? [])).find(({ name }) => name === "seal.period");
    expect([line?.result, line?.detail]).to.deep.equal(["invalid", { seal: 2, of: 3 }]);
  });

  it("are judged by the trust file's authorities, and by lists of anybody's bringing that are these authorities' own", () => {
    const trust = sealTrustOf({ sealAuthorities: [toBase64(own.root)] }, ["AAAA", toBase64(own.list)]);
    expect(linesOf(useOf(seal, own), trust)).to.deep.equal([]);
    expect(linesOf(useOf(seal, own), sealTrustOf({}, [toBase64(own.list)]))).to.deep.equal([
      "seal.maker_chain error: seal.untrusted",
      "seal.signer_chain error: seal.untrusted",
    ]);
  });

  it("vouch for nobody by an authority between that has something critical which is not read", async () => {
    const plain = await certificateBy(ROOT, MAKER, { serial: 9n, authority: true });
    // Names that it may vouch for (RFC 5280 §4.2.1.10): not read, so it may not vouch for this one.
    const constrained = withCritical(plain, "2.5.29.30", ROOT);
    const signer = readCertificate(await certificateBy(MAKER, SIGNER, { serial: 3n }));
    const revocations = [own.list, await listBy(MAKER, [])].map(readRevocationList);
    const state = (between: Uint8Array): string =>
      chainState(signer, NOW, { ...trustOf(own), intermediates: [readCertificate(between)], revocations });
    expect(readCertificate(constrained).unread).to.deep.equal(["2.5.29.30"]);
    expect([state(plain), state(constrained)]).to.deep.equal(["good", "no_chain"]);
  });
});

/** The certificate with one more extension, critical and empty, signed anew. */
function withCritical(certificate: Uint8Array, id: string, by: Holder): Uint8Array {
  const [tbs, algorithm] = sequenceOf(readDer(certificate));
  const parts = sequenceOf(tbs).map(({ tag, whole, content }) => {
    if (tag !== context(3)) return whole;
    const list = sequenceOf(readDer(content)).map((one) => one.whole);
    const yes = der(TAG.boolean, Uint8Array.of(0xff));
    const more = der(TAG.sequence, derOid(id), yes, der(TAG.octetString, der(TAG.sequence)));
    return der(context(3), der(TAG.sequence, ...list, more));
  });
  const signed = der(TAG.sequence, ...parts);
  return der(TAG.sequence, signed, algorithm?.whole ?? new Uint8Array(), derBits(by.sign(signed)));
}

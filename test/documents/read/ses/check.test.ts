import { expect } from "chai";
import { readRevocationList } from "../../../../src/crypto/crl.ts";
import { sha256, sm3 } from "../../../../src/crypto/hash.ts";
import { readCertificate } from "../../../../src/crypto/x509.ts";
import type { SealTrust } from "../../../../src/documents/read/ses/chain.ts";
import { SES_CHECKS, type SesFinding, sesFindings } from "../../../../src/documents/read/ses/check.ts";
import { readSesSignature } from "../../../../src/documents/read/ses/signature.ts";
import { DER_MUTATIONS, mutated } from "./mutations.ts";
import {
  CONTENT,
  certificateBy,
  DAY,
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

/** What is not good, as `check: why`. */
const faults = (findings: readonly SesFinding[]): readonly string[] =>
  findings.filter(({ result }) => result !== "good").map(({ check, result, why }) => `${check} ${result}: ${why}`);

describe("a use of a seal", () => {
  let own: Scene;
  let seal: Uint8Array;
  /** With a list of later. */
  let later: Scene;
  before(async () => {
    own = await scene();
    seal = sealBy(infoOf(own.signer), own);
    later = { ...own, list: await listBy(ROOT, [], NOW + 40 * DAY) };
  });
  const judged = (
    bytes: Uint8Array,
    {
      content = CONTENT,
      at = NOW,
      trust = trustOf(own),
    }: { content?: Uint8Array; at?: number; trust?: SealTrust } = {},
  ): readonly string[] => faults(sesFindings(readSesSignature(bytes), content, at, trust));

  it("passes every check when nothing is wrong", () => {
    const findings = sesFindings(readSesSignature(useOf(seal, own)), CONTENT, NOW, trustOf(own));
    expect(findings.map(({ check }) => check)).to.deep.equal(SES_CHECKS);
    expect(faults(findings)).to.deep.equal([]);
  });

  it("fails by the maker's signature alone", () => {
    expect(judged(useOf(sealBy(infoOf(own.signer), own, ROOT), own))).to.deep.equal(["maker_signature bad: differs"]);
  });

  it("passes under an authority that renewed its certificate, in whichever order both are trusted", async () => {
    const ended = { authority: true, serial: 1n, notBefore: NOW - 900 * DAY, notAfter: NOW - 100 * DAY };
    const old = readCertificate(await certificateBy(ROOT, ROOT, ended));
    const trust = trustOf(own);
    for (const authorities of [
      [old, ...trust.authorities],
      [...trust.authorities, old],
    ])
      expect(judged(useOf(seal, own), { trust: { ...trust, authorities } })).to.deep.equal([]);
  });

  it("fails by the maker's chain alone, where another authority issued his certificate", async () => {
    const maker = await certificateBy(SIGNER, MAKER, { serial: 2n });
    const other = useOf(sealBy(infoOf(own.signer), { maker }), own);
    expect(judged(other)).to.deep.equal(["maker_chain unknown: no_chain"]);
  });

  it("fails by the seal's period alone", () => {
    const ended = infoOf(own.signer, { validUntil: NOW - 1 });
    expect(judged(useOf(sealBy(ended, own), own))).to.deep.equal(["seal_period bad: differs"]);
    expect(judged(useOf(seal, own), { at: NOW + 30 * DAY + 1, trust: trustOf(later) })).to.deep.equal([
      "seal_period bad: differs",
    ]);
  });
  it("fails by the list of signers alone, where the seal names another certificate", async () => {
    const other = await certificateBy(ROOT, SIGNER, { serial: 4n });
    expect(judged(useOf(sealBy(infoOf(other), own), own))).to.deep.equal(["signer_listed bad: differs"]);
  });

  it("passes where the seal names the digest of the signer's certificate", () => {
    for (const [type, digest] of [
      ["SM3", sm3],
      ["1.2.156.10197.1.401", sm3],
      ["SHA256", sha256],
    ] as const) {
      const signers = { kind: "digests", list: [{ type, value: digest(own.signer) }] } as const;
      expect(judged(useOf(sealBy(infoOf(own.signer, { signers }), own), own))).to.deep.equal([]);
    }
    const unknown = { kind: "digests", list: [{ type: "MD5", value: sm3(own.signer) }] } as const;
    const found = judged(useOf(sealBy(infoOf(own.signer, { signers: unknown }), own), own));
    expect(found).to.deep.equal(["signer_listed bad: differs"]);
  });

  it("fails by the signer's revocation alone, from the second on in which he was revoked", async () => {
    const use = useOf(seal, own);
    for (const [since, expected] of [
      [NOW, ["signer_chain bad: revoked"]],
      [NOW + 1, []],
    ] as const) {
      const list = await listBy(ROOT, [{ serial: 3n, since }], NOW + DAY);
      expect(judged(use, { trust: trustOf({ ...own, list }) })).to.deep.equal(expected);
    }
  });

  it("is not known where no list of the issuer answers for that time", async () => {
    const use = useOf(seal, own);
    const unknown = ["maker_chain", "signer_chain"].map((check) => `${check} unknown: revocation_unknown`);
    expect(judged(use, { trust: { ...trustOf(own), revocations: [] } })).to.deep.equal(unknown);
    const old = await listBy(ROOT, [], NOW - 8 * DAY);
    expect(judged(use, { trust: trustOf({ ...own, list: old }) })).to.deep.equal(unknown.slice(1));
    const foreign = readRevocationList(await listBy(SIGNER, []));
    expect(judged(use, { trust: { ...trustOf(own), revocations: [foreign] } })).to.deep.equal(unknown);
  });

  it("fails by the signer's period alone", async () => {
    const signer = await certificateBy(ROOT, SIGNER, { serial: 3n, notAfter: NOW - 1 });
    const use = useOf(sealBy(infoOf(signer), own), { signer });
    expect(judged(use)).to.deep.equal(["signer_chain bad: out_of_period"]);
  });

  it("fails by the key usage alone, where an authority's certificate signs", async () => {
    const signer = await certificateBy(ROOT, SIGNER, { serial: 3n, authority: true });
    const use = useOf(sealBy(infoOf(signer), own), { signer });
    expect(judged(use)).to.deep.equal(["signer_usage bad: differs"]);
  });

  it("fails by the digest alone, where the content is another", () => {
    expect(judged(useOf(seal, own), { content: CONTENT.subarray(1) })).to.deep.equal(["data_hash bad: differs"]);
  });

  it("fails by the signature alone, where another key signed", () => {
    const other = readSesSignature(useOf(seal, own, { time: NOW - 1 }));
    const forged = { ...readSesSignature(useOf(seal, own)), signature: other.signature };
    expect(faults(sesFindings(forged, CONTENT, NOW, trustOf(own)))).to.deep.equal(["signature bad: differs"]);
  });

  it("goes by an authority between, that the verifier holds", async () => {
    const between = await certificateBy(ROOT, MAKER, { serial: 9n, authority: true });
    const signer = await certificateBy(MAKER, SIGNER, { serial: 3n });
    const use = useOf(sealBy(infoOf(signer), own), { signer });
    const lists = [own.list, await listBy(MAKER, [])].map(readRevocationList);
    const trust = { ...trustOf(own), intermediates: [readCertificate(between)], revocations: lists };
    expect(judged(use, { trust })).to.deep.equal([]);
    const revoked = readRevocationList(await listBy(ROOT, [{ serial: 9n, since: NOW - DAY }]));
    const without = { ...trust, revocations: [revoked, ...lists.slice(1)] };
    expect(judged(use, { trust: without })).to.deep.equal(["signer_chain bad: revoked"]);
  });

  it(`is refused in each of ${DER_MUTATIONS} forms in which it was changed somewhere`, () => {
    const use = useOf(seal, own);
    const trust = trustOf(own);
    for (const { bytes, how } of mutated(use, DER_MUTATIONS)) {
      let wrong: readonly string[];
      try {
        wrong = faults(sesFindings(readSesSignature(bytes), CONTENT, NOW, trust));
      } catch (error) {
        expect(error, how).to.have.property("code", "schema.pattern");
        continue;
      }
      expect(wrong, how).to.not.have.length(0);
    }
  });
});

import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { ALGORITHM, USAGE } from "../../src/crypto/certificate-oids.ts";
import { readRevocationList } from "../../src/crypto/crl.ts";
import { toBase64, utf8 } from "../../src/crypto/encoding.ts";
import { sm3 } from "../../src/crypto/hash.ts";
import { isIssuedBy, readCertificate } from "../../src/crypto/x509.ts";
import { sesFindings } from "../../src/documents/read/ses/check.ts";
import { sesLines } from "../../src/documents/read/ses/lines.ts";
import { readSeal } from "../../src/documents/read/ses/seal.ts";
import { readSesSignature } from "../../src/documents/read/ses/signature.ts";
import { sealTrustOf } from "../../src/documents/read/ses/trust.ts";
import { makeSeal, type SealDraft } from "../../src/documents/seal/make.ts";
import type { SealHolder } from "../../src/documents/seal-key.ts";
import { sealingBytes, sesSignatureBytes } from "../../src/documents/ses.ts";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { openSealAuthority, type SealAuthority } from "../../src/main/documents/seal-authority.ts";
import { AGENCY, TODAY } from "../documents/paper.ts";
import { PICTURE } from "../documents/read/ses/world.ts";
import { fixedRandom, refused, sealDraft } from "../keys/sample.ts";

const OWNER = { code: "11371000004352185C", names: AGENCY };
const MAKER = { code: "113710000043500007", names: { zh: "印章制作单位", en: "Seal Maker" } };
const CODE = `${OWNER.code}001`;
const DAY = 86_400;
const CONTENT = utf8("a document");

describe("main: the development authority for seals", () => {
  let dir: string;
  let now: number;
  const keys = memoryKeys({ random: fixedRandom("seal authority") });
  const open = (): Promise<SealAuthority> =>
    openSealAuthority({ dir, keys, network: "demo", clock: () => now, random: fixedRandom(String(now)) });
  beforeEach(() => {
    now = TODAY;
    dir = mkdtempSync(join(tmpdir(), "yinzheng-seal-authority-"));
  });
  afterEach(() => rmSync(dir, { recursive: true, force: true }));

  const draftOf = (signer: SealHolder, more: Partial<SealDraft> = {}): SealDraft => ({
    code: CODE,
    name: AGENCY.zh,
    type: "organisation",
    picture: { type: "PNG", data: PICTURE, width: 42, height: 42 },
    signers: [signer.certificate],
    created: TODAY,
    validFrom: TODAY,
    validUntil: TODAY + 365 * DAY,
    ...more,
  });
  const usedAt = async (time: number, seal: Uint8Array, signer: SealHolder): Promise<Uint8Array> => {
    const sealing = sealingBytes({ version: 4, seal, time, dataHash: sm3(CONTENT), property: "[0 10 20 30]" });
    const { certificate } = signer;
    return sesSignatureBytes(sealing, {
      certificate,
      algorithm: ALGORITHM.sm2Sm3,
      signature: await signer.sign(sealing),
    });
  };
  const faults = async (authority: SealAuthority, use: Uint8Array, at: number): Promise<readonly string[]> => {
    const trust = sealTrustOf(
      { sealAuthorities: [toBase64(authority.certificate)] },
      (await authority.revocations()).map(toBase64),
    );
    const lines = sesLines([sesFindings(readSesSignature(use), CONTENT, at, trust)]);
    return lines.filter(({ result }) => result !== "valid").map(({ name, code }) => `${name} ${code}`);
  };

  it("names holders by their codes, with signature certificates of SM2 under its own root", async () => {
    const authority = await open();
    const root = readCertificate(authority.certificate);
    expect([root.authority, root.key.kind, isIssuedBy(root, root)]).to.deep.equal([true, "sm2", true]);
    for (const [holder, code] of [
      [await authority.maker(MAKER), MAKER.code],
      [await authority.signer(CODE, OWNER), OWNER.code],
    ] as const) {
      const certificate = readCertificate(holder.certificate);
      expect(isIssuedBy(certificate, root)).to.equal(true);
      expect(certificate.attributes.get("2.5.4.97")).to.equal(`NTRCN-${code}`);
      expect([certificate.key.kind, certificate.authority, certificate.unread]).to.deep.equal(["sm2", false, []]);
      expect([...(certificate.usage ?? [])]).to.deep.equal([USAGE.digitalSignature, USAGE.nonRepudiation]);
    }
  });

  it("makes seals whose uses pass every check that the standard asks", async () => {
    const authority = await open();
    const signer = await authority.signer(CODE, OWNER);
    const seal = await makeSeal(draftOf(signer), await authority.maker(MAKER));
    expect(readSeal(seal).info).to.deep.include({ version: 4, id: CODE, name: AGENCY.zh, type: 1 });
    expect(await makeSeal(draftOf(signer), await authority.maker(MAKER)), "the same again").to.deep.equal(seal);
    expect(await faults(authority, await usedAt(TODAY, seal, signer), TODAY)).to.deep.equal([]);
  });

  it("gives a seal the same certificate for ten years, and each seal its own", async () => {
    const first = await (await open()).signer(CODE, OWNER);
    const other = await (await open()).signer(`${OWNER.code}002`, OWNER);
    now += 3640 * DAY;
    expect((await (await open()).signer(CODE, OWNER)).certificate).to.deep.equal(first.certificate);
    const keyOf = ({ certificate }: SealHolder): unknown => readCertificate(certificate).key;
    expect(keyOf(other)).to.not.deep.equal(keyOf(first));
    const maker = await (await open()).maker(MAKER);
    now += 700 * DAY;
    const later = await (await open()).maker(MAKER);
    expect(later.certificate).to.not.deep.equal(maker.certificate);
    expect(keyOf(later)).to.deep.equal(keyOf(maker));
  });

  it("makes no seal that would outlive its signer's certificate, or that has no signer", async () => {
    const authority = await open();
    const [signer, maker] = [await authority.signer(CODE, OWNER), await authority.maker(MAKER)];
    const made = (more: Partial<SealDraft>): Promise<unknown> => makeSeal(draftOf(signer, more), maker);
    await refused("schema.mismatch", made({ validUntil: TODAY + 3651 * DAY }));
    await refused("schema.mismatch", made({ created: TODAY - 2 * DAY }));
    await refused("schema.pattern", made({ signers: [] }));
    await refused("schema.pattern", made({ validUntil: TODAY - 1, validFrom: TODAY }));
    await refused("internal", makeSeal(draftOf(signer), { ...maker, certificate: signer.certificate }));
  });

  it("has keys that sign what they are for and nothing else", async () => {
    const authority = await open();
    const [signer, maker] = [await authority.signer(CODE, OWNER), await authority.maker(MAKER)];
    await refused("keys.purpose", signer.sign(sealDraft()));
    await refused("keys.purpose", maker.sign(new Uint8Array(32)));
    await refused("keys.purpose", (await keys.get("seal-authority")).sign(sealDraft()));
  });

  it("gives out a list each day anew, which answers for what was before it", async () => {
    const authority = await open();
    const listed = async (): Promise<readonly number[]> => {
      const [list] = await authority.revocations();
      const { thisUpdate, nextUpdate } = readRevocationList(list ?? new Uint8Array());
      return [thisUpdate, nextUpdate];
    };
    expect(await listed()).to.deep.equal([TODAY, TODAY + 7 * DAY]);
    now += DAY - 1;
    expect(await listed()).to.deep.equal([TODAY, TODAY + 7 * DAY]);
    now += 1;
    expect(await listed()).to.deep.equal([TODAY + DAY, TODAY + 8 * DAY]);
  });

  it("revokes from a moment on, which only moves earlier, and remembers it", async () => {
    const authority = await open();
    const signer = await authority.signer(CODE, OWNER);
    const seal = await makeSeal(draftOf(signer), await authority.maker(MAKER));
    const [before, after] = [await usedAt(TODAY, seal, signer), await usedAt(TODAY + 10, seal, signer)];
    const revoked = ["seal.signer_chain seal.certificate_revoked"];
    await Promise.all([20, 10, 15].map((since) => authority.revoke(signer.certificate, TODAY + since)));
    for (const one of [authority, await open()]) {
      expect(await faults(one, before, TODAY)).to.deep.equal([]);
      expect(await faults(one, after, TODAY + 10)).to.deep.equal(revoked);
    }
  });

  it("does not start where its list of revoked certificates is damaged or another's", async () => {
    const authority = await open();
    await authority.revoke((await authority.signer(CODE, OWNER)).certificate, TODAY);
    const path = join(dir, "revoked.crl");
    expect(statSync(path).size).to.be.greaterThan(200);
    const list = new Uint8Array(readFileSync(path));
    for (const wrong of [list.subarray(0, 100), list.map((byte, i) => (i === list.length - 1 ? byte ^ 1 : byte))]) {
      writeFileSync(path, wrong);
      await refused("store.damaged", open());
    }
  });
});

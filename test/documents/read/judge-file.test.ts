import { deflateSync } from "node:zlib";
import { expect } from "chai";
import { concat, toBase64, utf8 } from "../../../src/crypto/encoding.ts";
import { sealedFiles } from "../../../src/documents/ofd/seal.ts";
import { isForReading, readAnyFile } from "../../../src/documents/read/file.ts";
import { judgeFile, openFile } from "../../../src/documents/read/judge-file.ts";
import { foundSeal } from "../../../src/documents/read/judge-seals.ts";
import { CERTIFICATE_ENTRY, PROOF_ENTRY, packageOf } from "../../../src/documents/read/ofd/package.ts";
import { readSeal } from "../../../src/documents/read/ses/seal.ts";
import { readStamped } from "../../../src/documents/read/stamped/read.ts";
import { stampedTailOf } from "../../../src/documents/read/stamped/tail.ts";
import type { SealKey } from "../../../src/documents/seal-key.ts";
import type { StampRequest } from "../../../src/documents/stamp/request.ts";
import { stamp } from "../../../src/documents/stamp/stamp.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import { parseBundle } from "../../../src/proof/parse.ts";
import type { Report } from "../../../src/proof/report.ts";
import { sealUseText } from "../../../src/proof/seal-use.ts";
import type { TrustFile } from "../../../src/proof/trust.ts";
import { wrongIn } from "../../proof/judge-stamped.ts";
import { PROFILE } from "../../proof/paper/certificate.ts";
import { NOW } from "../../proof/paper/options.ts";
import { type PaperSeal, paperStamped, USED } from "../../proof/paper/stamped.ts";
import { changed, filesIn, ofdOf, read, testSealKey, withProof } from "../ofd/world.ts";
import { testSigner } from "../paper.ts";
import { sealedPaper } from "../sealed.ts";
import { CONTENT, scene, useOf } from "./ses/world.ts";

const CODE = `${PROFILE.code}001`;

/** An OFD that is no certificate's, with one seal on it. */
async function stampedOfd(key: SealKey): Promise<Uint8Array> {
  const files = await filesIn(await ofdOf());
  for (const path of files.keys())
    if (path === CERTIFICATE_ENTRY || path === PROOF_ENTRY || path.includes("/Signs/")) files.delete(path);
  const entrance = new TextDecoder().decode(files.get("/OFD.xml"));
  files.set("/OFD.xml", utf8(entrance.replace(/<(?:\w+:)?Signatures[^>]*>[^<]*<[/](?:\w+:)?Signatures>/g, "")));
  return packageOf(await sealedFiles(files, { key, time: USED - 120, stamps: [] }));
}

describe("documents: files with electronic seals", () => {
  let key: SealKey;
  let bare: Uint8Array;
  let trust: TrustFile;
  let dat: Uint8Array;
  let list: string;
  before(async () => {
    key = await testSealKey({ id: CODE });
    bare = await stampedOfd(key);
    const own = await scene();
    list = toBase64(own.list);
    const { trust: plain, network } = paperStamped();
    trust = { ...plain, networks: [{ ...network, sealAuthorities: [toBase64(own.root)] }] };
    dat = useOf(key.seal, own, { time: USED });
  });

  const seal = () => foundSeal(readSeal(key.seal));
  async function proven(chain: PaperSeal = {}, revocations: readonly string[] = [list]): Promise<Uint8Array> {
    const content = { mediaType: "application/ofd", bytes: (await read(bare)).listed } as const;
    const { proof } = paperStamped({ seals: [seal()], content, chain, proof: { revocations } });
    return withProof(bare, utf8(sealUseText(proof)));
  }
  /** A PDF that is a certificate's rendering, nothing more, stamped and with its proof behind it. */
  async function stampedPdf(pades: Pick<StampRequest, "pades">) {
    const { rendered } = await sealedPaper();
    const placements = [{ kind: "at", page: 1, x: 100, y: 100 }] as const;
    const sealed = await stamp(rendered, { key, placements, time: USED - 120, ...pades });
    const stamped = await readStamped(sealed);
    if ("fault" in stamped) throw new Error(stamped.fault);
    const content = { mediaType: "application/pdf", bytes: sealed } as const;
    const { proof } = paperStamped({ seals: [seal()], content, proof: { revocations: [list] } });
    const text = utf8(sealUseText(proof));
    const tail = stampedTailOf(sealed, stamped.data, new Uint8Array(deflateSync(text)), text.length);
    if (tail === null) throw new Error("no tail");
    return { bytes: concat(sealed, tail), stamped };
  }

  async function judged(bytes: Uint8Array, given: { trust?: TrustFile; content?: Uint8Array } = {}): Promise<Report> {
    const opened = openFile(bytes, await readAnyFile(bytes), parseBundle, given.content);
    return judgeFile(opened, NO_FACTS, given.trust ?? trust, { level: "archival" }, NOW);
  }

  it("are valid where all is proven: the file, the seal, its use on chain, and that it was not lost", async () => {
    const report = await judged(await proven());
    expect(wrongIn(report)).to.deep.equal(["valid"]);
    const { member, seals, usedAt } = report.stamped ?? {};
    expect([member?.code, seals, usedAt]).to.deep.equal([PROFILE.code, [{ code: CODE, name: seal().name }], USED]);
  });

  it("are valid as PDFs of anybody that were stamped, with the agency's signature above the seal or without", async () => {
    for (const pades of [{}, { pades: { signer: await testSigner() } }]) {
      const { bytes, stamped } = await stampedPdf(pades);
      expect(wrongIn(await judged(bytes))).to.deep.equal(["valid"]);
      const without = await judged(bytes.subarray(0, stamped.length));
      expect(wrongIn(without)).to.include.members(["indeterminate", "seal.stamped seal.proof_missing"]);
      const before = wrongIn(await judged(bytes.with(1200, (bytes[1200] ?? 0) ^ 1)));
      expect(before).to.include.members(["invalid", "seal.content seal.content_changed"]);
      const behind = await judged(Uint8Array.of(...bytes, 10));
      expect(wrongIn(behind)).to.deep.equal(["invalid", "seal.file pdf.change_after_seal"]);
    }
  });

  it("are invalid where anything in them was changed, whatever the proof says", async () => {
    const ofd = await proven();
    const other = await changed(ofd, (files) => files.set("/Doc_0/Pages/Page_0/Content.xml", utf8("<a/>")));
    expect(wrongIn(await judged(other))).to.deep.equal(["invalid", "seal.file ofd.altered"]);
    const broken = await withProof(bare, utf8("{}"));
    expect(wrongIn(await judged(broken))).to.include.members(["invalid", "seal.stamped seal.proof_unreadable"]);
  });

  it("are invalid where the seal was lost by then, valid where it was lost later", async () => {
    const lost = await judged(await proven({ state: "lost", lostSince: USED }));
    expect(wrongIn(lost)).to.deep.equal(["invalid", "seal.lost seal.lost"]);
    expect((await judged(await proven({ state: "lost", lostSince: USED + 1 }))).verdict).to.equal("valid");
  });

  it("are not determined where nobody vouches for maker and signer, or says whether they were revoked", async () => {
    const [network] = trust.networks;
    const { sealAuthorities: _, ...rest } = network!;
    const report = await judged(await proven(), { trust: { ...trust, networks: [rest] } });
    expect(wrongIn(report)).to.deep.equal([
      "indeterminate",
      "seal.maker_chain seal.untrusted",
      "seal.signer_chain seal.untrusted",
    ]);
    expect(wrongIn(await judged(await proven({}, [])))).to.deep.equal([
      "indeterminate",
      "seal.maker_chain seal.revocation_unknown",
      "seal.signer_chain seal.revocation_unknown",
    ]);
  });

  it("are never more than not determined without a proof of ours, and the report names their seals", async () => {
    const report = await judged(bare);
    expect(report.verdict).to.equal("indeterminate");
    expect(wrongIn(report)).to.include("seal.stamped seal.proof_missing");
    expect(report.stamped).to.deep.equal({ member: null, seals: [{ code: CODE, name: seal().name }], usedAt: null });
  });

  it("say of a seal by itself whether its maker made it, and nothing of a use", async () => {
    const { verdict, checks } = await judged(key.seal);
    const results = new Map(checks.map(({ name, result }) => [name, result]));
    expect([verdict, results.get("seal.maker"), results.get("seal.value")]).to.deep.equal([
      "indeterminate",
      "valid",
      "skipped",
    ]);
  });

  it("say of a use by itself whether it is over the content that was given", async () => {
    const lineOf = (report: Report) => report.checks.find(({ name }) => name === "seal.content")?.code;
    const right = await judged(dat, { content: CONTENT });
    expect([right.verdict, lineOf(right)]).to.deep.equal(["indeterminate", "seal.ok"]);
    const without = await judged(dat);
    expect([without.verdict, lineOf(without)]).to.deep.equal(["indeterminate", "seal.skipped"]);
    const other = await judged(dat, { content: utf8("another file") });
    expect([other.verdict, lineOf(other)]).to.deep.equal(["invalid", "seal.content_changed"]);
  });

  it("are told from bundles by their first bytes or their names, and what can't be read is refused", async () => {
    for (const [bytes, name] of [
      [bare, ""],
      [key.seal, ""],
      [dat, ""],
      [utf8("{"), "a.ofd"],
    ] as const)
      expect(isForReading(bytes, name)).to.equal(true);
    expect(isForReading(utf8('{"a":1}'), "a.json")).to.equal(false);
    expect(wrongIn(await judged(key.seal.slice(0, 400)))[1]).to.equal("seal.file seal.object_unreadable");
  });
});

import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { formatInstant } from "../../src/domain/dates.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { voidLeaf } from "../../src/proof/leaf.ts";
import { REPRESENTATION_TYPE_ID } from "../../src/proof/representation.ts";
import { certificateOf, type SealedDocument } from "../../src/proof/sealed-document.ts";
import { representationChecks } from "../../src/proof/verify/representation.ts";
import { detailOf, faults, judge, summary } from "./judge.ts";
import { judgeDocument } from "./judge-document.ts";
import { MEMBER_ID, TYPE_ID } from "./paper/certificate.ts";
import { cellOf, DOCUMENT_BATCH, type DocumentOptions, paperDocument, SEALED } from "./paper/document.ts";
import { digest } from "./paper/keys.ts";
import { CAPTURED, HOUR, NOW, type Paper } from "./paper/options.ts";
import { paper } from "./paper/world.ts";

const LIMITS = { purpose: "贷款", audience: "威海银行", validUntil: formatInstant(NOW + HOUR) } as const;
const of = (code: string): string => `seal.representation seal.${code}`;

describe("proof: what a document stands for", () => {
  let world: Paper;
  before(async () => {
    world = await paper();
  });

  const told = (options: DocumentOptions = {}, changed: Partial<SealedDocument> = {}): string =>
    summary(judgeDocument(world, { ...paperDocument(world, options).document, ...changed }));

  it("is valid where its bytes are anchored for the certificate in it, by the same member", () => {
    expect(told()).to.equal("valid");
    expect(told({ suite: "sm3" })).to.equal("valid");
  });

  it("says nothing about a document without a proof, and refuses one whose proof can't be read", () => {
    expect(told({}, { proof: "seal.proof_missing" })).to.equal(`indeterminate | ${of("proof_missing")}`);
    expect(told({}, { proof: "seal.proof_unreadable" })).to.equal(`invalid | ${of("proof_unreadable")}`);
  });

  it("refuses the bytes of another document for the same certificate, and one bit that is another", () => {
    const { document } = paperDocument(world, { sealed: Uint8Array.of(...SEALED, 10) });
    expect(told({}, { proof: document.proof })).to.equal(`invalid | ${of("other_document")}`);
    const flipped = SEALED.map((byte, i) => (i === 20 ? byte ^ 1 : byte));
    expect(told({}, { sealed: flipped })).to.equal(`invalid | ${of("other_document")}`);
    expect(told({}, { sealed: SEALED.slice(0, -1) })).to.equal(`invalid | ${of("other_document")}`);
  });

  it("refuses a salt that is not the one that was hashed", () => {
    expect(told({ proof: { salt: `0x${"00".repeat(16)}` } })).to.equal(`invalid | ${of("other_document")}`);
  });

  it("refuses the document of another certificate, in another cell or with other content in the same one", async () => {
    const elsewhere = await paper({ index: 6 });
    expect(told({ manifest: { of: cellOf(elsewhere.bundle) } })).to.equal(`invalid | ${of("other_certificate")}`);
    const other = await paper({ draft: { validUntil: "2040-01-01T00:00:00Z" } });
    expect({ ...cellOf(other.bundle), leaf: "" }).to.deep.equal({ ...cellOf(world.bundle), leaf: "" });
    expect(told({ manifest: { of: cellOf(other.bundle) } })).to.equal(`invalid | ${of("other_certificate")}`);
  });

  it("refuses a leaf that names the certificate's leaf in a cell that is not its own", () => {
    const own = cellOf(world.bundle);
    const elsewhere = [{ index: 4 }, { batchId: digest("another batch") }, { memberId: digest("another member") }];
    for (const cell of elsewhere)
      expect(told({ manifest: { of: { ...own, ...cell } } })).to.equal(`invalid | ${of("other_certificate")}`);
  });

  it("computes the certificate's leaf itself, also where the certificate's batch is of SM3", async () => {
    const sm3 = await paper({ suite: "sm3" });
    const own = (options: DocumentOptions): string => summary(judgeDocument(sm3, paperDocument(sm3, options).document));
    expect(own({})).to.equal("valid");
    expect(own({ suite: "sm3" })).to.equal("valid");
    const { of: cell } = paperDocument(world).proof.manifest;
    expect(own({ manifest: { of: cell } })).to.equal(`invalid | ${of("other_certificate")}`);
  });

  it("refuses a document that another installation's leaf speaks of", () => {
    const registryId = digest("another registry");
    expect(told({ manifest: { registryId } })).to.equal(`invalid | ${of("other_certificate")}`);
    expect(told({ proof: { registryId } })).to.contain(`invalid | ${of("other_certificate")}`);
  });

  it("comes to an end with a trust file that leads round in a circle", () => {
    const registryId = digest("another registry");
    const final = { size: 9, root: digest("x"), block: { number: 45, hash: digest("y"), time: NOW } };
    const [one, other] = [world.network, { ...world.network, registryId: digest("the next registry") }];
    const networks = [
      { ...one, continues: [{ ...final, registryId: other.registryId }] },
      { ...other, continues: [{ ...final, registryId: one.registryId }] },
    ];
    const { document } = paperDocument(world, { manifest: { registryId }, proof: { registryId } });
    const lines = representationChecks(document, NO_FACTS, { ...world.trust, networks }, { level: "archival" }, NOW);
    expect(lines[1]?.code).to.equal("seal.other_certificate");
  });

  it("refuses a document of one member that another member anchored", () => {
    const memberId = digest("another member");
    const other = { anchor: { memberId }, manifest: { memberId } };
    expect(told(other)).to.equal(`invalid | ${of("other_issuer")}`);
    expect(told({ anchor: { memberId } })).to.equal(`invalid | ${of("other_issuer")}`);
    expect(told({ manifest: { memberId } })).to.equal(`invalid | ${of("other_issuer")}`);
  });

  it("refuses a leaf under the type of a certificate, in the leaf, in the anchor, or in both", () => {
    const typeId = TYPE_ID;
    for (const options of [
      { manifest: { typeId } },
      { anchor: { typeId } },
      { manifest: { typeId }, anchor: { typeId } },
    ])
      expect(told(options)).to.equal(`invalid | ${of("wrong_kind")}`);
  });

  it("refuses an anchor of another batch than the leaf's", () => {
    expect(told({ anchor: { batchId: digest("another batch") } })).to.equal(`invalid | ${of("path_mismatch")}`);
  });

  it("refuses limits that were altered after the anchoring, taken away, or put in", () => {
    const { proof, document } = paperDocument(world, { limits: LIMITS });
    const { limits: _, ...bare } = proof.manifest;
    const forged = [
      bare,
      { ...bare, limits: { ...LIMITS, purpose: "招聘" } },
      { ...bare, limits: { ...LIMITS, validUntil: formatInstant(NOW + 1000 * HOUR) } },
      { ...bare, limits: { purpose: LIMITS.purpose, validUntil: LIMITS.validUntil } },
    ];
    for (const manifest of forged) {
      const report = judgeDocument(world, { ...document, proof: { ...proof, manifest } });
      expect(summary(report)).to.equal(`invalid | ${of("path_mismatch")}`);
      expect(detailOf(report, "time.copy")).to.equal(undefined);
    }
    const put = { ...document, proof: { ...proof, manifest: { ...bare, limits: LIMITS, index: 3 } } };
    expect(summary(judgeDocument(world, put))).to.equal(`invalid | ${of("path_mismatch")}`);
  });

  it("refuses an index that is not the leaf's, or beyond the batch", () => {
    const { proof, document } = paperDocument(world);
    for (const index of [8, 16, 25, 2 ** 20 - 1]) {
      const manifest = { ...proof.manifest, index };
      expect(summary(judgeDocument(world, { ...document, proof: { ...proof, manifest } }))).to.equal(
        `invalid | ${of("path_mismatch")}`,
      );
      // Also where the leaf itself says so: it stands in another place then.
      expect(told({ manifest: { index } })).to.equal(`invalid | ${of("path_mismatch")}`);
    }
  });

  it("refuses a path that is too short, too long, or that of an empty place", () => {
    const { proof } = paperDocument(world);
    const batch = { registryId: proof.registryId, memberId: MEMBER_ID, typeId: REPRESENTATION_TYPE_ID };
    const empty = toHex(voidLeaf({ ...batch, batchId: DOCUMENT_BATCH }, digest("void"), "sha256"));
    for (const path of [proof.path.slice(1), [...proof.path, proof.path[0]!], [empty, ...proof.path], []])
      expect(told({ proof: { path } })).to.equal(`invalid | ${of("path_mismatch")}`);
    expect(told({ proof: { manifest: { ...proof.manifest, index: 8 } } })).to.equal(`invalid | ${of("path_mismatch")}`);
  });

  it("refuses another media type, a length that is not the document's, and a leaf with no entry", () => {
    const [entry] = paperDocument(world).proof.manifest.entries;
    for (const entries of [[{ ...entry, mediaType: "application/vc" }], [{ ...entry, length: 1 }], []])
      expect(told({ manifest: { entries } })).to.equal(`invalid | ${of("other_document")}`);
  });

  it("refuses a hash suite that nobody knows", () => {
    expect(told({ anchor: { hashSuite: 3 } })).to.equal(`invalid | ${of("path_mismatch")}`);
  });

  it("does not let a document's leaf be a certificate, nor a certificate stand in a batch of documents", async () => {
    const asCertificate = await paper({ kind: "representation" });
    expect(summary(judge(asCertificate))).to.equal("invalid | integrity.kind integrity.wrong_kind");
    const inBatch = await paper({ typeId: REPRESENTATION_TYPE_ID });
    expect(summary(judge(inBatch))).to.equal("invalid | integrity.type integrity.type_mismatch");
    expect(judgeDocument(inBatch, paperDocument(inBatch).document).verdict).to.equal("invalid");
  });

  it("lets a copy be relied on until the last second named, and says what for", () => {
    const { document } = paperDocument(world, { limits: LIMITS });
    const at = (now: number) => judgeDocument(world, document, { now });
    expect(summary(at(NOW + HOUR))).to.equal("valid");
    expect(detailOf(at(NOW), "time.copy")).to.deep.equal(LIMITS);
    expect(summary(at(NOW + HOUR + 1))).to.equal("not_in_force | time.copy time.copy_expired");
    expect(detailOf(at(NOW + HOUR + 1), "time.copy")).to.deep.equal(LIMITS);
  });

  it("judges a copy at the instant asked about", () => {
    const { document } = paperDocument(world, { limits: { purpose: "贷款", validUntil: formatInstant(NOW - HOUR) } });
    expect(summary(judgeDocument(world, document, { asOf: NOW - HOUR }))).to.equal("valid");
    expect(summary(judgeDocument(world, document))).to.equal("not_in_force | time.copy time.copy_expired");
  });

  it("says of a revoked certificate's document what it says of the certificate", async () => {
    const revoked = await paper({ changes: [{ to: "revoked", time: CAPTURED - 1 }] });
    const { document } = paperDocument(revoked);
    expect(summary(judgeDocument(revoked, document))).to.equal("not_in_force | status.cell status.revoked");
  });

  it("judges by fresher evidence of the certificate, where the proof brings it along", async () => {
    const block = { number: 80, time: NOW + 30 * 24 * HOUR };
    const later = await paper({ changes: [{ to: "suspended", time: block.time - HOUR }], block });
    const { log, evidence, checkpoint, statusChanges } = later.bundle;
    const certificate = { log, evidence, checkpoint, statusChanges };
    const old = paperDocument(world, { block }).document;
    const fresh = paperDocument(world, { block, proof: { certificate } }).document;
    const now = block.time + HOUR;
    expect(summary(judgeDocument(world, old, { now }))).to.equal("indeterminate | time.evidence status.stale");
    const report = judgeDocument(world, fresh, { now });
    expect(summary(report)).to.equal("not_in_force | status.cell status.suspended");
    expect(report.asOf.block).to.equal(80);
  });

  it("takes the fresher evidence whole: what the bundle says of a move goes with the rest of its state", () => {
    const { log, evidence, checkpoint, statusChanges, registryId } = world.bundle;
    const certificate = { log, evidence, checkpoint, statusChanges };
    const continued = { registryId, evidence, log, checkpoint, statusChanges };
    const { proof } = paperDocument(world);
    const moved = { ...world.bundle, continued };
    expect(certificateOf({ certificate: moved, proof })).to.equal(moved);
    expect(certificateOf({ certificate: moved, proof: { ...proof, certificate } })).to.deep.equal(world.bundle);
  });

  it("is one report: the certificate's lines, then the copy's, the file's, the document's", () => {
    const report = judgeDocument(world, paperDocument(world, { limits: LIMITS }).document);
    expect(report.checks.slice(-6).map(({ name }) => name)).to.deep.equal([
      "time.copy",
      "seal.file",
      "seal.signature",
      "seal.signer",
      "seal.representation",
      "seal.anchor",
    ]);
    const alone = judge(world);
    expect(report.checks.slice(0, -6)).to.deep.equal(alone.checks);
    expect(report.certificate).to.deep.equal(alone.certificate);
  });

  it("reports on a file without a certificate that it is no document, and on nothing else", () => {
    const report = judgeDocument(world, null, { seals: [] });
    expect(report.certificate).to.equal(null);
    expect([report.verdict, faults(report)]).to.deep.equal(["indeterminate", []]);
  });
});

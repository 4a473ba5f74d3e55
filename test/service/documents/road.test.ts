import { expect } from "chai";
import { readCertificate } from "../../../src/crypto/x509.ts";
import { judgeDocument, openDocument } from "../../../src/documents/read/judge.ts";
import { readDocument } from "../../../src/documents/read/read.ts";
import { NO_FACTS } from "../../../src/proof/facts.ts";
import type { Report } from "../../../src/proof/report.ts";
import type { DocumentFile } from "../../../src/service/service.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import { approvalOf, change, draft, failure, type Harness, issued, LICENCE, serve } from "../harness.ts";
import { DAY, openWorld, principal, type World } from "../world.ts";
import { asked, documentOf, kindsIn } from "./desk.ts";

describe("service: the road of a document", function () {
  this.timeout(20_000);
  let world: World;
  let harness: Harness;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  /** From the file and the trust file alone. */
  async function judged({ bytes }: DocumentFile): Promise<Report> {
    const opened = openDocument(bytes, await readDocument(bytes));
    return judgeDocument(opened, NO_FACTS, world.trust, { level: "archival" }, world.clock());
  }

  /** The part of a file that never changes. */
  async function sealedIn({ bytes }: DocumentFile): Promise<Buffer> {
    const reading = await readDocument(bytes);
    if ("fault" in reading) throw new Error(reading.fault);
    return Buffer.from(bytes.subarray(0, reading.length));
  }

  it("makes the document when it is first asked for, and hands it out when it proves itself offline", async () => {
    const view = await issued(harness.service, world);
    expect(await asked(harness.service, world, view)).to.deep.equal({ state: "sealing" });
    const report = await judged(await documentOf(harness.service, world, view));
    expect(report.verdict).to.equal("valid");
    const seals = report.checks
      .filter(({ name }) => name.startsWith("seal."))
      .map(({ name, result }) => [name, result]);
    expect(Object.fromEntries(seals)).to.include({
      "seal.file": "valid",
      "seal.signature": "valid",
      "seal.signer": "valid",
      "seal.representation": "valid",
      "seal.anchor": "valid",
    });
  });

  it("is sealed by its member's own certificate, once", async () => {
    const { bytes } = await documentOf(harness.service, world, await issued(harness.service, world));
    const reading = await readDocument(bytes);
    if ("fault" in reading) throw new Error(reading.fault);
    const signers = reading.seals.map(({ signature }) => (typeof signature === "string" ? null : signature.signer));
    expect(signers).to.deep.equal([readCertificate(world.licences.seal.certificate)]);
  });

  it("gives the same file to whoever asks again, and another in other languages", async () => {
    const view = await issued(harness.service, world);
    const first = await documentOf(harness.service, world, view);
    expect(await documentOf(harness.service, world, view)).to.equal(first);
    const both = await documentOf(harness.service, world, view, { languages: "zh+en" });
    expect(await sealedIn(both)).to.not.deep.equal(await sealedIn(first));
    expect((await judged(both)).verdict).to.equal("valid");
  });

  it("journals one order, however many ask at once", async () => {
    const store = openMemoryStore();
    const own = await serve(world, { store });
    const view = await issued(own.service, world);
    await Promise.all(Array.from({ length: 8 }, () => asked(own.service, world, view)));
    const files = await Promise.all(Array.from({ length: 8 }, () => documentOf(own.service, world, view)));
    expect(new Set(files.map(({ etag }) => etag)).size).to.equal(1);
    await own.close();
    const kinds = await kindsIn(store);
    for (const kind of ["ordered", "sealed", "placed", "issued"])
      expect(
        kinds.filter((one) => one === `document.${kind}`),
        kind,
      ).to.have.length(1);
  });

  it("keeps the sealed file and renews what stands behind it when the evidence grows old", async () => {
    const view = await issued(harness.service, world);
    const before = await documentOf(harness.service, world, view);
    world.clock.advance(3 * DAY);
    await issued(harness.service, world);
    const after = await documentOf(harness.service, world, view);
    expect(after.etag).to.not.equal(before.etag);
    expect(await sealedIn(after)).to.deep.equal(await sealedIn(before));
    expect((await judged(after)).verdict).to.equal("valid");
  });

  it("says in the next file, not in another sealed one, that the certificate was revoked", async () => {
    const view = await issued(harness.service, world);
    const before = await documentOf(harness.service, world, view);
    await change(harness.service, world, view, "revoked");
    const after = await documentOf(harness.service, world, view);
    expect(await sealedIn(after)).to.deep.equal(await sealedIn(before));
    const report = await judged(after);
    expect(report.verdict).to.equal("not_in_force");
    expect(report.checks.map(({ code }) => code)).to.include("status.revoked");
  });

  it("makes no new document of a certificate that is not in force, or not issued", async () => {
    const view = await issued(harness.service, world);
    await change(harness.service, world, view, "suspended");
    expect(await failure(asked(harness.service, world, view))).to.include({ code: "conflict.state" });
    const drafted = await draft(harness.service, world);
    expect(await failure(asked(harness.service, world, drafted))).to.include({ code: "conflict.state" });
  });

  it("is there for its issuer's own people alone", async () => {
    const { id } = await issued(harness.service, world);
    const stranger = principal(world.identities);
    const verifier = principal(world.licences, "verifier");
    for (const [by, code] of [
      [stranger, "http.not_found"],
      [verifier, "auth.forbidden"],
    ] as const)
      expect(await failure(harness.service.document(by, id, { languages: "zh" }))).to.include({ code });
  });

  it("bears the words of a copy for one purpose, in a file of its own that ends with its time", async () => {
    const view = await issued(harness.service, world);
    const limits = { purpose: "办理贷款", audience: "市商业银行", validUntil: "2026-12-31T15:59:59Z" };
    const copy = await documentOf(harness.service, world, view, { languages: "zh", limits });
    const time = (await judged(copy)).checks.find(({ name }) => name === "time.copy");
    expect(time).to.deep.include({ result: "valid", detail: limits });
    world.clock.advance(100 * DAY);
    await issued(harness.service, world);
    const late = await documentOf(harness.service, world, view, { languages: "zh", limits });
    expect((await judged(late)).checks.map(({ code }) => code)).to.include("time.copy_expired");
    expect(await sealedIn(late)).to.deep.equal(await sealedIn(copy));
  });

  for (const [what, limits, code] of [
    ["no purpose", { purpose: "", validUntil: "2099-01-01T00:00:00Z" }, "text.empty"],
    ["words that look like others", { purpose: "贷款\u202e", validUntil: "2099-01-01T00:00:00Z" }, "text.bidi"],
    ["a time that is over", { purpose: "贷款", validUntil: "2020-01-01T00:00:00Z" }, "schema.value"],
    [
      "more words than its leaf can hold",
      { purpose: "𠮷".repeat(101), validUntil: "2099-01-01T00:00:00Z" },
      "text.too_long",
    ],
    ["a time written otherwise", { purpose: "贷款", validUntil: "2099-01-01T08:00:00+08:00" }, "schema.date"],
  ] as const) {
    it(`makes no copy with ${what}`, async () => {
      const view = await issued(harness.service, world);
      expect(await failure(asked(harness.service, world, view, { languages: "zh", limits }))).to.include({ code });
    });
  }

  it("makes none where the service has no key for the member's documents, and serves those that were made", async () => {
    const store = openMemoryStore();
    const first = await serve(world, { store });
    const view = await issued(first.service, world);
    const made = await documentOf(first.service, world, view);
    await first.close();
    const signers = new Map();
    const second = await serve(world, { store, documents: { ...world.documents, signers } });
    expect(await sealedIn(await documentOf(second.service, world, view))).to.deep.equal(await sealedIn(made));
    const other = await failure(asked(second.service, world, view, { languages: "zh+en" }));
    expect(other).to.include({ code: "document.unavailable" });
    await second.close();
  });

  it("tells which character no font has, and tries again after a start", async () => {
    const store = openMemoryStore();
    const by = principal(world.licences);
    const own = await serve(world, { store });
    const subject = { ...LICENCE, legalRepresentative: "\u{3400}\u{2A6D6}\u{1F600}" };
    const view = await own.service.issue(by, { type: world.licences.type, subject });
    await own.service.approve(by, view.id, await approvalOf(world.licences, view));
    const told = await failure(documentOf(own.service, world, view));
    expect(told).to.include({ code: "document.glyph_missing" });
    expect(told.detail).to.have.property("codePoints");
    expect(await failure(asked(own.service, world, view))).to.include({ code: "document.glyph_missing" });
    await own.close();
    const second = await serve(world, { store });
    expect(await asked(second.service, world, view)).to.deep.equal({ state: "sealing" });
    expect(await failure(documentOf(second.service, world, view))).to.include({ code: "document.glyph_missing" });
    await second.close();
  });
});

import { expect } from "chai";
import type { Principal } from "../../../src/domain/principal.ts";
import { ASKED_A_MINUTE, MISSED_A_MINUTE } from "../../../src/service/copies/departments.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { change, draft, failure, type Harness, issued, LICENCE, serve } from "../harness.ts";
import { DAY, openWorld, principal, served, type World } from "../world.ts";
import { caseworker, fileOf, serveSharing } from "./world.ts";

const CAUSE = "办理食品经营许可，案号 2026-7";
const HOLDER = { holderCode: String(LICENCE.unifiedSocialCreditCode), holderTypeCode: "001" };
const NOBODY = "91370100MA3TESTB5X";

describe("service: departments that fetch certificates for a case", () => {
  let world: World;
  let harness: Harness;
  let licence: CertificateView;
  let by: Principal;

  before(async () => {
    world = await openWorld();
    harness = await serveSharing(world);
    licence = await issued(harness.service, world);
    by = caseworker(world);
  });
  after(async () => {
    await harness.close();
    await world.close();
  });
  /** A new minute: what was asked before is not counted any more. */
  beforeEach(() => world.clock.advance(60));

  const sought = (more = {}) => ({ ...HOLDER, certTypeCode: world.licences.type, useCause: CAUSE, ...more });
  const query = (more = {}, who = by, { service } = harness) => service.sharing.query(who, sought(more));
  const named = (more = {}) => ({ ...HOLDER, id: licence.id, useCause: CAUSE, ...more });
  const copy = (more = {}, key = "case 7", { service } = harness) =>
    service.sharing.copy(by, { languages: "zh", ...named(more) }, key);
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;
  const lastRecord = async () => {
    const records = [];
    for await (const record of harness.store.journal.scan(1)) records.push(record);
    return records.at(-1);
  };

  it("find what is shared with them by the holder's very code, and no field of it", async () => {
    const [found, ...more] = await query();
    expect(more).to.deep.equal([]);
    expect(found).to.include({ id: licence.id, state: "issued", status: "active" });
    expect(found).to.have.keys("id", "type", "issuer", "state", "status");
    for (const other of [
      { holderCode: NOBODY },
      { holderCode: HOLDER.holderCode.toLowerCase() },
      { holderCode: HOLDER.holderCode.slice(0, 17) },
      { holderTypeCode: "111" },
      { certTypeCode: world.identities.type },
      { certNo: "1" },
    ])
      expect(await query(other)).to.deep.equal([]);
  });

  it("get metadata that tells the certificate from others, and nothing that they did not know of its holder", async () => {
    const metadata = await harness.service.sharing.metadata(by, named());
    const { code, names } = world.licences.profile;
    expect(metadata).to.include({ ZZLXDM: world.licences.type, ZZBS: licence.id, ZZBFJG: names.zh, ZZBFJGDM: code });
    expect(metadata).to.include({ CZZTDM: HOLDER.holderCode, CZZTDMLXDM: "001", ZZYXQJZRQ: null, status: "active" });
    for (const field of ["name", "legalRepresentative", "address"])
      expect(JSON.stringify(metadata)).to.not.include(LICENCE[field]);
  });

  it("get a copy for this case, this department and thirty days, which verifies and says so", async function () {
    this.timeout(20_000);
    const view = await copy();
    const validUntil = new Date((world.clock() + 30 * DAY) * 1000).toISOString().replace(".000", "");
    const limits = { purpose: CAUSE, audience: world.identities.profile.names.zh, validUntil };
    expect(view).to.include({ certificate: licence.id, reason: CAUSE, ...limits });
    const { bytes } = await fileOf(harness.service, by, view.id);
    const report = await harness.service.verifyFile(by, { name: "a.pdf", bytes }, { level: "archival" });
    expect(report.verdict).to.equal("valid");
    expect(report.checks.find(({ name }) => name === "time.copy")?.detail).to.deep.equal(limits);
    world.clock.advance(10);
    expect((await copy()).validUntil, "the same key, the same copy").to.equal(validUntil);
    expect(await codeOf(copy({ useCause: "别的案件" }))).to.equal("http.idempotency_key_reused");
    const issuers = await harness.service.copies.copy(principal(world.licences, "clerk"), view.id);
    expect(issuers.id).to.equal(view.id);
  });

  it("are told nothing wider: neither the bundle nor the whole document nor a field", async () => {
    const { service } = harness;
    expect(await codeOf(service.bundle(by, licence.id))).to.equal("auth.forbidden");
    expect(await codeOf(service.document(by, licence.id, { languages: "zh" }))).to.equal("auth.forbidden");
    expect(await service.certificate(by, licence.id)).to.not.have.property("draft");
  });

  it("can't tell a holder whom nobody knows from one whose certificates are not shared with them", async () => {
    const unshared = await serve(world, { store: harness.store });
    expect(await query({}, by, unshared)).to.deep.equal(await query({ holderCode: NOBODY }));
    const refused = await failure(copy({}, "a", unshared));
    const { code, detail } = await failure(copy({ holderCode: NOBODY }, "b"));
    expect({ code: refused.code, detail: refused.detail }).to.deep.equal({ code, detail });
    expect(code).to.equal("http.not_found");
    expect(await codeOf(copy({ id: "1.2.3" }, "c"))).to.equal("http.not_found");
    await unshared.close();
  });

  it("find nothing that is not issued", async () => {
    const before = await query();
    await draft(harness.service, world);
    expect(await query()).to.deep.equal(before);
  });

  it("are told that a certificate was revoked, and get no copy of it", async () => {
    const gone = await issued(harness.service, world);
    await change(harness.service, world, gone, "revoked");
    const [found] = await query();
    expect(found).to.include({ id: gone.id, status: "revoked" });
    const { code, detail } = await failure(copy({ id: gone.id }, "late"));
    expect({ code, state: detail?.state }).to.deep.equal({ code: "conflict.state", state: "revoked" });
  });

  it("leave in the journal who asked and why, whether anything was found or not, but not whom they asked about", async () => {
    const found = (await query()).map(({ id }) => id);
    const told = { memberId: world.identities.memberId, operation: "query", cause: CAUSE, certificates: found };
    expect(await lastRecord()).to.deep.include({ kind: "holder.sought", actor: by.subject, payload: told });
    await query({ holderCode: NOBODY });
    expect(await lastRecord()).to.deep.include({ payload: { ...told, certificates: [] } });
    await codeOf(copy({ holderCode: NOBODY }, "nobody's"));
    expect(await lastRecord()).to.deep.include({ payload: { ...told, operation: "copy", certificates: [] } });
    expect(JSON.stringify(await lastRecord())).to.not.include(NOBODY);
  });

  it("are seen by the issuer's clerk: who asked for what, when and why", async () => {
    await query();
    await harness.service.sharing.metadata(by, named());
    const uses = await harness.service.copies.uses(principal(world.licences, "clerk"), licence.id, { limit: 2 });
    const who = { memberId: world.identities.memberId, subject: by.subject };
    const use = { at: world.clock(), by: who, reason: CAUSE, copy: null };
    expect(uses.items).to.deep.equal([
      { what: "metadata", ...use },
      { what: "query", ...use },
    ]);
  });

  it("wait where they guess, or ask more than a city does", async () => {
    for (let i = 0; i < MISSED_A_MINUTE; i++) await query({ holderCode: NOBODY });
    expect(await codeOf(query())).to.equal("http.rate");
    world.clock.advance(60);
    for (let i = 0; i < ASKED_A_MINUTE; i++) await query({ certTypeCode: world.licences.type });
    expect(await codeOf(query())).to.equal("http.rate");
  }).timeout(60_000);

  it("are answered no more guesses when they bring them all at once", async () => {
    const guesses = Array.from({ length: 2 * MISSED_A_MINUTE }, () => query({ holderCode: NOBODY }));
    const answers = await Promise.allSettled(guesses);
    expect(answers.filter(({ status }) => status === "fulfilled")).to.have.length(MISSED_A_MINUTE);
    for (const answer of answers)
      if (answer.status === "rejected") expect(answer.reason).to.include({ code: "http.rate" });
    expect(await codeOf(query()), "what would tell a guess from a find").to.equal("http.rate");
  });

  it("say why in words that can be read, and are caseworkers of a member of this service", async () => {
    for (const [useCause, code] of [
      ["", "text.empty"],
      ["由".repeat(201), "text.too_long"],
      ["\u202e", "text.bidi"],
    ])
      expect(await codeOf(query({ useCause }))).to.equal(code);
    const { memberId: _, ...nobody } = by;
    for (const who of [principal(world.identities, "clerk", "verifier"), nobody, { ...by, tenant: "elsewhere" }])
      expect(await codeOf(query({}, who))).to.equal("auth.forbidden");
  });

  it("are named in the configuration by codes of members, and types of the issuer's own", async () => {
    const { licences, identities } = world;
    for (const share of [
      { type: licences.type, members: [NOBODY] },
      { type: licences.type, members: [licences.profile.code] },
      { type: identities.type, members: [identities.profile.code] },
    ]) {
      const members = [{ ...served(licences), sharing: [share] }, served(identities)];
      expect(await codeOf(serve(world, { members }))).to.equal("config.invalid");
    }
  });
});

import { expect } from "chai";
import { formatInstant } from "../../../src/domain/dates.ts";
import type { Principal } from "../../../src/domain/principal.ts";
import type { CopyRequest } from "../../../src/service/copies/copies.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { documentOf } from "../documents/desk.ts";
import { change, draft, failure, type Harness, issued, serve } from "../harness.ts";
import { DAY, openWorld, principal, type World } from "../world.ts";
import { COPY, caseworker, fileOf, REASON, serveSharing, withLimits } from "./world.ts";

describe("service: copies for one purpose", () => {
  let world: World;
  let harness: Harness;
  let licence: CertificateView;
  let clerk: Principal;
  let keys = 0;

  before(async () => {
    world = await openWorld();
    harness = await serveSharing(world);
    licence = await issued(harness.service, world);
    clerk = principal(world.licences, "clerk");
  });
  after(async () => {
    await harness.close();
    await world.close();
  });

  const until = (seconds: number) => formatInstant(world.clock() + seconds);
  const make = (more: Partial<CopyRequest> = {}, key = `key ${keys++}`, by = clerk, id = licence.id) =>
    harness.service.copies.make(by, id, { ...COPY, validUntil: until(DAY), ...more }, key);
  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;
  const judged = async (bytes: Uint8Array, asOf?: number) => {
    const policy = { level: "archival", ...(asOf === undefined ? {} : { asOf }) } as const;
    const { verdict, checks } = await harness.service.verifyFile(clerk, { name: "copy.pdf", bytes }, policy);
    const codes = checks.filter(({ result }) => result === "invalid").map(({ code }) => code);
    return { verdict, checks, codes };
  };
  const verdictOf = async (bytes: Uint8Array, asOf?: number) => {
    const { verdict, checks } = await judged(bytes, asOf);
    const { code, detail } = checks.find(({ name }) => name === "time.copy") ?? {};
    return { verdict, code, detail };
  };

  it("are valid to the second, say what for and for whom, and are not in force from the next on", async function () {
    this.timeout(20_000);
    const validUntil = until(DAY);
    const { id, state, ...view } = await make({ validUntil, languages: "zh+en" });
    const orderedAt = world.clock();
    const limits = { purpose: COPY.purpose, audience: COPY.audience, validUntil };
    expect(view).to.deep.equal({ certificate: licence.id, languages: "zh+en", reason: REASON, orderedAt, ...limits });
    expect(state).to.equal("sealing");
    const { bytes } = await fileOf(harness.service, clerk, id);
    expect((await harness.service.copies.copy(clerk, id)).state).to.equal("issued");
    const last = world.clock() + DAY;
    expect(await verdictOf(bytes, world.clock())).to.deep.equal({ verdict: "valid", code: "time.ok", detail: limits });
    world.clock.advance(DAY);
    expect(await verdictOf(bytes, last)).to.deep.include({ verdict: "valid", code: "time.ok" });
    world.clock.advance(1);
    const late = { verdict: "not_in_force", code: "time.copy_expired", detail: limits };
    expect(await verdictOf(bytes)).to.deep.equal(late);
    expect(await verdictOf(bytes, last), "as of then it still holds").to.deep.include({ verdict: "valid" });
  });

  it("are other documents than the certificate's own, which has no limits", async function () {
    this.timeout(20_000);
    const whole = await documentOf(harness.service, world, licence);
    const { id } = await make();
    const { bytes } = await fileOf(harness.service, clerk, id);
    expect(Buffer.compare(bytes, whole.bytes)).to.not.equal(0);
    expect(await verdictOf(whole.bytes)).to.deep.include({ verdict: "valid", code: "time.skipped" });
  });

  it("are invalid once a word of their limits was changed, or all of them were taken away", async function () {
    this.timeout(20_000);
    const { id } = await make({ validUntil: until(3 * DAY) });
    const { bytes } = await fileOf(harness.service, clerk, id);
    const limits = { purpose: COPY.purpose, audience: COPY.audience, validUntil: until(3 * DAY) };
    for (const forged of [{ ...limits, purpose: "办理贷款" }, { ...limits, validUntil: until(9 * DAY) }, undefined]) {
      const { verdict, codes } = await judged(await withLimits(bytes, forged));
      expect({ verdict, codes }).to.deep.equal({ verdict: "invalid", codes: ["seal.path_mismatch"] });
    }
  });

  it("end with a named day in Shanghai", async () => {
    expect((await make({ validUntil: "2026-12-31" })).validUntil).to.equal("2026-12-31T15:59:59Z");
  });

  it("are ordered once for a key, also by a service that was started anew, and journaled with who, why and for how long", async () => {
    const first = await make({ validUntil: "2026-12-30" }, "same");
    const again = await serve(world, { store: harness.store });
    const request = { ...COPY, validUntil: "2026-12-30" };
    const second = await again.service.copies.make(clerk, licence.id, request, "same");
    expect({ ...second, state: first.state }).to.deep.equal(first);
    const other = again.service.copies.make(clerk, licence.id, { ...request, purpose: "其他" }, "same");
    expect(await codeOf(other)).to.equal("http.idempotency_key_reused");
    await again.close();
    const uses = (await harness.service.copies.uses(clerk, licence.id, {})).items;
    expect(uses.filter(({ copy }) => copy?.id === first.id)).to.deep.equal([
      {
        what: "copy",
        at: first.orderedAt,
        by: { memberId: world.licences.memberId, subject: clerk.subject },
        reason: REASON,
        copy: { id: first.id, purpose: COPY.purpose, audience: COPY.audience, validUntil: first.validUntil },
      },
    ]);
  });

  it("are listed a page at a time, newest first", async () => {
    const { id } = await make();
    const first = await harness.service.copies.uses(clerk, licence.id, { limit: 1 });
    expect(first.items.map(({ copy }) => copy?.id)).to.deep.equal([id]);
    const second = await harness.service.copies.uses(clerk, licence.id, { limit: 1, after: first.next ?? "" });
    expect(second.items[0]?.copy?.id).to.not.equal(id);
    const all = await harness.service.copies.uses(clerk, licence.id, { limit: 200 });
    expect(all).to.not.have.property("next");
  });

  it("are made for clerks and makers of the issuer, of what is issued; nobody else learns that there are any", async () => {
    const { id } = await make({}, "maker's", principal(world.licences, "maker"));
    for (const by of [principal(world.licences, "reader"), principal(world.licences, "checker")])
      expect(await codeOf(make({}, "x", by))).to.equal("auth.forbidden");
    expect(await codeOf(make({}, "x", principal(world.identities, "clerk")))).to.equal("http.not_found");
    const { copies } = harness.service;
    for (const by of [principal(world.identities, "clerk"), caseworker(world)]) {
      expect(await codeOf(copies.copy(by, id))).to.equal("http.not_found");
      expect(await codeOf(copies.file(by, id))).to.equal("http.not_found");
    }
    expect(await codeOf(copies.uses(principal(world.identities, "clerk"), licence.id, {}))).to.equal("http.not_found");
    expect(await codeOf(copies.copy(clerk, "no copy"))).to.equal("http.not_found");
    expect(await codeOf(make({}, "x", clerk, (await draft(harness.service, world)).id))).to.equal("conflict.state");
  });

  it("are refused for a revoked certificate, and that somebody asked is journaled all the same", async () => {
    const revoked = await issued(harness.service, world);
    await change(harness.service, world, revoked, "revoked");
    const { code, detail } = await failure(make({}, "late", clerk, revoked.id));
    expect({ code, state: detail?.state }).to.deep.equal({ code: "conflict.state", state: "revoked" });
    const [use] = (await harness.service.copies.uses(clerk, revoked.id, {})).items;
    expect(use).to.deep.include({ what: "copy", reason: REASON });
  });

  for (const [what, more, code] of [
    ["no reason", { reason: "" }, "text.empty"],
    ["a reason that is too long", { reason: "由".repeat(201) }, "text.too_long"],
    ["no purpose", { purpose: "" }, "text.empty"],
    ["a purpose that is too long", { purpose: "用".repeat(201) }, "text.too_long"],
    ["a purpose that is too long for a leaf", { purpose: "𠮷".repeat(101) }, "text.too_long"],
    ["a purpose that reads backwards", { purpose: "入学\u202e记登" }, "text.bidi"],
    ["a purpose with a line break", { purpose: "入学\n登记" }, "text.control"],
    ["an audience with what nobody sees", { audience: "第一\u200b中学" }, "text.invisible"],
    ["a time that has passed", { validUntil: "2026-11-01T00:00:00Z" }, "schema.value"],
    ["a time that is too far", { validUntil: "2028-01-01" }, "schema.value"],
    ["a part of a second", { validUntil: "2026-12-01T00:00:00.5Z" }, "schema.date"],
    ["a number", { validUntil: "1795000000" }, "schema.date"],
    ["a day that there is not", { validUntil: "2026-11-31" }, "schema.date"],
  ] as const) {
    it(`are refused for ${what}, and nothing is journaled`, async () => {
      const before = (await harness.service.copies.uses(clerk, licence.id, { limit: 200 })).items.length;
      expect(await codeOf(make(more))).to.equal(code);
      expect((await harness.service.copies.uses(clerk, licence.id, { limit: 200 })).items).to.have.length(before);
    });
  }
});

import { expect } from "chai";
import { parseDraft } from "../../src/domain/draft.ts";
import { parseIdentifier } from "../../src/domain/identifier.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import { DIGITAL_IDENTITY } from "../../src/domain/types/digital-identity.ts";
import { draftDigest } from "../../src/proof/ids.ts";
import { draft, failure, type Harness, LICENCE, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

describe("service: issue", () => {
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

  const issue = (fields: object, by = principal(world.licences)) =>
    harness.service.issue(by, { type: world.licences.type, subject: LICENCE, ...fields });

  it("gives each draft an identifier of its type and issuer, never the same", async () => {
    const views = await Promise.all([issue({}), issue({})]);
    const [a, b] = views.map(({ id }) => parseIdentifier(id));
    expect(a).to.include({ typeCode: world.licences.type, issuerCode: world.licences.profile.code, version: 1 });
    expect(a?.serial)
      .to.match(/^[0-9A-Z]{20}$/)
      .and.not.equal(b?.serial);
  });

  it("shows the digest that the maker signs", async () => {
    const view = await issue({});
    expect(view.draftDigest).to.equal(draftDigest(parseDraft(view.draft)));
  });

  it("takes instants and dates; a date begins and ends in Asia/Shanghai", async () => {
    const { draft: made } = await issue({ validFrom: "2026-12-01", validUntil: "2036-11-30" });
    expect(made).to.include({ validFrom: "2026-11-30T16:00:00Z", validUntil: "2036-11-30T15:59:59Z" });
    const { draft: other } = await issue({ validFrom: "2026-12-01T00:00:00+08:00" });
    expect(other.validFrom).to.equal("2026-11-30T16:00:00Z");
  });

  it("refuses with code and pointer, and journals nothing", async () => {
    const before = harness.store.journal.head();
    const cases: readonly (readonly [object, string, string])[] = [
      [{ type: "11100000000013338W099" }, "policy.type_unknown", "/type"],
      [{ type: DIGITAL_IDENTITY.code }, "policy.scope", "/type"],
      [{ subject: { ...LICENCE, name: "" } }, "text.empty", "/subject/name"],
      [
        { subject: { ...LICENCE, unifiedSocialCreditCode: "91371000163094814R" } },
        "schema.check_digit",
        "/subject/unifiedSocialCreditCode",
      ],
      [{ subject: { ...LICENCE, extra: "x" } }, "schema.unknown_field", "/subject/extra"],
      [{ validFrom: "2026-02-30" }, "schema.date", "/validFrom"],
      [{ validUntil: "2001-01-01" }, "policy.validity", "/validUntil"],
      [{ supersedes: { id: "1.2.156.3005.2.nothing", kind: "change" } }, "schema.value", "/supersedes/id"],
    ];
    for (const [fields, code, pointer] of cases) {
      const error = await failure(issue(fields));
      expect({ code: error.code, pointer: error.detail?.pointer }).to.deep.equal({ code, pointer });
    }
    expect(harness.store.journal.head()).to.deep.equal(before);
  });

  it("is for clerks of a member that is served here", async () => {
    expect((await failure(issue({}, ANONYMOUS as never))).code).to.equal("auth.missing");
    expect((await failure(issue({}, principal(world.licences, "reader")))).code).to.equal("auth.forbidden");
    const elsewhere = { ...principal(world.licences), tenant: "another" };
    expect((await failure(issue({}, elsewhere))).code).to.equal("auth.forbidden");
  });

  it("finds the draft of a repeated request by its Idempotency-Key", async () => {
    const by = principal(world.licences);
    const request = { type: world.licences.type, subject: LICENCE };
    const key = { idempotencyKey: "again" };
    const [first, second] = await Promise.all([
      harness.service.issue(by, request, key),
      harness.service.issue(by, request, key),
    ]);
    expect(second.id).to.equal(first.id);
    const other = await failure(harness.service.issue(by, { ...request, validFrom: "2026-12-01" }, key));
    expect(other.code).to.equal("http.idempotency_key_reused");
    const somebodyElse = await harness.service.issue({ ...by, subject: "another clerk" }, request, key);
    expect(somebodyElse.id).to.not.equal(first.id);
  });

  it("keeps an answer for its caller, key and request, across a restart", async () => {
    const by = principal(world.licences);
    const answer = { status: 201, body: { ok: true } };
    await harness.service.keep(by, "key", "digest", answer);
    await harness.service.keep(by, "key", "digest", { status: 500, body: {} });
    const again = await serve(world, { store: harness.store });
    expect(await again.service.kept(by, "key", "digest")).to.deep.equal(answer);
    expect(await again.service.kept({ ...by, subject: "other" }, "key", "digest")).to.equal(null);
    expect((await failure(again.service.kept(by, "key", "other"))).code).to.equal("http.idempotency_key_reused");
    await again.close();
  });

  it("lists a member's own certificates, newest first, a page at a time", async () => {
    const fresh = await serve(world);
    const by = principal(world.licences);
    const made = [];
    for (let i = 0; i < 5; i++) made.push((await draft(fresh.service, world)).id);
    await fresh.service.returnDraft(by, made[2] ?? "", "not the right address");
    const first = await fresh.service.certificates(by, {}, { limit: 2 });
    expect(first.items.map(({ id }) => id)).to.deep.equal([made[4], made[3]]);
    const second = await fresh.service.certificates(by, {}, { limit: 10, after: first.next ?? "" });
    expect(second.items.map(({ id }) => id)).to.deep.equal([made[2], made[1], made[0]]);
    expect(second).to.not.have.property("next");
    const returned = await fresh.service.certificates(by, { state: "returned" }, {});
    expect(returned.items.map(({ id }) => id)).to.deep.equal([made[2]]);
    expect((await fresh.service.certificates(principal(world.identities), {}, {})).items).to.deep.equal([]);
    expect((await failure(fresh.service.certificates(by, {}, { after: "!" }))).code).to.equal("schema.value");
    await fresh.close();
  });
});

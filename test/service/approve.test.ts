import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import { approvalOf, draft, failure, type Harness, issued, serve } from "./harness.ts";
import { addressOf, openWorld, principal, type World } from "./world.ts";

const NOTHING: Hex = `0x${"00".repeat(65)}`;

describe("service: approve, return and read", () => {
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

  const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;

  it("takes only a maker's own signature over this draft, of now", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await draft(service, world);
    const right = await approvalOf(world.licences, view);
    const other = await approvalOf(world.licences, await draft(service, world));
    const approve = (input: object) => service.approve(by, view.id, { ...right, ...input });
    expect(await codeOf(approve({ signature: other.signature }))).to.equal("schema.mismatch");
    expect(await codeOf(approve({ signature: NOTHING }))).to.equal("schema.mismatch");
    expect(await codeOf(approve({ officer: world.licences.checker.address }))).to.equal("policy.officer");
    expect(await codeOf(approve({ officer: world.identities.maker.address }))).to.equal("policy.officer");
    expect(await codeOf(approve({ officer: addressOf(world.relayer) }))).to.equal("policy.officer");
    for (const approvedAt of [right.approvedAt + 3600, right.approvedAt - 3600]) {
      expect(await codeOf(approve({ approvedAt }))).to.equal("schema.value");
    }
    expect((await approve({})).state).to.equal("issued");
  });

  it("answers the same approval again with where the certificate stands, and refuses another", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await draft(service, world);
    const first = await approvalOf(world.licences, view);
    const [a, b] = await Promise.all([service.approve(by, view.id, first), service.approve(by, view.id, first)]);
    expect([a.state, b.state]).to.deep.equal(["issued", "issued"]);
    expect(a.cell).to.deep.equal(b.cell);
    world.clock.advance(1);
    const second = await approvalOf(world.licences, view);
    expect(await codeOf(service.approve(by, view.id, second))).to.equal("conflict.state");
  });

  it("returns a draft with the reason, once and for all", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await draft(service, world);
    const returned = await service.returnDraft(by, view.id, "地址有误");
    expect(returned).to.deep.include({ state: "returned", returned: { reason: "地址有误", at: world.clock() } });
    expect(await codeOf(service.approve(by, view.id, await approvalOf(world.licences, view)))).to.equal(
      "conflict.state",
    );
    expect(await codeOf(service.returnDraft(by, view.id, "another"))).to.equal("conflict.state");
    const other = await issued(service, world);
    expect(await codeOf(service.returnDraft(by, other.id, "too late"))).to.equal("conflict.state");
    expect(await codeOf(service.returnDraft(by, (await draft(service, world)).id, ""))).to.equal("text.empty");
  });

  it("never shows or changes another member's certificate", async () => {
    const { service } = harness;
    const view = await draft(service, world);
    const approval = await approvalOf(world.licences, view);
    const stranger = principal(world.identities);
    const sameMemberOtherTenant = { ...principal(world.licences), tenant: "another" };
    for (const by of [stranger, sameMemberOtherTenant]) {
      expect(await codeOf(service.certificate(by, view.id))).to.equal("http.not_found");
      expect(await codeOf(service.approve(by, view.id, approval))).to.equal("http.not_found");
      expect(await codeOf(service.returnDraft(by, view.id, "mine now"))).to.equal("http.not_found");
      expect(await codeOf(service.bundle(by, view.id))).to.equal("http.not_found");
    }
    expect(await codeOf(service.certificate(ANONYMOUS, view.id))).to.equal("http.not_found");
    expect(await codeOf(service.bundle(ANONYMOUS, view.id))).to.equal("auth.missing");
  });

  it("shows the public what an issued certificate is, by whom and its status, and no field of it", async () => {
    const { service } = harness;
    const view = await issued(service, world);
    const shown = await service.certificate(ANONYMOUS, view.id);
    expect(Object.keys(shown).sort()).to.deep.equal(["id", "issuer", "state", "status", "type"]);
    expect(shown).to.deep.include({ status: "active", issuer: world.licences.profile });
    expect(await service.certificate(principal(world.identities), view.id)).to.deep.equal(shown);
  });

  it("gives no bundle before the certificate is issued", async () => {
    const view = await draft(harness.service, world);
    expect(await codeOf(harness.service.bundle(principal(world.licences), view.id))).to.equal("conflict.state");
  });

  it("tells who is served here, the latest checkpoint, and whether it can work", async () => {
    const { service } = harness;
    const members = await service.members(ANONYMOUS);
    expect(members.map(({ profile, frozen }) => [profile.code, frozen])).to.deep.equal([
      [world.licences.profile.code, false],
      [world.identities.profile.code, false],
    ]);
    expect(await service.checkpoint(ANONYMOUS))
      .to.include(world.network.registryId.slice(2))
      .and.include("— court ");
    const readiness = await service.readiness();
    expect(readiness).to.deep.include({ ready: true });
    expect(readiness.signers.map(({ reachable }) => reachable)).to.deep.equal([true, true, true, true]);
  });
});

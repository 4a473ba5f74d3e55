import { expect } from "chai";
import { parseIdentifier } from "../../src/domain/identifier.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { change, current, draft, failure, type Harness, issued, orderOf, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("service: status", () => {
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
  const verdictOf = async ({ id }: CertificateView): Promise<string> => {
    const by = principal(world.licences);
    const { text } = await harness.service.bundle(by, id);
    return (await harness.service.verify(by, bytes(text), { level: "archival" })).verdict;
  };

  it("suspends, resumes and revokes, and every bundle in between tells it offline", async () => {
    const view = await issued(harness.service, world);
    expect(await verdictOf(view)).to.equal("valid");
    for (const [to, verdict] of [
      ["suspended", "not_in_force"],
      ["active", "valid"],
      ["revoked", "not_in_force"],
    ] as const) {
      world.clock.advance(60);
      await change(harness.service, world, view, to);
      expect((await current(harness.service, world, view)).status).to.equal(to);
      expect(await verdictOf(view)).to.equal(verdict);
    }
    expect(await codeOf(change(harness.service, world, view, "active"))).to.equal("conflict.state");
  });

  it("answers the same order again with what became of it, and refuses it after a later change", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await issued(service, world);
    const suspend = await orderOf(world, view, "suspended");
    const first = await service.changeStatus(by, view.id, suspend);
    expect(await service.changeStatus(by, view.id, suspend)).to.deep.equal(first);
    const resume = await orderOf(world, await current(service, world, view), "active");
    await service.changeStatus(by, view.id, resume);
    world.clock.advance(1);
    await change(service, world, view, "suspended");
    // An old "resume" after a second suspension: it is answered with what it did then, and does nothing now.
    await service.changeStatus(by, view.id, resume);
    expect((await current(service, world, view)).status).to.equal("suspended");
    const replay = { ...resume, order: { ...resume.order, orderedAt: resume.order.orderedAt + 1 } };
    expect(await codeOf(service.changeStatus(by, view.id, replay))).to.equal("schema.mismatch");
  });

  it("refuses an order for an earlier head", async () => {
    const { service } = harness;
    const view = await issued(service, world);
    const head = view.statusHead;
    await change(service, world, view, "suspended");
    const stale = await orderOf(world, view, "revoked", head === null ? {} : { expectedHead: head });
    expect(await codeOf(service.changeStatus(principal(world.licences), view.id, stale))).to.equal(
      "conflict.order_stale",
    );
  });

  it("lets one of two orders for the same head through", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await issued(service, world);
    const orders = [await orderOf(world, view, "suspended"), await orderOf(world, view, "revoked")];
    const results = await Promise.allSettled(orders.map((order) => service.changeStatus(by, view.id, order)));
    expect(results.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
  });

  it("takes orders only from a maker of the member, signed by that maker", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await issued(service, world);
    const right = await orderOf(world, view, "revoked");
    const forged = { ...right, order: { ...right.order, officer: world.licences.checker.address } };
    expect(await codeOf(service.changeStatus(by, view.id, forged))).to.equal("policy.officer");
    expect(await codeOf(service.changeStatus(by, view.id, { ...right, to: "suspended" }))).to.equal("schema.mismatch");
    expect(await codeOf(service.changeStatus(by, view.id, { ...right, reason: "error" }))).to.equal("schema.mismatch");
    expect(await codeOf(service.changeStatus(principal(world.identities), view.id, right))).to.equal("http.not_found");
    expect(await codeOf(service.changeStatus(principal(world.licences, "clerk"), view.id, right))).to.equal(
      "auth.forbidden",
    );
    const unissued = await draft(service, world);
    expect(await codeOf(service.changeStatus(by, unissued.id, right))).to.equal("conflict.state");
  });

  it("supersedes by an issued successor that names the cell, and by no other", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const before = await issued(service, world);
    const stranger = await issued(service, world);
    const successor = await issued(service, world, { supersedes: { id: before.id, kind: "change" } });
    expect(successor.draft.supersedes).to.deep.equal({ ...before.cell, kind: "change" });
    const wrong = await orderOf(world, before, "superseded", { successor: stranger });
    expect(await codeOf(service.changeStatus(by, before.id, wrong))).to.equal("schema.mismatch");
    const { successor: _, ...missing } = await orderOf(world, before, "superseded", { successor });
    expect(await codeOf(service.changeStatus(by, before.id, missing))).to.equal("schema.missing_field");
    await service.changeStatus(by, before.id, await orderOf(world, before, "superseded", { successor }));
    expect((await current(service, world, before)).status).to.equal("superseded");
    expect(await verdictOf(before)).to.equal("not_in_force");
    expect(await verdictOf(successor)).to.equal("valid");
  });

  it("tells each version of the one before it and of the one after, once that is on chain", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const first = await issued(service, world);
    const second = await issued(service, world, { supersedes: { id: first.id, kind: "reissue" } });
    expect(second.predecessor).to.deep.equal({ id: first.id, kind: "reissue" });
    const parts = parseIdentifier(first.id);
    expect(parseIdentifier(second.id)).to.deep.equal({ ...parts, version: 2 });
    expect((await current(service, world, first)).successor).to.equal(undefined);
    const wrong = { ...(await orderOf(world, first, "superseded", { successor: second })), reason: "renewed" } as const;
    expect(await codeOf(service.changeStatus(by, first.id, wrong))).to.equal("schema.mismatch");
    await service.changeStatus(
      by,
      first.id,
      await orderOf(world, first, "superseded", { successor: second, reason: "reissued" }),
    );
    expect((await current(service, world, first)).successor).to.deep.equal({ id: second.id, kind: "reissue" });
    const third = await issued(service, world, { supersedes: { id: second.id, kind: "renewal" } });
    expect(parseIdentifier(third.id).version).to.equal(3);
    expect(await codeOf(draft(service, world, { supersedes: { id: first.id, kind: "change" } }))).to.equal(
      "conflict.state",
    );
  });

  it("gives one successor at a time, and passes over the version of a draft that was returned", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const before = await issued(service, world);
    const supersedes = { id: before.id, kind: "change" } as const;
    const drafts = await Promise.allSettled([
      draft(service, world, { supersedes }),
      draft(service, world, { supersedes }),
    ]);
    expect(drafts.map(({ status }) => status).sort()).to.deep.equal(["fulfilled", "rejected"]);
    const [second] = drafts.flatMap((one) => (one.status === "fulfilled" ? [one.value] : []));
    expect(await codeOf(draft(service, world, { supersedes }))).to.equal("conflict.state");
    await service.returnDraft(by, second?.id ?? "", "地址有误");
    const third = await draft(service, world, { supersedes });
    expect(parseIdentifier(third.id).version).to.equal(3);
    await change(service, world, before, "revoked");
    expect(await codeOf(draft(service, world, { supersedes }))).to.equal("conflict.state");
  });

  it("keeps the reasons of a succession for successions", async () => {
    const view = await issued(harness.service, world);
    const order = await orderOf(world, view, "revoked", { reason: "renewed" });
    expect(await codeOf(harness.service.changeStatus(principal(world.licences), view.id, order))).to.equal(
      "schema.mismatch",
    );
  });

  it("does not let a draft supersede what is not issued", async () => {
    const unissued = await draft(harness.service, world);
    expect(await codeOf(draft(harness.service, world, { supersedes: { id: unissued.id, kind: "renewal" } }))).to.equal(
      "conflict.state",
    );
  });
});

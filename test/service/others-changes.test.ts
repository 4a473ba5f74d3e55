import { expect } from "chai";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import { CELL_STATES, type CellState, STATUS_REASONS, type StatusReason } from "../../src/domain/status.ts";
import { hostedKey } from "../../src/service/hosted-keys.ts";
import type { CertificateView } from "../../src/service/service.ts";
import { NO_CELL } from "../../src/service/status.ts";
import { WATCH_MS } from "../../src/service/watch.ts";
import { change, current, failure, type Harness, issued, orderOf, serve, settled } from "./harness.ts";
import { behind } from "./switchable.ts";
import { openWorld, principal, type World } from "./world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("service: what others change on chain", () => {
  let world: World;
  let harness: Harness;

  beforeEach(async () => {
    world = await openWorld();
    harness = await serve(world);
  });

  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  /** The council changes a certificate's status, and tells the service nothing. */
  async function ordered(view: CertificateView, to: CellState, reason: StatusReason, by = harness): Promise<void> {
    world.clock.advance(60);
    const { cell, statusHead } = await current(by.service, world, view);
    const order = {
      ...{ memberId: cell!.memberId, actingMemberId: NO_CELL.memberId, officerEpoch: 0, batchId: cell!.batchId },
      ...{ ranges: [{ first: cell!.index, count: 1 }], to: CELL_STATES.indexOf(to), reason: STATUS_REASONS[reason] },
      ...{ successor: NO_CELL, expectedHead: statusHead },
      ...{ notBefore: world.clock() - 60, deadline: world.clock() + 3600 },
    };
    await world.council.decide(world.council.call("statusRegistry", "councilChange", order));
  }

  const judged = async (view: CertificateView) => {
    const { text } = await harness.service.bundle(principal(world.licences), view.id);
    const { verdict, checks } = await harness.service.verify(ANONYMOUS, bytes(text), { level: "archival" });
    const cell = checks.find(({ name }) => name === "status.cell");
    return { verdict, code: cell?.code, reason: (cell?.detail as { reason?: string } | undefined)?.reason };
  };

  it("shows a revocation by the council in views, lists of certificates and bundles, at once", async () => {
    const view = await issued(harness.service, world);
    expect((await judged(view)).verdict).to.equal("valid");
    await ordered(view, "revoked", "court_order");
    expect((await harness.service.certificate(ANONYMOUS, view.id)).status).to.equal("revoked");
    const { items } = await harness.service.certificates(principal(world.licences), {}, {});
    expect(items[0]).to.include({ id: view.id, status: "revoked" });
    const then = await harness.service.certificate(ANONYMOUS, view.id, { time: world.clock() });
    expect(then.asOf).to.include({ state: "revoked", reason: "court_order" });
    expect(await judged(view)).to.deep.equal({
      verdict: "not_in_force",
      code: "status.revoked",
      reason: "court_order",
    });
  });

  it("lets a maker go on from where the council left the status, and not from before", async () => {
    const view = await issued(harness.service, world);
    const before = await orderOf(world, view, "revoked");
    await ordered(view, "suspended", "court_order");
    const stale = await failure(harness.service.changeStatus(principal(world.licences), view.id, before));
    expect(stale.code).to.equal("conflict.order_stale");
    await change(harness.service, world, view, "revoked");
    expect(await judged(view)).to.deep.equal({ verdict: "not_in_force", code: "status.revoked", reason: "cancelled" });
  });

  it("shows it in the status list as soon as it looks at the log again", async () => {
    const view = await issued(harness.service, world);
    const time = async (): Promise<number> => (await harness.service.statusLists())[0]?.time ?? 0;
    await settled(async () => (await time()) > 0);
    await ordered(view, "revoked", "court_order");
    expect(await time(), "not yet").to.be.lessThan(world.clock());
    await harness.timers.pass(WATCH_MS);
    await settled(async () => (await time()) === world.clock());
    // Nothing new: the list stays as it is.
    const made = await time();
    world.clock.advance(60);
    await world.council.decide(world.council.call("memberRegistry", "freeze", world.identities.memberId));
    await harness.timers.pass(WATCH_MS);
    await harness.timers.set(WATCH_MS);
    expect(await time()).to.equal(made);
  });

  it("hands out no bundle from before a compromise that was found out later", async () => {
    const { service } = harness;
    const view = await issued(service, world);
    expect((await judged(view)).verdict).to.equal("valid");
    world.clock.advance(60);
    const key = world.licences.keys.map(hostedKey).find(({ purpose }) => purpose === "credential");
    const since = world.clock() - 3600;
    const report = world.council.call("memberRegistry", "reportCompromise", view.cell!.memberId, key!.keyId, since);
    await world.council.decide(report);
    await harness.timers.pass(WATCH_MS);
    await harness.timers.set(WATCH_MS);
    const refused = await failure(service.bundle(principal(world.licences), view.id));
    expect(refused.code).to.equal("service.self_check");
    expect(refused.detail?.checks).to.include("issuer.key_compromised");
  });

  it("goes on looking after the chain did not answer for a while", async () => {
    const line = { up: true };
    const cut = await serve(world, { ledger: behind(line, world.ledger()) });
    const view = await issued(cut.service, world);
    const time = async (): Promise<number> => (await cut.service.statusLists())[0]?.time ?? 0;
    await settled(async () => (await time()) > 0);
    const order = await orderOf(world, view, "suspended");
    await ordered(view, "revoked", "court_order", cut);
    line.up = false;
    await cut.timers.pass(WATCH_MS);
    await cut.timers.set(WATCH_MS);
    const stale = await failure(cut.service.changeStatus(principal(world.licences), view.id, order));
    expect(stale.code, "down, and never an older status").to.equal("chain.unreachable");
    line.up = true;
    await cut.timers.pass(WATCH_MS);
    await settled(async () => (await time()) === world.clock());
    expect(cut.notices.filter(({ where }) => where === "watch")).to.deep.equal([]);
    await cut.close();
  });
});

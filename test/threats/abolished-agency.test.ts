import { expect } from "chai";
import { sentenceOf } from "../../src/domain/checks/status.ts";
import { ANONYMOUS } from "../../src/domain/principal.ts";
import type { CellState, StatusReason } from "../../src/domain/status.ts";
import type { CertificateView } from "../../src/service/service.ts";
import {
  approvalOf,
  current,
  draft,
  failure,
  type Harness,
  issued,
  orderOf,
  serve,
  settled,
} from "../service/harness.ts";
import { type Agency, DAY, openWorld, principal, type World } from "../service/world.ts";

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("an abolished agency", () => {
  let world: World;
  let harness: Harness;
  /** The bureau that is abolished, and the centre that takes its place. */
  let old: Agency;
  let heir: Agency;

  beforeEach(async () => {
    world = await openWorld();
    harness = await serve(world);
    [old, heir] = [world.licences, world.identities];
  });

  afterEach(async () => {
    await harness.close();
    await world.close();
  });

  // A second later than what went before: what ends a member in the second of an anchor counts as before it.
  const decided = async (widens: boolean, method: string, ...args: readonly string[]): Promise<void> => {
    world.clock.advance(1);
    const call = world.council.call("memberRegistry", method, old.memberId, ...args);
    await (widens ? world.council.widen(call) : world.council.decide(call));
  };
  const close = () => decided(false, "close");
  const succeed = () => decided(true, "succeed", heir.memberId);

  /** Orders in the name of an agency's maker. */
  async function order(agency: Agency, view: CertificateView, to: CellState, reason?: StatusReason) {
    const head = (await current(harness.service, world, view)).statusHead;
    const why = reason === undefined ? {} : { reason };
    const input = await orderOf(world, view, to, { agency, ...why, ...(head === null ? {} : { expectedHead: head }) });
    return harness.service.changeStatus(principal(agency), view.id, input);
  }

  const refusal = async (asked: Promise<unknown>) => (await failure(asked)).code;

  /** Verdict and code of the cell, from a bundle that is fetched now, offline and by the verifier's own node. */
  async function judged(view: CertificateView, by: Agency = heir) {
    const { text } = await harness.service.bundle(principal(by), view.id);
    const reports = await Promise.all(
      (["archival", "online"] as const).map((level) => harness.service.verify(ANONYMOUS, bytes(text), { level })),
    );
    const cell = reports[0]!.checks.find(({ name }) => name === "status.cell");
    expect(reports.map(({ verdict }) => verdict)).to.deep.equal([reports[0]!.verdict, reports[0]!.verdict]);
    return { verdict: reports[0]!.verdict, code: cell?.code, message: cell?.message };
  }

  it("an abolished agency's certificates can still be revoked", async () => {
    const view = await issued(harness.service, world);
    await succeed();
    expect((await judged(view)).verdict, "abolished, and genuine all the same").to.equal("valid");
    await order(heir, view, "revoked", "penalty");
    const after = await judged(view);
    expect(after).to.include({ verdict: "not_in_force", code: "status.revoked" });
    expect(after.message).to.deep.equal(sentenceOf("revoked", "penalty"));
    expect((await harness.service.certificate(ANONYMOUS, view.id)).status).to.equal("revoked");
  });

  it("has its certificates suspended and resumed by the successor, and each bundle tells it", async () => {
    const view = await issued(harness.service, world);
    await succeed();
    await order(heir, view, "suspended");
    expect(await judged(view)).to.include({ verdict: "not_in_force", code: "status.suspended" });
    world.clock.advance(DAY);
    await order(heir, view, "active");
    expect(await judged(view)).to.include({ verdict: "valid" });
  });

  it("can't change a status itself any more, neither through the service nor by its officers' signatures", async () => {
    const view = await issued(harness.service, world);
    await close();
    for (const to of ["suspended", "revoked"] as const)
      expect(await refusal(order(old, view, to)), to).to.equal("policy.officer");
    await succeed();
    expect(await refusal(order(old, view, "revoked"))).to.equal("policy.officer");
    // Whoever signs for itself and has it relayed meets the registry.
    const change = {
      ...{ memberId: old.memberId, actingMemberId: old.memberId, officerEpoch: 1, batchId: view.cell!.batchId },
      ...{ ranges: [{ first: view.cell!.index, count: 1 }], to: 2, reason: 1, expectedHead: view.statusHead! },
      successor: { memberId: `0x${"00".repeat(32)}`, batchId: `0x${"00".repeat(32)}`, index: 0 },
      ...{ notBefore: world.clock() - 60, deadline: world.clock() + 3600 },
    } as const;
    const signed = await old.maker.order({
      ...view.cell!,
      to: 2,
      reason: 1,
      successor: change.successor,
      expectedHead: change.expectedHead,
      orderedAt: world.clock(),
    });
    const request = { change, orders: [signed] };
    const signatures = await Promise.all([old.maker, old.checker].map((one) => one.signStatus(request)));
    const ledger = world.ledger();
    await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    const { code, detail } = await failure(ledger.submit({ kind: "status", change, signatures }));
    expect([code, detail?.error]).to.deep.equal(["chain.rejected", "MemberRegistryClosed"]);
    await ledger.close();
    expect((await judged(view)).verdict).to.equal("valid");
  });

  it("is acted for by nobody before the council has said so, nor by anyone else", async () => {
    const view = await issued(harness.service, world);
    const right = await orderOf(world, view, "revoked", { agency: heir });
    // The heir's signers are told of the predecessor from the first day; that gives them nothing.
    for (const step of [async () => {}, close]) {
      await step();
      expect(await refusal(harness.service.changeStatus(principal(heir), view.id, right))).to.equal("http.not_found");
      expect(await refusal(harness.service.bundle(principal(heir), view.id))).to.equal("http.not_found");
    }
    expect(await harness.service.certificate(principal(heir), view.id)).to.not.have.property("draft");
    await succeed();
    const stranger = { ...principal(heir), memberId: `0x${"77".repeat(32)}`, tenant: "a bank" } as const;
    expect(await refusal(harness.service.changeStatus(stranger, view.id, right))).to.equal("http.not_found");
    const otherTenant = { ...principal(heir), tenant: "a bank" };
    expect(await refusal(harness.service.bundle(otherTenant, view.id))).to.equal("http.not_found");
    expect(await refusal(harness.service.changeStatus(principal(heir, "clerk"), view.id, right))).to.equal(
      "auth.forbidden",
    );
  });

  it("shows its certificates to the successor, masked, by identifier and as a list of their own", async () => {
    const view = await issued(harness.service, world);
    const by = principal(heir);
    const filter = { issuer: old.profile.code };
    expect(await refusal(harness.service.certificates(by, filter, {}))).to.equal("auth.forbidden");
    await succeed();
    expect(await harness.service.certificate(by, view.id)).to.include({ id: view.id, masked: true, status: "active" });
    expect(await harness.service.unmask(by, view.id, "吊销前核对")).to.include({ masked: false });
    const { items } = await harness.service.certificates(by, filter, {});
    expect(items.map(({ id }) => id)).to.deep.equal([view.id]);
    expect((await harness.service.certificates(by, {}, {})).items).to.deep.equal([]);
    const member = (await harness.service.members(ANONYMOUS)).find(({ memberId }) => memberId === old.memberId);
    expect(member).to.include({ closed: true, successor: heir.memberId });
  });

  it("issues nothing more: a draft is approved by nobody", async () => {
    const view = await draft(harness.service, world);
    const { approval, officer, signature } = await old.maker.approve(view.draft);
    await close();
    const input = { officer, approvedAt: approval.approvedAt, signature };
    expect(await refusal(harness.service.approve(principal(old), view.id, input))).to.equal("policy.officer");
  });

  it("has what was approved and not yet on chain brought to an end, and told, not tried for ever", async () => {
    const held = await serve(world, { batching: { maxWaitMs: 50 } });
    const view = await draft(held.service, world);
    const approval = await approvalOf(old, view);
    await held.service.approve(principal(old), view.id, approval, { waitMs: 0 });
    await close();
    await held.timers.pass(50);
    await settled(async () => held.notices.some(({ what }) => what === "alarm"));
    expect(held.notices.find(({ what }) => what === "alarm")).to.include({ code: "chain.rejected" });
    expect(await refusal(held.service.bundle(principal(old), view.id))).to.equal("chain.rejected");
    expect(held.notices.filter(({ what, where }) => what === "retry" && where.startsWith("batch"))).to.deep.equal([]);
    await held.close();
  });

  it("shows in the status list what its successor revoked", async () => {
    const view = await issued(harness.service, world);
    await succeed();
    const { time } = await order(heir, view, "revoked");
    const list = async () => {
      const lists = await harness.service.statusLists();
      return lists.find(({ memberId }) => memberId === old.memberId);
    };
    while (((await list())?.time ?? 0) < time) await new Promise((resolve) => setImmediate(resolve));
    expect((await list())!.time).to.be.at.least(time);
  });
});

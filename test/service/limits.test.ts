import { expect } from "chai";
import type { Hex } from "../../src/domain/bytes.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { Attacker, openRelay } from "../threats/attack.ts";
import {
  approvalOf,
  change,
  current,
  draft,
  failure,
  type Harness,
  issued,
  orderOf,
  serve,
  settled,
} from "./harness.ts";
import { DAY, hashOf, openWorld, principal, type World } from "./world.ts";

const codeOf = async (promise: Promise<unknown>) => (await failure(promise)).code;

describe("service: the daily limit of revocations", () => {
  let world: World;
  let harness: Harness;
  let relay: Ledger;

  before(async () => {
    world = await openWorld();
    harness = await serve(world);
    relay = await openRelay(world);
  });

  after(async () => {
    await relay.close();
    await harness.close();
    await world.close();
  });

  /** The member's officers use up the day without this service. */
  async function useUpTheDay(): Promise<void> {
    const { maker, checker } = world.licences.officerKeys;
    const officers = new Attacker(world, world.licences, maker, checker);
    const batchId = hashOf("another service's");
    await relay.submit(await officers.anchor({ batchId, size: 1024 }));
    await relay.submit(await officers.change(batchId, 0, 2, { ranges: [{ first: 0, count: 1000 }] }));
  }

  it("ends an order with a code of its own, at once, gives it up, and takes a new one on the next day", async () => {
    const { service } = harness;
    const by = principal(world.licences);
    const view = await issued(service, world);
    await useUpTheDay();
    const order = await orderOf(world, await current(service, world, view), "revoked");
    expect(await codeOf(service.changeStatus(by, view.id, order))).to.equal("conflict.daily_limit");
    expect((await current(service, world, view)).status).to.equal("active");
    world.clock.advance(DAY);
    expect(await codeOf(service.changeStatus(by, view.id, order)), "given up").to.equal("conflict.daily_limit");
    await change(service, world, view, "revoked");
    expect((await current(service, world, view)).status).to.equal("revoked");
  });
});

describe("service: a closed installation", () => {
  const successor = hashOf("the installation that continues it") as Hex;
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

  it("issues nothing more, changes statuses as ever, and tells so at its start", async () => {
    const { service, store, notices } = harness;
    const by = principal(world.licences);
    const [old, waiting] = [await issued(service, world), await draft(service, world)];
    expect(notices.map(({ code }) => code)).not.to.include("chain.closed");
    await world.council.widen(world.council.call("directory", "close", successor));
    const closedAt = world.clock();
    const refused = await failure(draft(service, world));
    expect(refused.code).to.equal("chain.closed");
    expect(refused.detail).to.deep.equal({ closedAt, successor });
    const approval = await approvalOf(world.licences, waiting);
    expect(await codeOf(service.approve(by, waiting.id, approval))).to.equal("chain.closed");
    await change(service, world, old, "suspended");
    await change(service, world, old, "active");
    const { text } = await service.bundle(by, old.id);
    const report = await service.verify(by, new TextEncoder().encode(text), { level: "online" });
    expect(report.verdict).to.equal("valid");
    await harness.close();
    harness = await serve(world, { store });
    const told = harness.notices.filter(({ code }) => code === "chain.closed");
    expect(told).to.have.length(1);
    expect(told[0]).to.include({ what: "alarm" }).with.deep.property("detail", { closedAt, successor });
    expect(told[0]?.where).to.include(world.network.registryId).and.to.include(successor);
    await change(harness.service, world, old, "revoked");
  });

  it("stops a batch that was on its way, asks no officer, and says so", async () => {
    const another = await openWorld();
    const cut = await serve(another, { batching: { maxWaitMs: 3_600_000 } });
    const view = await draft(cut.service, another);
    const approval = await approvalOf(another.licences, view);
    await cut.service.approve(principal(another.licences), view.id, approval, { waitMs: 0 });
    await another.council.widen(another.council.call("directory", "close", successor));
    await cut.close();
    const { service, notices, close } = await serve(another, { store: cut.store });
    await settled(async () => notices.some(({ code, where }) => code === "chain.closed" && where.startsWith("batch")));
    const again = service.approve(principal(another.licences), view.id, approval, { waitMs: 0 });
    expect(await codeOf(again)).to.equal("chain.closed");
    await close();
    await another.close();
  });
});

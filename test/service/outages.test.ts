import { expect } from "chai";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { YinzhengError } from "../../src/domain/errors.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { approvalOf, change, current, draft, failure, issued, orderOf, serve, settled } from "./harness.ts";
import { behind, type Line, officerBehind, witnessBehind } from "./switchable.ts";
import { DAY, openWorld, principal, served, type World } from "./world.ts";

const SECOND_MS = 1_000;
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

describe("service: outages", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  const withCheckerBehind = (line: Line) => {
    const [maker, checker] = world.licences.officers;
    if (maker === undefined || checker === undefined) throw new Error("two officers");
    return [maker, officerBehind(line, checker)];
  };

  it("keeps an approved certificate anchoring while a signer is away, says so, and issues it when the signer is back", async () => {
    const line = { up: false };
    const harness = await serve(world, { officers: withCheckerBehind(line) });
    const { service, timers, notices } = harness;
    const view = await draft(service, world);
    const by = principal(world.licences);
    const approval = await approvalOf(world.licences, view);
    const waiting = await service.approve(by, view.id, approval, { waitMs: 0 });
    expect(waiting.state).to.equal("anchoring");
    await timers.pass(SECOND_MS);
    await timers.pass(2 * SECOND_MS);
    await settled(async () => notices.length === 3);
    expect(notices.every(({ what, code }) => what === "retry" && code === "signer.unreachable")).to.equal(true);
    expect((await service.readiness()).signers.filter(({ reachable }) => !reachable)).to.have.length(1);
    line.up = true;
    await timers.pass(4 * SECOND_MS);
    expect((await service.approve(by, view.id, approval)).state).to.equal("issued");
    await harness.close();
  });

  it("asks for signatures anew, for the same root, when the old ones have run out", async () => {
    const line = { up: true };
    const store = openMemoryStore();
    const first = await serve(world, { store, ledger: behind(line, world.ledger()) });
    const view = await draft(first.service, world);
    const by = principal(world.licences);
    const approval = await approvalOf(world.licences, view);
    // The chain goes away as soon as the officers have signed.
    const append = store.journal.append.bind(store.journal);
    store.journal.append = async (records) => {
      if (records.some(({ kind }) => kind === "batch.signed")) line.up = false;
      return append(records);
    };
    await first.service.approve(by, view.id, approval, { waitMs: 0 }).catch(() => undefined);
    await settled(async () => !line.up);
    await first.close();
    world.clock.advance(2 * DAY);
    const second = await serve(world, { store });
    expect((await second.service.approve(by, view.id, approval)).state).to.equal("issued");
    await second.close();
    const signed: JsonObject[] = [];
    for await (const { kind, payload } of store.journal.scan(1)) if (kind === "batch.signed") signed.push(payload);
    const [a, b] = signed.map(({ anchor }) => anchor as JsonObject);
    expect(signed).to.have.length(2);
    expect(b?.root).to.equal(a?.root);
    expect(b?.deadline).to.be.greaterThan(Number(a?.deadline));
  });

  it("takes approvals while the chain is down, and anchors them when it is back", async () => {
    const line = { up: true };
    const harness = await serve(world, { ledger: behind(line, world.ledger()) });
    const { service } = harness;
    const by = principal(world.licences);
    await issued(service, world);
    const view = await draft(service, world);
    line.up = false;
    const answer = await service.approve(by, view.id, await approvalOf(world.licences, view), { waitMs: 0 });
    expect(answer).to.include({ state: "anchoring", status: null });
    expect((await service.readiness()).chain).to.deep.equal({ reachable: false });
    await settled(async () => harness.notices.some(({ code }) => code === "chain.unreachable"));
    line.up = true;
    await harness.timers.pass(SECOND_MS);
    await settled(async () => (await current(service, world, view)).state === "issued");
    await harness.close();
  });

  it("never tells a status that it can't ask for", async () => {
    const line = { up: true };
    const harness = await serve(world, { ledger: behind(line, world.ledger()) });
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    const { text } = await harness.service.bundle(by, view.id);
    line.up = false;
    expect((await failure(harness.service.certificate(by, view.id))).code).to.equal("chain.unreachable");
    expect((await failure(harness.service.bundle(by, view.id))).code).to.equal("chain.unreachable");
    const report = await harness.service.verify(by, bytes(text));
    expect(report.verdict).to.equal("indeterminate");
    expect((await harness.service.verify(by, bytes(text), { level: "archival" })).verdict).to.equal("valid");
    await harness.close();
  });

  it("carries out an order that could not be at first, with nobody asking again", async () => {
    const line = { up: true };
    const harness = await serve(world, { officers: withCheckerBehind(line) });
    const { service, timers } = harness;
    const view = await issued(service, world);
    line.up = false;
    expect((await failure(change(service, world, view, "revoked"))).code).to.equal("signer.unreachable");
    expect((await current(service, world, view)).status).to.equal("active");
    line.up = true;
    await timers.pass(SECOND_MS);
    await settled(async () => (await current(service, world, view)).status === "revoked");
    await harness.close();
  });

  it("suspends with one signer, so that an absent checker does not keep a stolen certificate in force", async () => {
    const harness = await serve(world, { officers: withCheckerBehind({ up: true }) });
    const view = await issued(harness.service, world);
    await harness.close();
    const alone = await serve(world, { store: harness.store, officers: withCheckerBehind({ up: false }) });
    expect((await change(alone.service, world, view, "suspended")).status).to.equal("suspended");
    await alone.close();
  });

  it("gives up an order that the signers refuse, and says why", async () => {
    const harness = await serve(world);
    const { service } = harness;
    const view = await issued(service, world);
    await harness.close();
    const refusing = world.licences.officers.map((officer) => ({
      ...officer,
      signStatus: () => Promise.reject(new YinzhengError("signer.refused")),
    }));
    const deaf = await serve(world, { store: harness.store, officers: refusing });
    const order = await orderOf(world, view, "revoked");
    const by = principal(world.licences);
    expect((await failure(deaf.service.changeStatus(by, view.id, order))).code).to.equal("signer.refused");
    expect((await failure(deaf.service.changeStatus(by, view.id, order))).code).to.equal("signer.refused");
    await deaf.close();
  });

  it("serves a bundle of level online until a witness answers, and then a new one", async () => {
    const line = { up: false };
    const harness = await serve(world, { witnesses: [witnessBehind(line, world.witness)] });
    const { service } = harness;
    const by = principal(world.licences);
    const view = await issued(service, world);
    const before = await service.bundle(by, view.id);
    expect(before.levels).to.deep.equal(["online"]);
    expect((await service.bundle(by, view.id)).etag).to.equal(before.etag);
    line.up = true;
    const after = await service.bundle(by, view.id);
    expect(after.levels).to.deep.equal(["online", "snapshot", "archival"]);
    expect(after.etag).to.not.equal(before.etag);
    expect(await service.checkpoint(by)).to.include("— court ");
    await harness.close();
  });

  it("starts while the chain is away, and does its work when it is there", async () => {
    const store = openMemoryStore();
    const by = principal(world.licences);
    const before = await serve(world, { store, officers: withCheckerBehind({ up: false }) });
    const view = await draft(before.service, world);
    await before.service.approve(by, view.id, await approvalOf(world.licences, view), { waitMs: 0 });
    await before.close();
    const line = { up: false };
    const harness = await serve(world, { store, ledger: behind(line, world.ledger()) });
    expect((await harness.service.readiness()).ready).to.equal(false);
    expect((await harness.service.certificates(by, {}, {})).items.map(({ state }) => state)).to.deep.equal([
      "anchoring",
    ]);
    line.up = true;
    await harness.timers.pass(SECOND_MS);
    await settled(async () => (await current(harness.service, world, view)).state === "issued");
    await harness.close();
  });

  it("refuses to start on another chain, and on one that its trust file does not hold", async () => {
    const other = await openWorld();
    const elsewhere = world.ledger(other.chain.rpc);
    expect((await failure(serve(world, { ledger: elsewhere }))).code).to.equal("chain.mismatch");
    expect((await failure(serve(world, { trust: other.trust }))).code).to.equal("chain.mismatch");
    await other.close();
  });

  it("hands out nothing whose own proof does not hold, says so, and issues it once the cause is mended", async () => {
    const store = openMemoryStore();
    const [licences, identities] = [served(world.licences), served(world.identities)];
    const names = { ...licences.profile.names, en: "Not the name that is registered" };
    const misnamed = { ...licences, profile: { ...licences.profile, names } };
    const harness = await serve(world, { store, members: [misnamed, identities] });
    const by = principal(world.licences);
    const view = await draft(harness.service, world);
    const approval = await approvalOf(world.licences, view);
    expect((await failure(harness.service.approve(by, view.id, approval))).code).to.equal("service.self_check");
    expect((await current(harness.service, world, view)).state).to.equal("anchoring");
    expect((await failure(harness.service.bundle(by, view.id))).code).to.equal("service.self_check");
    const [alarm] = harness.notices.filter(({ what }) => what === "alarm");
    expect(alarm).to.deep.include({ code: "service.self_check", detail: { checks: ["issuer.name_mismatch"] } });
    await harness.close();
    const mended = await serve(world, { store });
    await settled(async () => (await current(mended.service, world, view)).state === "issued");
    expect((await mended.service.approve(by, view.id, approval)).state).to.equal("issued");
    await mended.close();
  });

  it("never hands out a bundle that has come to be false, even after it was issued", async () => {
    const store = openMemoryStore();
    const harness = await serve(world, { store });
    const by = principal(world.licences);
    const view = await issued(harness.service, world);
    await harness.close();
    const licences = served(world.licences);
    const names = { ...licences.profile.names, en: "Not the name that is registered" };
    const misnamed = { ...licences, profile: { ...licences.profile, names } };
    const again = await serve(world, { store, members: [misnamed, served(world.identities)] });
    expect((await failure(again.service.bundle(by, view.id))).code).to.equal("service.self_check");
    await again.close();
  });
});

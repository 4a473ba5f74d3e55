import { expect } from "chai";
import { REPRESENTATION_TYPE } from "../../src/proof/representation.ts";
import type { BatchDocument } from "../../src/service/officers.ts";
import { offlineOfficer } from "../../src/service/signing/officer.ts";
import type { SigningRequest } from "../../src/service/signing/requests.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { approvalOf, current, draft, failure, type Harness, issued, orderOf, serve, settled } from "./harness.ts";
import { DAY, openWorld, principal, type World } from "./world.ts";

/** The request as it is carried: whole, and of nothing but JSON. */
async function carried({ head, documents }: SigningRequest) {
  const all: BatchDocument[] = [];
  for await (const document of documents) all.push(document as BatchDocument);
  return JSON.parse(JSON.stringify({ ...head, documents: all })) as typeof head & { documents: BatchDocument[] };
}

describe("service: an officer who signs offline", () => {
  let world: World;
  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  const by = () => principal(world.licences, "checker");
  const open = async (store = openMemoryStore()): Promise<Harness> => {
    const [maker, checker] = world.licences.officers;
    if (maker === undefined || checker === undefined) throw new Error("two officers");
    return serve(world, { store, officers: [maker, offlineOfficer(checker), ...world.identities.officers] });
  };
  /** A certificate whose batch waits for the checker. */
  async function waiting({ service }: Harness) {
    const view = await draft(service, world);
    const approval = await approvalOf(world.licences, view);
    await service.approve(principal(world.licences), view.id, approval, { waitMs: 0 });
    let found = await service.signing.waiting(by());
    await settled(async () => {
      found = await service.signing.waiting(by());
      return found.length > 0;
    });
    const [batch] = found;
    if (batch === undefined) throw new Error("nothing waits");
    return { view, batchId: batch.batchId, batch };
  }
  const signed = async (request: SigningRequest) => {
    const { anchor, voidValue, documents } = await carried(request);
    const { signer, signature } = await world.licences.checker.signAnchor({ anchor, voidValue, documents });
    return { anchor, officer: signer, signature };
  };

  it("is given the whole request, judges it by his own signer, and what he brings back anchors the batch", async () => {
    const harness = await open();
    const { service } = harness;
    const { view, batchId, batch } = await waiting(harness);
    expect(batch)
      .to.include({ deadline: null })
      .and.deep.include({ officers: [world.licences.checker.address] });
    expect((await current(service, world, view)).state).to.equal("anchoring");
    const brought = await signed(await service.signing.request(by(), batchId));
    const taken = { batchId, officer: brought.officer, missing: [] };
    expect(await service.signing.submit(by(), batchId, brought)).to.deep.equal(taken);
    await settled(async () => (await current(service, world, view)).state === "issued");
    expect(await service.signing.submit(by(), batchId, brought), "the same again").to.deep.equal(taken);
    expect(await service.signing.waiting(by())).to.deep.equal([]);
    expect((await failure(service.signing.request(by(), batchId))).code).to.equal("conflict.state");
    await harness.close();
  });

  it("is given sealed documents as well, whole, and judges them by his own signer", async () => {
    const store = openMemoryStore();
    const online = await serve(world, { store });
    const view = await issued(online.service, world);
    await online.close();
    const { service, close } = await open(store);
    const ask = () => service.document(principal(world.licences), view.id, { languages: "zh" });
    await ask();
    await settled(async () => (await service.signing.waiting(by())).length > 0);
    const [batch] = await service.signing.waiting(by());
    expect(batch?.type.code).to.equal(REPRESENTATION_TYPE);
    const batchId = batch?.batchId ?? "0x";
    await service.signing.submit(by(), batchId, await signed(await service.signing.request(by(), batchId)));
    await settled(async () => (await ask()).state === "issued");
    await close();
  });

  it("can't be spoken for: another's signature, one of another anchor, or an officer who is online is not taken", async () => {
    const harness = await open();
    const { signing } = harness.service;
    const { batchId } = await waiting(harness);
    const request = await signing.request(by(), batchId);
    const brought = await signed(request);
    const maker = await world.licences.maker.signAnchor(await carried(await signing.request(by(), batchId)));
    const submit = async (fields: object) =>
      (await failure(signing.submit(by(), batchId, { ...brought, ...fields }))).code;
    expect(await submit({ signature: maker.signature })).to.equal("schema.mismatch");
    expect(await submit({ anchor: { ...brought.anchor, root: batchId } })).to.equal("schema.mismatch");
    expect(await submit({ officer: maker.signer, signature: maker.signature })).to.equal("policy.officer");
    expect((await failure(signing.submit(by(), `0x${"11".repeat(32)}`, brought))).code).to.equal("http.not_found");
    await harness.close();
  });

  it("is asked anew when the 24 hours are over, and what was signed before is not taken any more, also after a restart", async () => {
    const store = openMemoryStore();
    const first = await open(store);
    const { view, batchId } = await waiting(first);
    const late = await signed(await first.service.signing.request(by(), batchId));
    await first.close();
    world.clock.advance(2 * DAY);
    const second = await open(store);
    const { signing } = second.service;
    expect((await failure(signing.submit(by(), batchId, late))).code).to.equal("conflict.request_stale");
    const brought = await signed(await signing.request(by(), batchId));
    expect(brought.anchor.root).to.equal(late.anchor.root);
    expect(brought.anchor.deadline).to.be.greaterThan(late.anchor.deadline);
    expect((await failure(signing.submit(by(), batchId, late))).code).to.equal("conflict.request_stale");
    await signing.submit(by(), batchId, brought);
    await settled(async () => (await current(second.service, world, view)).state === "issued");
    await second.close();
  });

  it("shows the drafts to the member's maker or checker alone, and journals that it did", async () => {
    const store = openMemoryStore();
    const harness = await open(store);
    const { signing } = harness.service;
    const { batchId } = await waiting(harness);
    for (const role of ["clerk", "reader", "operator"] as const)
      expect((await failure(signing.request(principal(world.licences, role), batchId))).code).to.equal(
        "auth.forbidden",
      );
    const other = principal(world.identities, "checker");
    expect((await failure(signing.request(other, batchId))).code).to.equal("http.not_found");
    expect(await signing.waiting(other)).to.deep.equal([]);
    await signing.request(by(), batchId);
    const shown: string[] = [];
    for await (const { kind, actor } of store.journal.scan(1)) if (kind === "batch.shown") shown.push(actor);
    expect(shown).to.deep.equal([by().subject]);
    await harness.close();
  });

  it("doesn't keep the others waiting for what they can do alone: a suspension needs one officer", async () => {
    const harness = await open();
    const { service } = harness;
    const { view, batchId } = await waiting(harness);
    await service.signing.submit(by(), batchId, await signed(await service.signing.request(by(), batchId)));
    await settled(async () => (await current(service, world, view)).state === "issued");
    const maker = principal(world.licences);
    const order = async (to: "suspended" | "revoked") => orderOf(world, await current(service, world, view), to);
    expect(await service.changeStatus(maker, view.id, await order("suspended"))).to.include({ status: "suspended" });
    const stopped = await failure(service.changeStatus(maker, view.id, await order("revoked")));
    expect(stopped.code).to.equal("signer.offline");
    await harness.close();
  });
});

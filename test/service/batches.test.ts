import { expect } from "chai";
import type { CertificateView } from "../../src/service/service.ts";
import { approvalOf, draft, type Harness, serve } from "./harness.ts";
import { openWorld, principal, type World } from "./world.ts";

const WAIT_MS = 50;

describe("service: batches", () => {
  let world: World;
  let harness: Harness;

  before(async () => {
    world = await openWorld();
  });

  beforeEach(async () => {
    harness = await serve(world, { batching: { maxWaitMs: WAIT_MS, capacity: 16 } });
  });

  afterEach(() => harness.close());
  after(() => world.close());

  async function approve(count: number): Promise<readonly Promise<CertificateView>[]> {
    const views = await Promise.all(Array.from({ length: count }, () => draft(harness.service, world)));
    return Promise.all(
      views.map(async (view) => {
        const approval = await approvalOf(world.licences, view);
        return () => harness.service.approve(principal(world.licences), view.id, approval);
      }),
    ).then((calls) => calls.map((call) => call()));
  }

  const batchesOf = (views: readonly CertificateView[]) => new Set(views.map(({ cell }) => cell?.batchId));
  const anchors = async (): Promise<number> => (await world.ledger().logState()).size;

  it("puts what comes within the wait into one batch, one anchor, and cells of their own", async () => {
    const before = await anchors();
    const calls = await approve(3);
    // The batch opens with the first and closes when its time is over: by then all three are in it.
    const placed = async () => (await harness.service.certificates(principal(world.licences), {}, {})).items;
    while ((await placed()).some(({ cell }) => cell === null)) await new Promise((resolve) => setImmediate(resolve));
    await harness.timers.pass(WAIT_MS);
    const views = await Promise.all(calls);
    expect(views.map(({ state }) => state)).to.deep.equal(["issued", "issued", "issued"]);
    expect(batchesOf(views).size).to.equal(1);
    expect(new Set(views.map(({ cell }) => cell?.index)).size).to.equal(3);
    expect(await anchors()).to.equal(before + 1);
  });

  it("closes a full batch at once and goes on in the next", async () => {
    const calls = await approve(17);
    const full = await Promise.race(calls);
    await harness.timers.pass(WAIT_MS);
    const views = await Promise.all(calls);
    expect(batchesOf(views).size).to.equal(2);
    const inFull = views.filter(({ cell }) => cell?.batchId === full.cell?.batchId);
    expect(inFull.map(({ cell }) => cell?.index ?? -1).sort((a, b) => a - b)).to.deep.equal([...Array(16).keys()]);
  });

  it("gives every certificate of a type a position of its own in the status list", async () => {
    const calls = await approve(20);
    await Promise.race(calls);
    await harness.timers.pass(WAIT_MS);
    const views = await Promise.all(calls);
    const by = principal(world.licences);
    const entries = await Promise.all(
      views.map(async ({ id }) => {
        const bundle = JSON.parse((await harness.service.bundle(by, id)).text);
        return bundle.representations[0].credential.credentialStatus[1];
      }),
    );
    expect(new Set(entries.map(({ statusListCredential }) => statusListCredential)).size).to.equal(1);
    expect(new Set(entries.map(({ statusListIndex }) => statusListIndex)).size).to.equal(20);
    expect(entries[0].statusListCredential).to.match(
      /^https:\/\/demo\.yinzheng\.example\/v1\/status-lists\/[0-9a-f]{32}$/,
    );
  });
});

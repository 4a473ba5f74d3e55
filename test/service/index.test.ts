import { expect } from "chai";
import { fact } from "../../src/service/payloads.ts";
import { Records } from "../../src/service/records.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { IndexEntry, Store } from "../../src/store/store.ts";
import { current, failure, issued, serve } from "./harness.ts";
import { openWorld, type World } from "./world.ts";

const BY = { tenant: "tenant", subject: "clerk" };
const kept = (subject: string) => fact("answer.kept", subject, { requestDigest: "d", status: 200, body: {} });

async function openRecords(store: Store): Promise<Records> {
  const records = new Records(store, () => 1_763_900_000);
  await records.open();
  return records;
}

const entries = async ({ index }: Store): Promise<readonly IndexEntry[]> => index.range("");

describe("service: journal and index", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  it("builds the same index from the journal as it wrote step by step", async () => {
    const store = openMemoryStore();
    const harness = await serve(world, { store });
    await issued(harness.service, world);
    await harness.close();
    const before = await entries(store);
    await store.index.clear();
    await openRecords(store);
    expect(await entries(store)).to.deep.equal(before);
  });

  const damages: readonly (readonly [string, (store: Store, entry: IndexEntry) => Promise<void>])[] = [
    ["a lost entry", (store, { key }) => store.index.write([], [key])],
    ["a changed entry", (store, { key }) => store.index.write([{ key, value: "1" }])],
    ["an entry too many", (store) => store.index.write([{ key: "w/batch/x", value: "1" }])],
    ["a lost beginning", (store) => store.index.write([], ["meta"])],
    ["an older layout", (store) => store.index.write([{ key: "meta", value: '{"version":0}' }])],
    ["no index at all", (store) => store.index.clear()],
  ];
  for (const [what, damage] of damages) {
    it(`builds the index anew after ${what}`, async () => {
      const store = openMemoryStore();
      const harness = await serve(world, { store });
      const view = await issued(harness.service, world);
      await harness.close();
      const before = await entries(store);
      const placed = before.find(({ key }) => key.startsWith("p/"));
      if (placed === undefined) throw new Error("nothing was placed");
      await damage(store, placed);
      const again = await serve(world, { store });
      expect(await entries(store)).to.deep.equal(before);
      expect((await current(again.service, world, view)).state).to.equal("issued");
      await again.close();
    });
  }

  it("holds no identifier, no name and no payload in the index", async () => {
    const store = openMemoryStore();
    const harness = await serve(world, { store });
    const view = await issued(harness.service, world);
    await harness.close();
    const text = JSON.stringify(await entries(store));
    for (const secret of [view.id, view.cell?.batchId ?? "", "葛", "91371000163094814Q"]) {
      expect(text).to.not.include(secret);
    }
  });

  it("shares one append of the journal among facts that wait at the same time, and keeps their order", async () => {
    const store = openMemoryStore();
    const records = await openRecords(store);
    const { append } = store.journal;
    let appends = 0;
    store.journal.append = (group) => {
      appends += 1;
      return append.call(store.journal, group);
    };
    const written = await Promise.all(["a", "b", "c"].map((subject) => records.append(BY, [kept(subject)])));
    expect(appends).to.equal(1);
    expect(written.flat().map(({ seq, subject }) => [seq, subject])).to.deep.equal([
      [1, "a"],
      [2, "b"],
      [3, "c"],
    ]);
  });

  it("brings a lagging index up before the next read, and says nothing twice", async () => {
    const store = openMemoryStore();
    const records = await openRecords(store);
    const { write } = store.index;
    store.index.write = () => Promise.reject(new Error("no room"));
    expect(await failure(records.append(BY, [kept("a")]))).to.be.instanceOf(Error);
    store.index.write = (...change) => write.apply(store.index, change);
    expect((await records.answer("a"))?.seq).to.equal(1);
    await records.append(BY, [kept("b")]);
    expect(store.journal.head().seq).to.equal(2);
  });
});

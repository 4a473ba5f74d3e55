import { expect } from "chai";
import { REPRESENTATION_TYPE } from "../../../src/proof/representation.ts";
import { payloadOf } from "../../../src/service/payloads.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Harness, issued, serve } from "../harness.ts";
import { openWorld, type World } from "../world.ts";
import { documentOf } from "./desk.ts";

describe("service: batches of documents", function () {
  this.timeout(60_000);
  let world: World;
  let harness: Harness;
  let store: Store;

  before(async () => {
    world = await openWorld();
    store = openMemoryStore();
    harness = await serve(world, { store });
  });

  after(async () => {
    await harness.close();
    await world.close();
  });

  async function batches(): Promise<readonly string[]> {
    const opened: string[] = [];
    for await (const record of store.journal.scan(1)) {
      if (payloadOf("batch.opened", record)?.type === REPRESENTATION_TYPE) opened.push(record.subject);
    }
    return opened;
  }

  it("hold everything that is asked for at once, in one anchor, and no place in a status list", async () => {
    const views = await Promise.all(Array.from({ length: 12 }, () => issued(harness.service, world)));
    const before = (await world.ledger().logState()).size;
    const files = await Promise.all(views.map((view) => documentOf(harness.service, world, view)));
    expect(new Set(files.map(({ etag }) => etag)).size).to.equal(12);
    expect((await world.ledger().logState()).size).to.equal(before + 1);
    expect(await batches()).to.have.length(1);
    const lists = await harness.service.statusLists();
    expect(lists.filter(({ memberId }) => memberId === world.licences.memberId)).to.have.length(1);
  });
});

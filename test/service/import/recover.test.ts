import { expect } from "chai";
import type { BatchApprovalInput, BatchView } from "../../../src/service/import/batches.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { NO_CELL } from "../../../src/service/status.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { JournalRecord, Store } from "../../../src/store/store.ts";
import { type Harness, issued, serve, settled } from "../harness.ts";
import { MortalStore } from "../mortal-store.ts";
import { openWorld, principal, type World } from "../world.ts";
import { approvalOf, inputOf, until } from "./drive.ts";
import { licenceOf, linesOf } from "./sheet.ts";

const ROWS = 4;

/** A clerk and a maker who repeat what was not answered: the same file under the same key, the same signature. */
class Office {
  readonly #world: World;
  /** No two journals have the same certificates: a draft that a signer has signed into a cell stays there. */
  readonly #first: number;
  #approval: BatchApprovalInput | undefined;
  done: BatchView | undefined;

  constructor(world: World, first: number) {
    this.#world = world;
    this.#first = first;
  }

  async drive({ service }: Harness): Promise<void> {
    const by = principal(this.#world.licences);
    const { id } = await service.batches.receive(by, inputOf(this.#world, linesOf(ROWS, this.#first)));
    await until(service, by, id, "awaiting_approval", "anchoring", "issued");
    this.#approval ??= await approvalOf(service, this.#world, id);
    await service.batches.approve(by, id, this.#approval);
    this.done = await until(service, by, id, "issued");
  }
}

async function recordsOf({ journal }: Store): Promise<readonly JournalRecord[]> {
  return Array.fromAsync(journal.scan(1));
}

describe("service: recovery of imports", () => {
  let world: World;
  let count = 0;
  const newOffice = (): Office => {
    count += ROWS;
    return new Office(world, count);
  };

  before(async () => {
    world = await openWorld();
  });
  after(() => world.close());

  /** Runs until the store dies. The dead process is closed only so that nothing of it goes on in this one. */
  async function runUntilKilled(office: Office, store: Store, last: number): Promise<void> {
    const mortal = new MortalStore(store, last);
    const ledger = world.ledger();
    try {
      const harness = await serve(world, { store: mortal, ledger });
      await Promise.race([office.drive(harness).catch(() => undefined), mortal.death]);
      await harness.close();
    } catch {
      await ledger.close();
    }
  }

  async function runToTheEnd(office: Office, store: Store): Promise<void> {
    const harness = await serve(world, { store });
    await office.drive(harness);
    await harness.close();
  }

  function expectWhole(records: readonly JournalRecord[], where: string): void {
    const subjects = (kind: string) => records.filter((record) => record.kind === kind).map(({ subject }) => subject);
    const drafted = subjects("certificate.drafted");
    expect(new Set(drafted).size, where).to.equal(ROWS);
    for (const kind of ["drafted", "approved", "placed", "issued"]) {
      expect(subjects(`certificate.${kind}`).sort(), `${where}: ${kind}`).to.deep.equal([...drafted].sort());
    }
    for (const kind of ["import.received", "import.checked", "import.drafted", "import.approved", "import.placed"]) {
      expect(subjects(kind).length, `${where}: ${kind}`).to.equal(1);
    }
    for (const kind of ["batch.opened", "batch.closed", "batch.anchored", "batch.finished"]) {
      expect(subjects(kind).length, `${where}: ${kind}`).to.equal(1);
    }
  }

  it("loses nothing and does nothing twice, whichever record was the last before it was killed", async () => {
    const whole = openMemoryStore();
    await runToTheEnd(newOffice(), whole);
    const all = await recordsOf(whole);
    expectWhole(all, "never killed");
    for (let last = 1; last <= all.length; last++) {
      const store = openMemoryStore();
      const office = newOffice();
      const size = (await world.ledger().logState()).size;
      await runUntilKilled(office, store, last);
      await runToTheEnd(office, store);
      const where = `killed after ${last}, ${all[last - 1]?.kind}`;
      expectWhole(await recordsOf(store), where);
      expect((await world.ledger().logState()).size - size, `${where}: anchors`).to.equal(1);
    }
  }).timeout(240_000);

  it("goes on by itself where nobody asks again", async () => {
    const store = openMemoryStore();
    const office = newOffice();
    const before = await serve(world, { store });
    const by = principal(world.licences);
    const { id } = await before.service.batches.receive(by, inputOf(world, linesOf(ROWS, count)));
    await before.close();
    const after = await serve(world, { store });
    await until(after.service, by, id, "awaiting_approval");
    await after.service.batches.approve(by, id, await approvalOf(after.service, world, id));
    await after.close();
    const last = await serve(world, { store });
    await settled(async () => (await last.service.batches.batch(by, id)).state === "issued");
    await office.drive(last);
    expect(office.done?.id).to.equal(id);
    await last.close();
  });

  /** By the agency's officers and a relayer, past the service. */
  async function revokeOutside({ cell, statusHead }: CertificateView): Promise<void> {
    if (cell === null || statusHead === null) throw new Error("not issued");
    const { memberId, batchId, index } = cell;
    const now = world.clock();
    const what = { memberId, batchId, to: 2, reason: 1, successor: NO_CELL, expectedHead: statusHead };
    const change = {
      ...what,
      actingMemberId: memberId,
      officerEpoch: 1,
      ranges: [{ first: index, count: 1 }],
      notBefore: now,
      deadline: now + 3600,
    };
    const orders = [await world.licences.maker.order({ ...what, index, orderedAt: now })];
    const signed = await Promise.all(world.licences.officers.map((officer) => officer.signStatus({ change, orders })));
    const signatures = signed.toSorted((a, b) => (a.signer < b.signer ? -1 : 1));
    const ledger = world.ledger();
    await ledger.start({ prepared: async () => {}, settled: async () => {}, pending: async () => [] });
    await ledger.submit({ kind: "status", change, signatures });
    await ledger.close();
  }

  it("is returned where nothing of it can be drafted any more", async () => {
    const store = openMemoryStore();
    const by = principal(world.licences);
    const first = await serve(world, { store });
    const before = await issued(first.service, world);
    await first.close();
    const row = { subject: licenceOf(900), supersedes: { id: before.id, kind: "change" } };
    const bytes = Buffer.from(JSON.stringify(row));
    // Received, rows, checked; then it is killed.
    const mortal = new MortalStore(store, store.journal.head().seq + 3);
    const ledger = world.ledger();
    const dying = await serve(world, { store: mortal, ledger });
    const input = inputOf(world, bytes, { mode: "partial", key: "late" });
    await dying.service.batches.receive(by, input);
    await mortal.death;
    await dying.close();
    expect((await recordsOf(store)).at(-1)?.kind).to.equal("import.checked");
    await revokeOutside(before);
    const after = await serve(world, { store });
    const { id } = await after.service.batches.receive(by, input);
    const view = await until(after.service, by, id, "returned", "awaiting_approval");
    expect(view).to.deep.include({ state: "returned", drafts: null });
    expect((await after.service.batches.faults(by, id)).map(({ code }) => code)).to.deep.equal(["conflict.state"]);
    await after.close();
  });
});

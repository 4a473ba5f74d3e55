import { expect } from "chai";
import type { ApprovalInput, CertificateView, StatusInput, StatusResult } from "../../src/service/service.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import type { JournalRecord, Store } from "../../src/store/store.ts";
import { approvalOf, current, type Harness, LICENCE, orderOf, serve, settled } from "./harness.ts";
import { MortalStore } from "./mortal-store.ts";
import { openWorld, principal, type World } from "./world.ts";

/** A client that repeats every request it has no answer to, with the same key and the same signatures. */
class Client {
  readonly #world: World;
  #approval: ApprovalInput | undefined;
  #order: StatusInput | undefined;
  drafted: CertificateView | undefined;
  issued: CertificateView | undefined;
  revoked: StatusResult | undefined;

  constructor(world: World) {
    this.#world = world;
  }

  /** Issues one certificate and revokes it, from where the last attempt got to. */
  async drive({ service }: Harness): Promise<void> {
    const { licences } = this.#world;
    const by = principal(licences);
    const request = { type: licences.type, subject: LICENCE };
    this.drafted ??= await service.issue(by, request, { idempotencyKey: "once" });
    this.#approval ??= await approvalOf(licences, this.drafted);
    this.issued ??= await service.approve(by, this.drafted.id, this.#approval);
    this.#order ??= await orderOf(this.#world, this.issued, "revoked");
    this.revoked ??= await service.changeStatus(by, this.drafted.id, this.#order);
  }
}

async function recordsOf({ journal }: Store): Promise<readonly JournalRecord[]> {
  const records: JournalRecord[] = [];
  for await (const record of journal.scan(1)) records.push(record);
  return records;
}

const count = (records: readonly JournalRecord[], kind: string): number =>
  records.filter((record) => record.kind === kind).length;

describe("service: recovery", () => {
  let world: World;

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  const logSize = async (): Promise<number> => (await world.ledger().logState()).size;

  /** Runs until the store dies. The dead process is closed only so that nothing of it goes on in this one. */
  async function runUntilKilled(client: Client, store: Store, last: number): Promise<void> {
    const mortal = new MortalStore(store, last);
    const ledger = world.ledger();
    try {
      const harness = await serve(world, { store: mortal, ledger });
      const drive = client.drive(harness).catch(() => undefined);
      await Promise.race([drive, mortal.death]);
      await harness.close();
    } catch {
      await ledger.close();
    }
  }

  /** What the whole scenario journals when nothing goes wrong. */
  async function wholeRun(): Promise<readonly JournalRecord[]> {
    const store = openMemoryStore();
    const harness = await serve(world, { store });
    await new Client(world).drive(harness);
    await harness.close();
    return recordsOf(store);
  }

  /** Kills after each record `last` of one life, then of the next, and lets the third live: all must be well. */
  async function surviveKills(lasts: readonly number[]): Promise<void> {
    const store = openMemoryStore();
    const client = new Client(world);
    const at = `killed after records ${lasts.join(", ")}`;
    const before = await logSize();
    for (const last of lasts) await runUntilKilled(client, store, last);
    const { drafted, issued, revoked } = { ...client };
    const harness = await serve(world, { store });
    await expectKept(harness, { drafted, issued, revoked }, at);
    await client.drive(harness);
    const end = await current(harness.service, world, client.drafted as CertificateView);
    expect({ state: end.state, status: end.status }, at).to.deep.equal({ state: "issued", status: "revoked" });
    if (drafted !== undefined) expect(end.id, at).to.equal(drafted.id);
    await harness.close();
    const records = await recordsOf(store);
    const once = ["drafted", "approved", "placed", "issued"].map((what) => count(records, `certificate.${what}`));
    expect(once, at).to.deep.equal([1, 1, 1, 1]);
    expect(await logSize(), `${at}: one anchor and one change on chain`).to.equal(before + 2);
    expect((await store.journal.audit()).defects, at).to.deep.equal([]);
  }

  /** Whatever a client was told before the kill is so after it, before anybody asks for anything. */
  async function expectKept(
    { service }: Harness,
    told: Pick<Client, "drafted" | "issued" | "revoked">,
    at: string,
  ): Promise<void> {
    const { drafted, issued, revoked } = told;
    if (drafted === undefined) return;
    const { state, status } = await current(service, world, drafted);
    if (issued !== undefined) expect(state, at).to.equal("issued");
    if (revoked !== undefined) expect(status, at).to.equal("revoked");
  }

  it("finishes, with nothing lost and nothing done twice, wherever it was killed", async function () {
    this.timeout(40_000);
    const total = (await wholeRun()).length;
    expect(total).to.be.greaterThan(15);
    for (let last = 1; last <= total; last++) await surviveKills([last]);
  });

  it("does so where it was killed again while it recovered", async function () {
    this.timeout(40_000);
    const total = (await wholeRun()).length;
    for (let last = 1; last <= total; last++) await surviveKills([last, last + 1, last + 3]);
  });

  for (const [kind, expected] of [
    ["certificate.approved", { state: "issued", status: "active" }],
    ["batch.signed", { state: "issued", status: "active" }],
    ["transaction.prepared", { state: "issued", status: "active" }],
    ["status.ordered", { state: "issued", status: "revoked" }],
    ["status.signed", { state: "issued", status: "revoked" }],
  ] as const) {
    it(`finishes with nobody asking again after ${kind}`, async () => {
      const records = await wholeRun();
      const heartbeats = records.findIndex((record) => record.kind === "certificate.drafted");
      const own = records.slice(heartbeats).find((record) => record.kind === kind);
      const store = openMemoryStore();
      const client = new Client(world);
      await runUntilKilled(client, store, own?.seq ?? 0);
      const harness = await serve(world, { store });
      const view = client.drafted as CertificateView;
      await settled(async () => {
        const { state, status } = await current(harness.service, world, view);
        return state === expected.state && status === expected.status;
      });
      await harness.close();
    });
  }
});

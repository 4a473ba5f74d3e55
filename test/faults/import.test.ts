import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { expect } from "chai";
import { utf8 } from "../../src/crypto/encoding.ts";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { parseBundle } from "../../src/proof/parse.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import type { BatchView } from "../../src/service/import/batches.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import type { Store } from "../../src/store/store.ts";
import { type Harness, serve } from "../service/harness.ts";
import { approvalOf, inputOf, until } from "../service/import/drive.ts";
import { linesOf } from "../service/import/sheet.ts";
import { MortalStore } from "../service/mortal-store.ts";
import { openWorld, principal, type World } from "../service/world.ts";

const ROWS = 10_000;
const passphrase = "a passphrase for the faults";

describe(`faults: an import of ${ROWS} certificates, killed in the middle of each step`, () => {
  let world: World;
  let dir: string;

  before(async () => {
    world = await openWorld();
    dir = await mkdtemp(join(tmpdir(), "yinzheng-import-"));
  });
  after(async () => {
    await world.close();
    await rm(dir, { recursive: true, force: true });
  });

  const open = (): Promise<Store> => openLevelStore({ dir, passphrase });

  /** One life of a clerk's and a maker's office over the store, which is killed when it holds `last` records. */
  async function life(last: number): Promise<BatchView | null> {
    const store = await open();
    const mortal = new MortalStore(store, last);
    const ledger = world.ledger();
    let view: BatchView | null = null;
    try {
      const harness = await serve(world, { store: mortal, ledger });
      const lived = drive(harness).then(
        (issued) => issued,
        () => null,
      );
      view = await Promise.race([lived, mortal.death.then(() => null)]);
      await harness.close();
    } catch {
      await ledger.close();
    }
    await store.close();
    return view;
  }

  async function drive({ service }: Harness): Promise<BatchView> {
    const by = principal(world.licences);
    const { id } = await service.batches.receive(by, inputOf(world, linesOf(ROWS)));
    const { state } = await until(service, by, id, "awaiting_approval", "anchoring", "issued");
    if (state === "awaiting_approval") await service.batches.approve(by, id, await approvalOf(service, world, id));
    return until(service, by, id, "issued");
  }

  it("comes out whole: each certificate once, all in one anchor, each with its proof", async function () {
    this.timeout(600_000);
    const size = (await world.ledger().logState()).size;
    // In the middle of drafting, of placing, and of issuing: 10,000 drafts, then twice as many, then as many again.
    for (const last of [5_000, 20_000, 35_000]) expect(await life(last), `killed at ${last}`).to.equal(null);
    const view = await life(Number.MAX_SAFE_INTEGER);
    expect(view).to.deep.include({ state: "issued", issued: ROWS });
    expect((await world.ledger().logState()).size - size, "anchors").to.equal(1);
    const store = await open();
    const counts = new Map<string, Set<string>>();
    let records = 0;
    for await (const { kind, subject } of store.journal.scan(1)) {
      if (!/^certificate\.(drafted|approved|placed|issued)$/.test(kind)) continue;
      counts.set(kind, (counts.get(kind) ?? new Set()).add(subject));
      records += 1;
    }
    expect([...counts.values()].map((subjects) => subjects.size)).to.deep.equal([ROWS, ROWS, ROWS, ROWS]);
    expect(records, "each once").to.equal(4 * ROWS);
    const harness = await serve(world, { store });
    const verifier = createVerifier(world.trust);
    let proven = 0;
    for await (const { text } of await harness.service.batches.bundles(principal(world.licences), view?.id ?? "")) {
      const report = verifier.verify(parseBundle(utf8(text)), NO_FACTS, { level: "archival" }, world.clock());
      if (report.verdict === "valid") proven += 1;
    }
    expect(proven).to.equal(ROWS);
    await harness.close();
    await store.close();
  });
});

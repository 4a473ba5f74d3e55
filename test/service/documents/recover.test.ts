import { expect } from "chai";
import { toHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import type { Anchor } from "../../../src/domain/anchor.ts";
import type { CertificateView } from "../../../src/service/service.ts";
import { openMemoryStore } from "../../../src/store/memory/open.ts";
import type { Store } from "../../../src/store/store.ts";
import { type Harness, issued, serve, settled } from "../harness.ts";
import { MortalStore } from "../mortal-store.ts";
import { openWorld, type World } from "../world.ts";
import { asked, documentOf, kindsIn } from "./desk.ts";

describe("service: recovery of documents", function () {
  this.timeout(60_000);
  let world: World;
  /** Everything that the officers were asked to sign. */
  const anchors: Anchor[] = [];

  before(async () => {
    world = await openWorld();
  });

  after(() => world.close());

  const officers = () =>
    [...world.licences.officers, ...world.identities.officers].map((officer) => ({
      ...officer,
      signAnchor: (request: Parameters<typeof officer.signAnchor>[0]) => {
        anchors.push(request.anchor);
        return officer.signAnchor(request);
      },
    }));

  /** A life over a store of which every record up to `last` gets to the disk. */
  async function runUntilKilled(store: Store, last: number, drive: (harness: Harness) => Promise<unknown>) {
    const mortal = new MortalStore(store, last);
    const ledger = world.ledger();
    try {
      const harness = await serve(world, { store: mortal, ledger, officers: officers() });
      await Promise.race([drive(harness).catch(() => undefined), mortal.death]);
      await harness.close();
    } catch {
      await ledger.close();
    }
  }

  /** A store in which one licence is issued. */
  async function founded(): Promise<{ readonly store: Store; readonly view: CertificateView }> {
    const store = openMemoryStore();
    const harness = await serve(world, { store });
    const view = await issued(harness.service, world);
    await harness.close();
    return { store, view };
  }

  async function wholeRun(): Promise<{ readonly from: number; readonly kinds: readonly string[] }> {
    const { store, view } = await founded();
    const from = store.journal.head().seq;
    const harness = await serve(world, { store });
    await documentOf(harness.service, world, view);
    await harness.close();
    return { from, kinds: (await kindsIn(store)).slice(from) };
  }

  it("finishes with one sealed file and one anchor, wherever it was killed", async () => {
    const { kinds } = await wholeRun();
    expect(kinds.length).to.be.greaterThan(10);
    for (let step = 1; step <= kinds.length; step++) {
      const { store, view } = await founded();
      anchors.length = 0;
      const last = store.journal.head().seq + step;
      const at = `killed after ${step}, ${kinds[step - 1]}`;
      await runUntilKilled(store, last, ({ service }) => documentOf(service, world, view));
      await runUntilKilled(store, last + 2, ({ service }) => documentOf(service, world, view));
      const harness = await serve(world, { store, officers: officers() });
      const { bytes } = await documentOf(harness.service, world, view);
      expect(toHex(sha256(bytes)), at).to.be.a("string");
      await harness.close();
      const made = await kindsIn(store);
      const count = (kind: string) => made.filter((one) => one === kind).length;
      expect(
        ["ordered", "sealed", "placed", "issued"].map((what) => count(`document.${what}`)),
        at,
      ).to.deep.equal([1, 1, 1, 1]);
      const roots = Map.groupBy(anchors, ({ batchId }) => batchId);
      for (const own of roots.values()) expect(new Set(own.map(({ root }) => root)).size, at).to.equal(1);
      expect((await store.journal.audit()).defects, at).to.deep.equal([]);
    }
  });

  for (const kind of ["document.ordered", "document.sealed", "document.placed", "batch.signed"] as const) {
    it(`finishes with nobody asking again after ${kind}`, async () => {
      const { kinds } = await wholeRun();
      const { store, view } = await founded();
      const last = store.journal.head().seq + kinds.indexOf(kind) + 1;
      await runUntilKilled(store, last, ({ service }) => documentOf(service, world, view));
      expect((await kindsIn(store)).at(-1)).to.equal(kind);
      const harness = await serve(world, { store });
      await settled(async () => (await kindsIn(store)).includes("document.issued"));
      expect((await asked(harness.service, world, view)).state).to.equal("issued");
      await harness.close();
    });
  }
});

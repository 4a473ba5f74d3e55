import { createHash } from "node:crypto";
import { join } from "node:path";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import type { ChainJournal } from "../../src/ledger/embedded/journal.ts";
import { readFounding, writeFounding } from "../../src/ledger/evm/deployment.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import type { Index, Journal, Objects, Store } from "../../src/store/store.ts";
import { openWorld, type World } from "../service/world.ts";
import { openChainWith } from "./chain.ts";
import type { Fuse, Place } from "./places.ts";

const MASTER_KEY = Uint8Array.from(createHash("sha256").update("yinzheng faults").digest());
const LICENCES = "11371000004352185C";

/** Folders of the stores, by whose they are. Those of the agency that issues nothing here are left out. */
export const STORES = {
  service: "service",
  maker: `${LICENCES}-maker`,
  checker: `${LICENCES}-checker`,
  witness: "witness",
} as const;

/** A world on disk: chain, deployment, and a store for each party, all under one folder; the same keys in every process. */
export interface DiskWorld {
  readonly world: World;
  readonly store: Store;
  close(): Promise<void>;
}

export const openStore = (dir: string, name: string): Promise<Store> =>
  openLevelStore({ dir: join(dir, name), masterKey: MASTER_KEY });

export async function openDiskWorld(dir: string, fuse: Fuse): Promise<DiskWorld> {
  const stores: Store[] = [];
  const open = async (name: string): Promise<Store> => {
    const store = await openStore(dir, name);
    stores.push(store);
    return store;
  };
  const chain = await openChainWith(join(dir, "chain"), (journal) => mortalChain(journal, fuse));
  const random = sequence("keys");
  const clock = Object.assign(() => Math.floor(Date.now() / 1000), {
    ms: Date.now,
    advance: () => {
      throw new Error("this clock goes by itself");
    },
  });
  const world = await openWorld(memoryKeys({ random }), {
    clock,
    chain,
    random,
    async journal(party) {
      const { journal } = await open(party);
      const place = placeOf(party);
      return place === null ? journal : mortalJournal(journal, fuse, place);
    },
    async founding(hold) {
      const known = await readFounding(join(dir, "deployment"));
      if (known === null) {
        const founding = await hold();
        await writeFounding(join(dir, "deployment"), founding);
        return founding;
      }
      // The ceremony draws 32 bytes; the keys after it are to be the same without it.
      random(32);
      return known;
    },
  });
  const { journal, index, objects } = await open(STORES.service);
  return {
    world,
    store: {
      journal: mortalJournal(journal, fuse, "service journal"),
      index: mortalIndex(index, fuse),
      objects: mortalObjects(objects, fuse),
      close: async () => undefined,
    },
    async close() {
      await world.close();
      for (const store of stores) await store.close();
    },
  };
}

function placeOf(party: string): Place | null {
  if (party === STORES.maker) return "maker's log";
  if (party === STORES.checker) return "checker's log";
  return party === STORES.witness ? "witness's log" : null;
}

const mortalJournal = (journal: Journal, fuse: Fuse, place: Place): Journal => ({
  append: (records) => fuse.around(place, () => journal.append(records)),
  read: (seq) => journal.read(seq),
  scan: (from) => journal.scan(from),
  head: () => journal.head(),
  erase: (seq, by) => journal.erase(seq, by),
  audit: () => journal.audit(),
});

const mortalIndex = (index: Index, fuse: Fuse): Index => ({
  get: (key) => index.get(key),
  range: (prefix, options) => index.range(prefix, options),
  write: (puts, deletes) => fuse.around("service index", () => index.write(puts, deletes)),
  clear: () => index.clear(),
  mac: (name) => index.mac(name),
});

/** `commit` is before the block is mined, `note` after. */
const mortalChain = (journal: ChainJournal, fuse: Fuse): ChainJournal => ({
  entries: (onRead) => journal.entries(onRead),
  commit: (entries) => fuse.around("chain journal", () => journal.commit(entries)),
  note: (entries) => fuse.around("chain journal", () => journal.note(entries)),
  close: () => journal.close(),
});

/** Bytes that are the same in every run. */
function sequence(seed: string): (n: number) => Uint8Array {
  let count = 0;
  return (n) => Uint8Array.from(createHash("shake256", { outputLength: n }).update(`${seed} ${count++}`).digest());
}

function mortalObjects(objects: Objects, fuse: Fuse): Objects {
  return {
    put: (bytes) => fuse.around("service objects", () => objects.put(bytes)),
    get: (ref) => objects.get(ref),
  };
}

import { createHash } from "node:crypto";
import { join } from "node:path";
import { memoryKeys } from "../../src/keys/memory/open.ts";
import { openChain } from "../../src/ledger/embedded/chain.ts";
import { readFounding, writeFounding } from "../../src/ledger/evm/deployment.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import type { Store } from "../../src/store/store.ts";
import { openWorld, type World } from "../service/world.ts";

const MASTER_KEY = Uint8Array.from(createHash("sha256").update("yinzheng faults").digest());

/** A world on disk: chain, deployment, and a store for each party, all under one folder; the same keys in every process. */
export interface DiskWorld {
  readonly world: World;
  readonly store: Store;
}

export async function openDiskWorld(dir: string, wrapRpc: (rpc: Rpc) => Rpc = (rpc) => rpc): Promise<DiskWorld> {
  const chain = await openChain({ dir: join(dir, "chain"), clock: Date.now });
  const random = sequence("keys");
  const open = (name: string): Promise<Store> => openLevelStore({ dir: join(dir, name), masterKey: MASTER_KEY });
  const clock = Object.assign(() => Math.floor(Date.now() / 1000), {
    ms: Date.now,
    advance: () => {
      throw new Error("this clock goes by itself");
    },
  });
  const world = await openWorld(memoryKeys({ random }), {
    clock,
    chain: { ...chain, rpc: wrapRpc(chain.rpc) },
    random,
    journal: async (party) => (await open(party)).journal,
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
  return { world, store: await open("service") };
}

/** Bytes that are the same in every run. */
function sequence(seed: string): (n: number) => Uint8Array {
  let count = 0;
  return (n) => Uint8Array.from(createHash("shake256", { outputLength: n }).update(`${seed} ${count++}`).digest());
}

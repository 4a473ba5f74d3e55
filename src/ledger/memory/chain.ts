import { type Chain, EMBEDDED_CHAIN_ID, genesisHashOf, newConfig, served } from "../embedded/chain.ts";
import { openEngine } from "../embedded/engine.ts";
import type { ChainJournal } from "../embedded/journal.ts";
import { openMethods } from "../embedded/methods.ts";
import { Miner } from "../embedded/miner.ts";

export interface MemoryChainOptions {
  readonly chainId?: number;
  /** Milliseconds since 1970. */
  readonly clock: () => number;
}

/** The embedded chain without a folder: gone when it is closed. */
export async function openMemoryChain({ chainId, clock }: MemoryChainOptions): Promise<Chain> {
  const config = newConfig(chainId ?? EMBEDDED_CHAIN_ID, clock());
  const engine = await openEngine(config);
  const parts = { engine: engine.rpc, chainId: config.chainId, journal: FORGETFUL, clock };
  const miner = new Miner(parts, config.initialTime);
  const genesis = { config, hash: await genesisHashOf(engine.rpc) };
  return served(genesis, openMethods(engine.rpc, miner), async () => {
    await miner.idle();
    await engine.close();
  });
}

const FORGETFUL: ChainJournal = {
  async *entries() {},
  commit: async () => {},
  note: async () => {},
  close: async () => {},
};

import { join } from "node:path";
import { type Chain, genesisHashOf, openChain, served } from "../../src/ledger/embedded/chain.ts";
import { openEngine } from "../../src/ledger/embedded/engine.ts";
import { readGenesis } from "../../src/ledger/embedded/genesis.ts";
import { type ChainJournal, openJournal } from "../../src/ledger/embedded/journal.ts";
import { firstLink } from "../../src/ledger/embedded/line.ts";
import { lockFolder } from "../../src/ledger/embedded/lock.ts";
import { openMethods } from "../../src/ledger/embedded/methods.ts";
import { Miner } from "../../src/ledger/embedded/miner.ts";

/** The embedded chain in a folder, as `openChain` opens it, with something around its journal. */
export async function openChainWith(dir: string, wrap: (journal: ChainJournal) => ChainJournal): Promise<Chain> {
  const genesis = await readGenesis(dir);
  // A chain is made by its own makers.
  if (genesis === null) return openChain({ dir, clock: Date.now });
  const lock = lockFolder(dir);
  const engine = await openEngine(genesis.config);
  if ((await genesisHashOf(engine.rpc)) !== genesis.hash) throw new Error("another genesis");
  const journal = wrap(await openJournal(join(dir, "blocks.log"), firstLink(genesis.text)));
  const { chainId, initialTime } = genesis.config;
  const miner = new Miner({ engine: engine.rpc, chainId, journal, clock: Date.now }, initialTime);
  await miner.replay(() => undefined);
  return served(genesis, openMethods(engine.rpc, miner), async () => {
    await miner.idle();
    await journal.close();
    await engine.close();
    lock.release();
  });
}

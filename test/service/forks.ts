import { randomBytes } from "node:crypto";
import { type Chain, EMBEDDED_CHAIN_ID, genesisHashOf, newConfig, served } from "../../src/ledger/embedded/chain.ts";
import { openEngine } from "../../src/ledger/embedded/engine.ts";
import { openMethods } from "../../src/ledger/embedded/methods.ts";
import { Miner } from "../../src/ledger/embedded/miner.ts";
import { accountSender } from "../../src/ledger/evm/sender.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { openMemoryStore } from "../../src/store/memory/open.ts";
import { impatient, signerOf } from "../ledger/world.ts";
import type { Clock, Ground } from "./world.ts";

/** What a block was made of: every block of the embedded chain holds one transaction. */
export interface Made {
  readonly raw: string;
  /** Milliseconds. */
  readonly time: number;
}

/** A chain as its validators have it: they make blocks, and can make others. */
export interface Validated {
  readonly chain: Chain;
  /** Everything the engine can, which is more than anybody is offered. */
  readonly engine: Rpc;
  /** Another chain with the same genesis and the same first blocks; what follows is up to whoever asks. */
  fork(blocks: number): Promise<Validated>;
  /** Puts a block on top: one that another chain has, or one that was given another time. */
  put(block: Made): Promise<void>;
  /** Mines empty blocks, at the time that the clock shows. */
  mine(blocks: number): Promise<void>;
  /** The blocks, the first being number 1. */
  readonly made: readonly Made[];
}

/** The chain of a world whose validators can be asked for forks of it. `start`: milliseconds. */
export async function openValidated(clock: () => number, start = clock()): Promise<Validated> {
  const config = newConfig(EMBEDDED_CHAIN_ID, start);
  const engine = await openEngine(config);
  const made: Made[] = [];
  let back: number | null = null;
  const now = (): number => back ?? clock();
  const miner = new Miner(
    { engine: engine.rpc, chainId: config.chainId, journal: FORGETFUL, clock: now },
    config.initialTime,
  );
  const methods = openMethods(engine.rpc, miner);
  const recording: Rpc = async (method, params) => {
    const time = now();
    const answer = await methods(method, params);
    if (method === "eth_sendRawTransaction") made.push({ raw: String(params[0]), time });
    return answer;
  };
  const chain = served({ config, hash: await genesisHashOf(engine.rpc) }, recording, async () => {
    await miner.idle();
    await engine.close();
  });
  const put = async ({ raw, time }: Made): Promise<void> => {
    back = time;
    await chain.rpc("eth_sendRawTransaction", [raw]).finally(() => {
      back = null;
    });
  };
  const miners = accountSender({
    rpc: chain.rpc,
    signer: signerOf("validators"),
    chainId: config.chainId,
    sleep: impatient,
  });
  return {
    chain,
    engine: engine.rpc,
    made,
    async fork(blocks) {
      const other = await openValidated(clock, start);
      for (const block of made.slice(0, blocks)) await other.put(block);
      return other;
    },
    put,
    async mine(blocks) {
      for (let i = 0; i < blocks; i++) await miners.send({ to: signerOf("validators").address, data: "0x" });
    },
  };
}

const FORGETFUL = { async *entries() {}, commit: async () => {}, note: async () => {}, close: async () => {} };

/** The ground of a world on such a chain. */
export function groundOn({ chain }: Validated, clock: Clock): Ground {
  return {
    clock,
    chain,
    random: (n) => new Uint8Array(randomBytes(n)),
    journal: async () => openMemoryStore().journal,
    founding: (hold) => hold(),
  };
}

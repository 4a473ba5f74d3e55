import { join } from "node:path";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { fromData, fromObject } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import { makeFolder } from "./durable.ts";
import { ENGINE_DEFAULTS, type Engine, type EngineConfig, openEngine } from "./engine.ts";
import { type Genesis, readGenesis, writeGenesis } from "./genesis.ts";
import { createJournal, openJournal } from "./journal.ts";
import { firstLink } from "./line.ts";
import { type Lock, lockFolder } from "./lock.ts";
import { openMethods } from "./methods.ts";
import { Miner, type Progress } from "./miner.ts";

/** Chain id of embedded chains, where none is chosen. */
export const EMBEDDED_CHAIN_ID = 20_260;

export interface ChainOptions {
  /** Folder of this chain alone; made where it is missing. */
  readonly dir: string;
  readonly chainId?: number;
  /** Milliseconds since 1970; gives blocks their time. */
  readonly clock: () => number;
  /** Hears of a replay, at most once a second of `clock`. */
  readonly onProgress?: (progress: Progress) => void;
}

/** A running chain in this process. */
export interface Chain {
  readonly chainId: number;
  readonly genesisHash: Hex;
  /** Reads and `eth_sendRawTransaction`, the same as over the front. After close it throws `chain.unreachable`. */
  readonly rpc: Rpc;
  close(): Promise<void>;
}

/**
 * Opens the embedded chain in a folder, made at first, and replayed from its journal after that (design §4). Throws
 * `store.locked`, `store.damaged`, `storage.full`, `chain.version` where another engine made it, `chain.mismatch` where a
 * block comes out different or the chain id is another.
 */
export async function openChain(options: ChainOptions): Promise<Chain> {
  await makeFolder(options.dir);
  const lock = lockFolder(options.dir);
  try {
    return await openLocked(options, lock);
  } catch (cause) {
    lock.release();
    throw cause;
  }
}

async function openLocked(options: ChainOptions, lock: Lock): Promise<Chain> {
  const { dir, chainId, clock } = options;
  const found = await readGenesis(dir);
  if (found && chainId !== undefined) expectEqual("chain.mismatch", "chain id", found.config.chainId, chainId);
  const config = found?.config ?? newConfig(chainId ?? EMBEDDED_CHAIN_ID, clock());
  const engine = await openEngine(config);
  const genesis = found ?? (await makeGenesis(dir, config, engine));
  expectEqual("chain.version", "engine", engine.version, genesis.engine);
  expectEqual("chain.mismatch", "genesis", await genesisHashOf(engine.rpc), genesis.hash);
  const journal = await openJournal(journalOf(dir), firstLink(genesis.text));
  const miner = new Miner({ engine: engine.rpc, chainId: config.chainId, journal, clock }, config.initialTime);
  const release = async () => {
    await journal.close();
    await engine.close();
    lock.release();
  };
  try {
    await miner.replay(atMostEverySecond(clock, options.onProgress ?? (() => {})));
  } catch (cause) {
    await journal.close();
    await engine.close();
    throw cause;
  }
  return served(genesis, openMethods(engine.rpc, miner), async () => {
    await miner.idle();
    await release();
  });
}

/** The journal first: a folder with a genesis file and no journal has lost it. */
async function makeGenesis(dir: string, config: EngineConfig, engine: Engine): Promise<Genesis> {
  await createJournal(journalOf(dir));
  return writeGenesis(dir, { config, engine: engine.version, hash: await genesisHashOf(engine.rpc) });
}

function journalOf(dir: string): string {
  return join(dir, "blocks.log");
}

/** A chain that begins now; `now` in milliseconds. */
export function newConfig(chainId: number, now: number): EngineConfig {
  return { chainId, initialTime: Math.floor(now / 1000), ...ENGINE_DEFAULTS };
}

export async function genesisHashOf(engine: Rpc): Promise<Hex> {
  return fromData(fromObject(await engine("eth_getBlockByNumber", ["0x0", false]))?.hash, 32);
}

/** The chain as others see it: nothing is answered once closing has begun. */
export function served(genesis: Pick<Genesis, "config" | "hash">, methods: Rpc, close: () => Promise<void>): Chain {
  let closing: Promise<void> | null = null;
  const rpc: Rpc = async (method, params) => {
    if (closing !== null) throw new YinzhengError("chain.unreachable", { what: "the embedded chain is closed" });
    return methods(method, params);
  };
  return {
    chainId: genesis.config.chainId,
    genesisHash: genesis.hash,
    rpc,
    close: () => {
      closing ??= close();
      return closing;
    },
  };
}

function expectEqual(
  code: "chain.mismatch" | "chain.version",
  what: string,
  found: string | number,
  expected: string | number,
): void {
  if (found !== expected) throw new YinzhengError(code, { what, expected: String(expected), found: String(found) });
}

function atMostEverySecond(clock: () => number, listener: (progress: Progress) => void): (progress: Progress) => void {
  let last = clock();
  return (progress) => {
    const now = clock();
    if (now - last < 1000) return;
    last = now;
    listener(progress);
  };
}

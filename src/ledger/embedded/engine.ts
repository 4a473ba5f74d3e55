import { join } from "node:path";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { EdrNetworkUserConfig } from "hardhat/types/config";
import type { Seconds } from "../../domain/bytes.ts";
import { JsonRpcError, RPC_CODES, type Rpc } from "../rpc.ts";

/** What the hash of every block depends on, beside its transactions and times. Never changed once a chain exists. */
export interface EngineConfig {
  readonly chainId: number;
  /** Time of the genesis block. */
  readonly initialTime: Seconds;
  readonly hardfork: string;
  readonly blockGasLimit: number;
}

/** How new chains are made. One transaction is at most 2^24 gas (EIP-7825), so no block is over half full and the base fee stays 0. */
export const ENGINE_DEFAULTS = { hardfork: "osaka", blockGasLimit: 60_000_000 } as const;

/** "each": a transaction is mined as it arrives. "asked": when `evm_mine` is called. */
export type Mining = "each" | "asked";

/** The bare Hardhat chain in this process, with every method it has. */
export interface Engine {
  readonly rpc: Rpc;
  /** Names the versions that made it: another one might make other blocks of the same transactions. */
  readonly version: string;
  close(): Promise<void>;
}

/** Hardhat would read all build outputs to explain reverts in words; ours are explained by the ABI. */
const NO_ARTIFACTS = join(import.meta.dirname, "none");

/** Starts a chain at its genesis block, with no account that holds anything. */
export async function openEngine(config: EngineConfig, mining: Mining = "each"): Promise<Engine> {
  // Hardhat reports its own faults to its makers unless told not to.
  process.env.HARDHAT_DISABLE_TELEMETRY = "true";
  const hre = await createHardhatRuntimeEnvironment(
    { networks: { chain: network(config, mining) }, paths: { artifacts: NO_ARTIFACTS } },
    {},
    import.meta.dirname,
  );
  const connection = await hre.network.create("chain");
  const rpc: Rpc = async (method, params) => {
    try {
      return await connection.provider.request({ method, params: [...params] });
    } catch (cause) {
      throw asRpcError(cause);
    }
  };
  return { rpc, version: String(await rpc("web3_clientVersion", [])), close: () => connection.close() };
}

function network(
  { chainId, initialTime, hardfork, blockGasLimit }: EngineConfig,
  mining: Mining,
): EdrNetworkUserConfig {
  return {
    type: "edr-simulated",
    chainType: "l1",
    chainId,
    accounts: [],
    allowBlocksWithSameTimestamp: true,
    blockGasLimit,
    hardfork,
    initialBaseFeePerGas: 0,
    initialDate: new Date(initialTime * 1000),
    mining: { auto: mining === "each", mempool: { order: "fifo" } },
    // A reverted transaction is mined like any other.
    throwOnTransactionFailures: false,
    throwOnCallFailures: true,
  };
}

function asRpcError(cause: unknown): JsonRpcError {
  const { message, code, data }: { message?: unknown; code?: unknown; data?: unknown } = Object(cause);
  const known = typeof code === "number" ? code : RPC_CODES.internal;
  return new JsonRpcError(known, String(message ?? cause), data ?? undefined);
}

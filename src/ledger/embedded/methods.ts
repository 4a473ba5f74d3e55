import { JsonRpcError, RPC_CODES, type Rpc } from "../rpc.ts";
import type { Miner } from "./miner.ts";

/** Reads that are passed on, by the place of their block tag among the parameters; null where they have none. */
const READS = {
  eth_blockNumber: null,
  eth_chainId: null,
  eth_syncing: null,
  eth_getBlockByHash: null,
  eth_getBlockByNumber: 0,
  eth_getBlockTransactionCountByHash: null,
  eth_getBlockTransactionCountByNumber: 0,
  eth_getTransactionByBlockHashAndIndex: null,
  eth_getTransactionByBlockNumberAndIndex: 0,
  eth_getTransactionByHash: null,
  eth_getTransactionReceipt: null,
  eth_getLogs: null,
  eth_call: 1,
  eth_estimateGas: 1,
  eth_getBalance: 1,
  eth_getCode: 1,
  eth_getTransactionCount: 1,
  eth_getStorageAt: 2,
  eth_getProof: 2,
  eth_feeHistory: 1,
  net_listening: null,
  net_version: null,
  web3_clientVersion: null,
  web3_sha3: null,
} as const satisfies Record<string, number | null>;

/** Reads that run code, in a block that has a time. */
const RUNS: readonly string[] = ["eth_call", "eth_estimateGas"];
/** Gas costs nothing here, whatever the engine suggests. */
const FREE: readonly string[] = ["eth_gasPrice", "eth_maxPriorityFeePerGas"];

/**
 * What an embedded chain lets anyone ask: reads, and `eth_sendRawTransaction`. What could change its state or time in
 * another way is `method not found`. "pending" is the block that would be mined now, for what runs code, and else "latest":
 * no transaction ever waits.
 */
export function openMethods(engine: Rpc, miner: Pick<Miner, "submit" | "askPending">): Rpc {
  return async (method, params) => {
    if (method === "eth_sendRawTransaction") return miner.submit(params[0]);
    if (FREE.includes(method)) return "0x0";
    if (!isRead(method)) throw new JsonRpcError(RPC_CODES.methodNotFound, `the method ${method} is not available`);
    const place = READS[method];
    if (place === null || params[place] !== "pending") return engine(method, params);
    if (RUNS.includes(method)) return miner.askPending(method, params);
    return engine(method, params.toSpliced(place, 1, "latest"));
  };
}

function isRead(method: string): method is keyof typeof READS {
  return Object.hasOwn(READS, method);
}

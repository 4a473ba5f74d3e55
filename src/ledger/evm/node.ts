import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Block } from "../ledger.ts";
import { fromData, fromObject, fromQuantity, toQuantity } from "../quantity.ts";
import { JsonRpcError, type Rpc } from "../rpc.ts";

/** Typed questions to a node. All throw `chain.unreachable` where it doesn't answer, or answers what it can't. */

/** A block number, or a name that every node knows. */
export type BlockTag = number | "latest" | "pending";

/** An event as `eth_getLogs` gives it. */
export interface Log {
  readonly address: Hex;
  readonly topics: readonly Hex[];
  readonly data: Hex;
  readonly block: number;
}

/** A topic filter: one topic, any of several, or any at all. */
export type Topic = Hex | readonly Hex[] | null;

export interface LogFilter {
  readonly address: Hex | readonly Hex[];
  readonly topics: readonly Topic[];
  /** Both ends included. */
  readonly from: number;
  readonly to: number;
}

/** Asks, and turns an error answer that the caller can't do anything about into `chain.unreachable`. */
export async function ask(rpc: Rpc, method: string, ...params: readonly unknown[]): Promise<unknown> {
  try {
    return await rpc(method, params);
  } catch (cause) {
    if (cause instanceof JsonRpcError)
      throw new YinzhengError("chain.unreachable", { method, answer: cause.message }, cause);
    throw cause;
  }
}

export function tagOf(block: BlockTag): string {
  return typeof block === "number" ? toQuantity(block) : block;
}

/** The block as the node gives it; null where there is none. */
export async function rawBlock(rpc: Rpc, block: BlockTag): Promise<Record<string, unknown> | null> {
  return fromObject(await ask(rpc, "eth_getBlockByNumber", tagOf(block), false));
}

export async function blockAt(rpc: Rpc, block: BlockTag): Promise<Block | null> {
  const found = await rawBlock(rpc, block);
  return found && blockOf(found);
}

export function blockOf(block: Record<string, unknown>): Block {
  const time: Seconds = fromQuantity(block.timestamp);
  return { number: fromQuantity(block.number), hash: fromData(block.hash, 32), time };
}

export async function headOf(rpc: Rpc): Promise<Block> {
  const head = await blockAt(rpc, "latest");
  if (head === null) throw new YinzhengError("chain.unreachable", { expected: "a head block" });
  return head;
}

/** How many transactions of an account are mined: its next nonce. */
export async function nonceOf(rpc: Rpc, account: Hex): Promise<number> {
  return fromQuantity(await ask(rpc, "eth_getTransactionCount", account, "latest"));
}

export async function logsOf(rpc: Rpc, { address, topics, from, to }: LogFilter): Promise<readonly Log[]> {
  const filter = { address, topics, fromBlock: toQuantity(from), toBlock: toQuantity(to) };
  const logs = await ask(rpc, "eth_getLogs", filter);
  if (!Array.isArray(logs)) throw new YinzhengError("chain.unreachable", { expected: "an array of logs" });
  return logs.map(logOf);
}

export function logOf(value: unknown): Log {
  const log = fromObject(value) ?? {};
  const topics = Array.isArray(log.topics) ? log.topics : [];
  return {
    address: fromData(log.address, 20),
    topics: topics.map((topic) => fromData(topic, 32)),
    data: fromData(log.data),
    block: fromQuantity(log.blockNumber),
  };
}

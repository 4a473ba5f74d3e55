import { ENGINE_DEFAULTS, type Engine, openEngine } from "../../src/ledger/embedded/engine.ts";
import { toQuantity } from "../../src/ledger/quantity.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { seconds } from "./world.ts";

/** A node that mines when it pleases: transactions wait, and a receipt is null until then. */
export interface IntervalNode {
  readonly rpc: Rpc;
  /** Mines one block of what waits. */
  mine(): Promise<void>;
  /** Transactions that wait and could be mined. */
  waiting(): Promise<number>;
  close(): Promise<void>;
}

export const CHAIN_ID = 20_261;

export async function openIntervalNode(clock: () => number): Promise<IntervalNode> {
  const engine = await openEngine({ chainId: CHAIN_ID, initialTime: seconds(clock), ...ENGINE_DEFAULTS }, "asked");
  const mine = async () => {
    await engine.rpc("evm_setNextBlockTimestamp", [toQuantity(seconds(clock))]);
    await engine.rpc("evm_mine", []);
  };
  const waiting = async () => Number(await engine.rpc("eth_getBlockTransactionCountByNumber", ["pending"]));
  return { rpc: engine.rpc, mine, waiting, close: engine.close };
}

/** A node that mines each transaction as it comes, and nothing out of order. */
export async function openAutomaticNode(clock: () => number): Promise<Engine> {
  return openEngine({ chainId: CHAIN_ID, initialTime: seconds(clock), ...ENGINE_DEFAULTS });
}

/** A line to a node, which can be cut. */
export interface Line {
  readonly rpc: Rpc;
  /** Which calls don't get through: before they reach the node, or on the way back. */
  cut: ((method: string) => "before" | "after" | "never") | null;
}

export function lineTo(rpc: Rpc, broken: () => Error): Line {
  const line: Line = {
    cut: null,
    rpc: async (method, params) => {
      const where = line.cut?.(method) ?? "never";
      if (where === "before") throw broken();
      const answer = await rpc(method, params);
      if (where === "after") throw broken();
      return answer;
    },
  };
  return line;
}

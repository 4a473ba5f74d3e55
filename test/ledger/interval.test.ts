import { toQuantity } from "../../src/ledger/quantity.ts";
import type { Rpc } from "../../src/ledger/rpc.ts";
import { describeLedger } from "./conformance.ts";
import { CHAIN_ID, type IntervalNode, openIntervalNode } from "./interval.ts";
import { seconds } from "./world.ts";

describeLedger("a node that mines later, several transactions to a block", async (clock) => {
  const node = await openIntervalNode(clock);
  const block = Object(await node.rpc("eth_getBlockByNumber", ["0x0", false]));
  return { rpc: miningLater(node, clock), chainId: CHAIN_ID, genesisHash: block.hash, close: node.close };
});

/** Mines what waits once everything that is under way has had its turn twice. */
function miningLater(node: IntervalNode, clock: () => number): Rpc {
  let planned = false;
  const plan = () => {
    if (planned) return;
    planned = true;
    setImmediate(() =>
      setImmediate(() => {
        planned = false;
        // The test may be over by then.
        node.mine().catch(() => {});
      }),
    );
  };
  return async (method, params) => {
    if (params.includes("pending")) await node.rpc("evm_setNextBlockTimestamp", [toQuantity(seconds(clock))]);
    const answer = await node.rpc(method, params);
    if (method === "eth_sendRawTransaction") plan();
    return answer;
  };
}

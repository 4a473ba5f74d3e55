import { expect } from "chai";
import { deliver } from "../../src/ledger/evm/delivery.ts";
import { rejectionOf } from "../../src/ledger/evm/rejection.ts";
import { interfaceOf } from "../../src/ledger/evm/views.ts";
import { JsonRpcError } from "../../src/ledger/rpc.ts";
import { failure, unreachable } from "./world.ts";

/** As go-ethereum, Besu, Nethermind and Hardhat say it. */
const SAYINGS = [
  ["taken", "already known"],
  ["taken", "Known transaction"],
  ["taken", "AlreadyKnown: already in mempool"],
  ["spent", "nonce too low: next nonce 5, tx nonce 3"],
  ["spent", "Nonce too low"],
  ["spent", "Nonce too low. Expected nonce to be 3 but got 0. Note that transactions can't be queued when automining."],
  ["early", "nonce too high: next nonce 3, tx nonce 5"],
  ["early", "Transaction nonce is too distant from current sender nonce"],
  [
    "early",
    "Nonce too high. Expected nonce to be 3 but got 4. Note that transactions can't be queued when automining.",
  ],
  ["refused", "insufficient funds for gas * price + value"],
  ["refused", "Upfront cost exceeds account balance"],
  ["refused", "Transaction requires at least 21000 gas but got 20000"],
  ["refused", "intrinsic gas too low"],
  ["refused", "exceeds block gas limit"],
  ["refused", "Transaction gas limit is 20000000 and exceeds transaction gas cap of 16777216"],
  ["refused", "Sender account not authorized to send transactions"],
  ["refused", "invalid chain id for signer"],
  ["later", "replacement transaction underpriced"],
  ["later", "txpool is full"],
  ["later", "rate limit exceeded"],
] as const;

describe("what a node says of a transaction", () => {
  for (const [kind, says] of SAYINGS) {
    it(`${kind}: ${says}`, async () => {
      const rpc = () => Promise.reject(new JsonRpcError(-32000, says));
      expect(await deliver(rpc, "0x02")).to.deep.equal({ kind, says });
    });
  }

  it("is nothing when it can't be reached", async () => {
    expect(await failure(deliver(() => Promise.reject(unreachable()), "0x02"))).to.include({
      code: "chain.unreachable",
    });
  });
});

describe("why a call was refused", () => {
  it("is the custom error with its arguments, wherever a node puts its data", () => {
    const data = interfaceOf("anchorRegistry").encodeErrorResult("AnchorRegistrySize", [17]);
    const direct = rejectionOf(new JsonRpcError(3, "execution reverted", data));
    const nested = rejectionOf(new JsonRpcError(-32000, "reverted", { data }));
    for (const rejection of [direct, nested]) {
      expect(rejection).to.deep.include({
        code: "chain.rejected",
        detail: { error: "AnchorRegistrySize", args: [17] },
      });
    }
  });

  it("is what the node says where there is no custom error", () => {
    const rejection = rejectionOf(new JsonRpcError(-32000, "execution reverted"));
    expect(rejection).to.deep.include({ code: "chain.rejected", detail: { error: "execution reverted" } });
  });

  it("is none where the node failed", () => {
    expect(rejectionOf(new JsonRpcError(-32603, "internal error"))).to.equal(null);
    expect(rejectionOf(unreachable())).to.equal(null);
  });
});

import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { fromData, fromObject, fromQuantity, toQuantity } from "../quantity.ts";
import type { Rpc } from "../rpc.ts";
import type { Receipt, Sender, Transaction } from "./chain.ts";
import type { MessageSigner } from "./council.ts";
import { deliver, feeOf } from "./delivery.ts";
import { ask, nonceOf } from "./node.ts";
import { sign } from "./transaction.ts";
import { type Sleep, sleepByTimer } from "./watch.ts";

export interface SenderOptions {
  readonly rpc: Rpc;
  readonly signer: MessageSigner;
  readonly chainId: number;
  readonly sleep?: Sleep;
}

/** Looks for a receipt before the sender gives up; with the pauses below, about a minute. */
const LOOKS = 120;
const PAUSE_MS = 500;

/**
 * An account that sends one transaction after another and waits for each: for ceremonies, which are done again from the
 * start where they were cut short. What must survive a crash goes through the queue instead.
 */
export function accountSender({ rpc, signer, chainId, sleep = sleepByTimer }: SenderOptions): Sender {
  const { address } = signer;
  return {
    address,
    async send(transaction: Transaction): Promise<Receipt> {
      const [nonce, gas, fee] = await Promise.all([
        nonceOf(rpc, address),
        gasOf(rpc, address, transaction),
        feeOf(rpc),
      ]);
      const prepared = await sign(signer, { ...transaction, gas }, { chainId, nonce, fee });
      const { kind, says } = await deliver(rpc, prepared.raw);
      if (kind !== "taken") throw new YinzhengError("chain.rejected", { transaction: prepared.hash, says });
      for (let look = 0; look < LOOKS; look++) {
        const receipt = fromObject(await ask(rpc, "eth_getTransactionReceipt", prepared.hash));
        if (receipt !== null && receipt.blockNumber !== null) return receiptOf(receipt);
        await sleep(PAUSE_MS, new AbortController().signal);
      }
      throw new YinzhengError("chain.timeout", { transaction: prepared.hash });
    },
  };
}

async function gasOf(rpc: Rpc, from: Hex, { to, data, value = 0n }: Transaction): Promise<number> {
  const call = { from, data, value: toQuantity(Number(value)), ...(to === null ? {} : { to }) };
  try {
    return Math.ceil(fromQuantity(await rpc("eth_estimateGas", [call, "pending"])) * 1.2);
  } catch (cause) {
    throw new YinzhengError("chain.rejected", { to, says: cause instanceof Error ? cause.message : "refused" }, cause);
  }
}

function receiptOf(receipt: Record<string, unknown>): Receipt {
  const logs = Array.isArray(receipt.logs) ? receipt.logs : [];
  return {
    hash: fromData(receipt.transactionHash, 32),
    succeeded: fromQuantity(receipt.status) === 1,
    block: fromQuantity(receipt.blockNumber),
    gasUsed: BigInt(fromQuantity(receipt.gasUsed)),
    contractAddress: receipt.contractAddress ? fromData(receipt.contractAddress, 20) : null,
    logs: logs.map((log: unknown) => {
      const { address, topics, data } = fromObject(log) ?? {};
      return {
        address: fromData(address, 20),
        topics: (Array.isArray(topics) ? topics : []).map((topic: unknown) => fromData(topic, 32)),
        data: fromData(data),
      };
    }),
  };
}

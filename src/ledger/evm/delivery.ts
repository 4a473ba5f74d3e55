import type { Hex } from "../../domain/bytes.ts";
import { fromObject, fromQuantity } from "../quantity.ts";
import { JsonRpcError, type Rpc } from "../rpc.ts";
import { ask } from "./node.ts";

/**
 * What a node said of a raw transaction. "taken": it has it, now or from before. "spent": its nonce is behind the
 * account's. "early": an earlier nonce is missing. "refused": it will never take it. "later": it may, another time.
 */
export type Delivery = { readonly kind: "taken" | "spent" | "early" | "refused" | "later"; readonly says: string };

/** Words of go-ethereum, Besu and Hardhat, who have no codes for this. */
const WORDS: readonly (readonly [Delivery["kind"], RegExp])[] = [
  ["taken", /already known|known transaction|already imported|already in (?:the )?(?:mem)?pool/i],
  ["later", /replacement/i],
  ["spent", /nonce (?:is )?too low|nonce below|old nonce/i],
  ["early", /nonce (?:is )?too (?:high|distant)|nonce gap|nonce above/i],
  [
    "refused",
    /insufficient funds|enough funds|upfront cost|intrinsic gas|at least \d+ gas|gas floor|gas ?limit|gas cap|underpriced|invalid sender|chain ?id|type not supported|oversized|initcode|not (?:authorized|permitted|allowed)|can't be mined/i,
  ],
];

/** Sends a raw transaction. Throws `chain.unreachable` where the node doesn't answer. */
export async function deliver(rpc: Rpc, raw: Hex): Promise<Delivery> {
  try {
    await rpc("eth_sendRawTransaction", [raw]);
    return { kind: "taken", says: "" };
  } catch (cause) {
    if (!(cause instanceof JsonRpcError)) throw cause;
    const says = cause.message.slice(0, 200);
    const [kind] = WORDS.find(([, words]) => words.test(cause.message)) ?? ["later"];
    return { kind, says };
  }
}

/** What became of a mined transaction. */
export interface Mined {
  readonly succeeded: boolean;
  readonly block: number;
}

/** null where the node has no receipt: not mined, or not yet known to be. */
export async function minedOf(rpc: Rpc, hash: Hex): Promise<Mined | null> {
  const receipt = fromObject(await ask(rpc, "eth_getTransactionReceipt", hash));
  if (receipt === null || receipt.blockNumber === null) return null;
  return { succeeded: fromQuantity(receipt.status) === 1, block: fromQuantity(receipt.blockNumber) };
}

/** Most wei a unit of gas that the next blocks can ask; 0 on a chain where gas is free. */
export async function feeOf(rpc: Rpc): Promise<bigint> {
  const head = fromObject(await ask(rpc, "eth_getBlockByNumber", "latest", false));
  // The base fee can rise by an eighth a block; twice is six blocks of patience.
  return 2n * BigInt(fromQuantity(head?.baseFeePerGas ?? "0x0"));
}

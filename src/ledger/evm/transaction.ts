import { getBytes, Signature, Transaction } from "ethers";
import { toHex } from "../../crypto/encoding.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { PreparedTransaction } from "../ledger.ts";
import { fromData } from "../quantity.ts";
import type { Request } from "./calls.ts";
import type { MessageSigner } from "./council.ts";

/** What the chain asks of a transaction beside its request. `fee`: most wei a unit of gas. */
export interface Terms {
  readonly chainId: number;
  readonly nonce: number;
  readonly fee: bigint;
}

/** What is signed; `to` null makes a contract. */
export interface Unsigned extends Omit<Request, "to"> {
  readonly to: Hex | null;
  readonly value?: bigint;
}

/** Signs an EIP-1559 transaction: what the key signs is 0x02 ‖ RLP of it. */
export async function sign(signer: MessageSigner, request: Unsigned, terms: Terms): Promise<PreparedTransaction> {
  const { chainId, nonce, fee } = terms;
  const { to, data, gas, value = 0n } = request;
  const fees = { maxFeePerGas: fee, maxPriorityFeePerGas: 0n };
  const tx = Transaction.from({ type: 2, chainId, nonce, to, data, gasLimit: gas, value, ...fees });
  tx.signature = Signature.from(toHex(await signer.sign(getBytes(tx.unsignedSerialized))));
  return { nonce, hash: fromData(tx.hash, 32), raw: fromData(tx.serialized) };
}

/** The request that a prepared transaction was made of. */
export function requestOfRaw(raw: Hex): Request {
  const { to, data, gasLimit } = Transaction.from(raw);
  return { to: fromData(to, 20), data: fromData(data), gas: Number(gasLimit) };
}

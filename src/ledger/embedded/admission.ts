import { getBytes, Transaction } from "ethers";
import { recoverAddress } from "../../crypto/secp256k1.ts";
import type { Hex } from "../../domain/bytes.ts";
import { JsonRpcError, RPC_CODES } from "../rpc.ts";

/** Longest transaction, in bytes; as go-ethereum's transaction pool. */
const MAX_BYTES = 128 * 1024;
/** Most gas of one transaction (EIP-7825). */
const MAX_GAS = 2n ** 24n;
/** Most bytes of code that a deployment may run (EIP-3860). */
const MAX_INIT_CODE = 49_152;
/** Legacy, EIP-2930 and EIP-1559; blobs and delegations have no use here. */
const TYPES: readonly (number | null)[] = [0, 1, 2];

/** A transaction that the engine would mine, if its nonce is the sender's next. `hash` is its own. */
export interface Admitted {
  readonly raw: Hex;
  readonly hash: Hex;
  readonly sender: Hex;
  readonly nonce: number;
}

/**
 * Checks a raw transaction as the engine would, so that none is journalled that can't be mined. Throws JsonRpcError in
 * the words that clients know from go-ethereum.
 */
export function admit(input: unknown, chainId: number): Admitted {
  if (typeof input !== "string" || !/^0x(?:[0-9a-fA-F]{2})+$/.test(input))
    throw invalid("expected raw transaction hex");
  if (input.length > 2 + 2 * MAX_BYTES) throw refused("oversized data");
  const tx = decode(input);
  if (!TYPES.includes(tx.type)) throw refused("transaction type not supported");
  if (tx.chainId !== BigInt(chainId)) throw refused(`invalid chain id: have ${tx.chainId}, want ${chainId}`);
  if (tx.value > 0n || (tx.maxFeePerGas ?? tx.gasPrice ?? 0n) > 0n)
    throw refused("insufficient funds: gas is free here, value is nobody's");
  if (tx.to === null && getBytes(tx.data).length > MAX_INIT_CODE) throw refused("max initcode size exceeded");
  if (tx.gasLimit > MAX_GAS) throw refused(`transaction gas limit too high: have ${tx.gasLimit}, cap ${MAX_GAS}`);
  const needed = leastGas(tx);
  if (tx.gasLimit < needed) throw refused(`intrinsic gas too low: have ${tx.gasLimit}, want ${needed}`);
  return { raw: hex(input), hash: hex(tx.hash ?? ""), sender: senderOf(tx), nonce: tx.nonce };
}

/** Throws JsonRpcError unless `nonce` is the sender's next. */
export function checkNonce(nonce: number, next: number): void {
  if (nonce < next) throw refused(`nonce too low: next nonce ${next}, tx nonce ${nonce}`);
  if (nonce > next) throw refused(`nonce too high: next nonce ${next}, tx nonce ${nonce}`);
}

/** By our own recovery: ethers' is slower, and runs anew each time `from` is read. */
function senderOf({ unsignedHash, signature }: Transaction): Hex {
  const sender = signature && recoverAddress(getBytes(unsignedHash), getBytes(signature.serialized));
  if (!sender) throw refused("invalid sender");
  return sender;
}

/** Gas that is due before a transaction runs: intrinsic (EIP-2028, 2930, 3860), and the floor of EIP-7623. */
function leastGas(tx: Transaction): bigint {
  const data = getBytes(tx.data);
  const zeros = data.filter((byte) => byte === 0).length;
  const others = data.length - zeros;
  const creation = tx.to === null ? 32_000 + 2 * Math.ceil(data.length / 32) : 0;
  const listed = (tx.accessList ?? []).reduce((gas, { storageKeys }) => gas + 2_400 + 1_900 * storageKeys.length, 0);
  const intrinsic = 21_000 + 4 * zeros + 16 * others + creation + listed;
  const floor = 21_000 + 10 * (zeros + 4 * others);
  return BigInt(Math.max(intrinsic, floor));
}

function decode(raw: string): Transaction {
  try {
    return Transaction.from(raw);
  } catch (cause) {
    throw invalid(`not a signed transaction: ${cause instanceof Error ? cause.message.slice(0, 100) : ""}`);
  }
}

function invalid(message: string): JsonRpcError {
  return new JsonRpcError(RPC_CODES.invalidParams, message);
}

function refused(message: string): JsonRpcError {
  return new JsonRpcError(RPC_CODES.refused, message);
}

function hex(text: string): Hex {
  return `0x${text.slice(2).toLowerCase()}`;
}

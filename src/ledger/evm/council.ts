import { toHex } from "../../crypto/encoding.ts";
import { executionOf, multiSendData, safeMessage } from "../../crypto/safe.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Council, CouncilCall, OwnerSignature, SafeTransaction } from "../../domain/council.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Rpc } from "../rpc.ts";
import { INTERFACES } from "./artifacts.ts";
import { type Receipt, read, type Sender, transact } from "./chain.ts";

export type { Council, CouncilCall } from "../../domain/council.ts";

/** A secp256k1 key behind the keys port. `sign` answers 65 bytes r ‖ s ‖ v (27/28, low s) over keccak256(message). */
export interface MessageSigner {
  readonly address: Hex;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** What the council signs to make these calls together, all or none, as its next transaction. */
export async function propose(rpc: Rpc, council: Council, calls: readonly CouncilCall[]): Promise<SafeTransaction> {
  const [nonce] = await read(rpc, "Council", council.safe, "nonce");
  const { safe, chainId, multiSend } = council;
  const [only, ...rest] = calls;
  if (only === undefined) throw new YinzhengError("conflict.state", { calls: 0 });
  const base = { safe, chainId, nonce: nonce as bigint };
  if (rest.length === 0) return { ...base, to: only.to, data: only.data, operation: 0 };
  return { ...base, to: multiSend, data: multiSendData(calls), operation: 1 };
}

export async function signSafe(transaction: SafeTransaction, signer: MessageSigner): Promise<OwnerSignature> {
  return { owner: signer.address, signature: toHex(await signer.sign(safeMessage(transaction))) };
}

/** Sends a Safe transaction that enough owners have signed. Throws `chain.rejected` where it reverts. */
export async function execute(
  sender: Sender,
  transaction: SafeTransaction,
  signatures: readonly OwnerSignature[],
): Promise<Receipt> {
  return await transact(sender, executionOf(transaction, signatures));
}

/** Proposes, has `signers` (k of the n owners) sign, and sends. */
export async function decide(
  rpc: Rpc,
  sender: Sender,
  council: Council,
  signers: readonly MessageSigner[],
  calls: readonly CouncilCall[],
): Promise<Receipt> {
  const transaction = await propose(rpc, council, calls);
  const signatures = await Promise.all(signers.map((signer) => signSafe(transaction, signer)));
  return await execute(sender, transaction, signatures);
}

/** What announces calls that widen; they can be carried out 48 hours later, and for a week. */
export function schedule({ manager }: Council, calls: readonly CouncilCall[]): CouncilCall[] {
  return calls.map(({ to, data }) => managerCall(manager, "schedule", [to, data, 0]));
}

/** What carries out calls announced 48 hours ago. */
export function carryOut({ manager }: Council, calls: readonly CouncilCall[]): CouncilCall[] {
  return calls.map(({ to, data }) => managerCall(manager, "execute", [to, data]));
}

/** What takes announced calls back. */
export function cancel({ manager, safe }: Council, calls: readonly CouncilCall[]): CouncilCall[] {
  return calls.map(({ to, data }) => managerCall(manager, "cancel", [safe, to, data]));
}

function managerCall(manager: Hex, method: string, args: readonly unknown[]): CouncilCall {
  return { to: manager, data: INTERFACES.AccessManager.encodeFunctionData(method, args) as Hex };
}

import { concat, hexlify, TypedDataEncoder, toBeHex, ZeroAddress } from "ethers";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Rpc } from "../rpc.ts";
import { INTERFACES } from "./artifacts.ts";
import { type Receipt, read, type Sender, transact } from "./chain.ts";

/** A secp256k1 key behind the keys port. `sign` answers 65 bytes r ‖ s ‖ v (27/28, low s) over keccak256(message). */
export interface MessageSigner {
  readonly address: Hex;
  sign(message: Uint8Array): Promise<Uint8Array>;
}

/** Where the council stands on chain. */
export interface Council {
  readonly chainId: number;
  /** The council's Safe. */
  readonly safe: Hex;
  /** Safe's MultiSendCallOnly. */
  readonly multiSend: Hex;
  /** OpenZeppelin's AccessManager. */
  readonly manager: Hex;
}

/** One call that the council makes. */
export interface CouncilCall {
  readonly to: Hex;
  readonly data: Hex;
}

/** A Safe transaction as its owners sign it (Safe 1.5.0, EIP-712 type SafeTx); nobody is paid for sending it. */
export interface SafeTransaction {
  readonly safe: Hex;
  readonly chainId: number;
  readonly to: Hex;
  readonly data: Hex;
  /** 0 a call, 1 a delegatecall (of MultiSendCallOnly, which only calls). */
  readonly operation: 0 | 1;
  readonly nonce: bigint;
}

const SAFE_TX = {
  SafeTx: [
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "data", type: "bytes" },
    { name: "operation", type: "uint8" },
    { name: "safeTxGas", type: "uint256" },
    { name: "baseGas", type: "uint256" },
    { name: "gasPrice", type: "uint256" },
    { name: "gasToken", type: "address" },
    { name: "refundReceiver", type: "address" },
    { name: "nonce", type: "uint256" },
  ],
};
const UNPAID = {
  value: 0n,
  safeTxGas: 0n,
  baseGas: 0n,
  gasPrice: 0n,
  gasToken: ZeroAddress,
  refundReceiver: ZeroAddress,
};

/** What the council signs to make these calls together, all or none, as its next transaction. */
export async function propose(rpc: Rpc, council: Council, calls: readonly CouncilCall[]): Promise<SafeTransaction> {
  const [nonce] = await read(rpc, "Council", council.safe, "nonce");
  const { safe, chainId, multiSend } = council;
  const [only, ...rest] = calls;
  if (only === undefined) throw new YinzhengError("conflict.state", { calls: 0 });
  const base = { safe, chainId, nonce: nonce as bigint };
  if (rest.length === 0) return { ...base, to: only.to, data: only.data, operation: 0 };
  const packed = concat(
    calls.map(({ to, data }) => concat(["0x00", to, toBeHex(0, 32), toBeHex((data.length - 2) / 2, 32), data])),
  );
  const data = INTERFACES.MultiSendCallOnly.encodeFunctionData("multiSend", [packed]) as Hex;
  return { ...base, to: multiSend, data, operation: 1 };
}

/** The bytes whose keccak256 an owner signs: 0x19 0x01 ‖ domain separator ‖ hashStruct(SafeTx). */
export function safeMessage({ safe, chainId, to, data, operation, nonce }: SafeTransaction): Uint8Array {
  const domain = TypedDataEncoder.hashDomain({ chainId, verifyingContract: safe });
  const struct = TypedDataEncoder.from(SAFE_TX).hash({ ...UNPAID, to, data, operation, nonce });
  return Uint8Array.from(Buffer.from(concat(["0x1901", domain, struct]).slice(2), "hex"));
}

/** An owner's signature of a Safe transaction. */
export interface OwnerSignature {
  readonly owner: Hex;
  readonly signature: Hex;
}

export async function signSafe(transaction: SafeTransaction, signer: MessageSigner): Promise<OwnerSignature> {
  return { owner: signer.address, signature: hexlify(await signer.sign(safeMessage(transaction))) as Hex };
}

/** Sends a Safe transaction that enough owners have signed. Throws `chain.rejected` where it reverts. */
export async function execute(
  sender: Sender,
  transaction: SafeTransaction,
  signatures: readonly OwnerSignature[],
): Promise<Receipt> {
  const { safe, to, data, operation } = transaction;
  const ordered = signatures.toSorted((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
  const packed = concat(ordered.map(({ signature }) => signature));
  const { value, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver } = UNPAID;
  const args = [to, value, data, operation, safeTxGas, baseGas, gasPrice, gasToken, refundReceiver, packed];
  return await transact(sender, {
    to: safe,
    data: INTERFACES.Council.encodeFunctionData("execTransaction", args) as Hex,
  });
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

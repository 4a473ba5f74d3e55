import type { Hex } from "../domain/bytes.ts";
import type { CouncilCall, OwnerSignature, SafeTransaction } from "../domain/council.ts";
import type { AbiType } from "./abi.ts";
import { type AbiMethod, argumentsOf, callData } from "./abi-call.ts";
import { concat, fromHex, toHex, uintBytes, utf8 } from "./encoding.ts";
import { keccak256 } from "./hash.ts";
import { recoverAddress } from "./secp256k1.ts";
import { word } from "./word.ts";

/** Transactions of Safe 1.5.0, https://github.com/safe-global/safe-smart-account/tree/v1.5.0/contracts */

const DOMAIN_TYPE = keccak256(utf8("EIP712Domain(uint256 chainId,address verifyingContract)"));
const SAFE_TX_TYPE = keccak256(
  utf8(
    "SafeTx(address to,uint256 value,bytes data,uint8 operation,uint256 safeTxGas,uint256 baseGas,uint256 gasPrice,address gasToken,address refundReceiver,uint256 nonce)",
  ),
);
const NOBODY: Hex = `0x${"00".repeat(20)}`;
/** Nobody is paid: safeTxGas, baseGas, gasPrice, gasToken, refundReceiver. */
const UNPAID = [0, 0, 0, NOBODY, NOBODY] as const;
const PAYMENT: readonly AbiType[] = ["uint256", "uint256", "uint256", "address", "address"];

const EXECUTE: AbiMethod = {
  name: "execTransaction",
  types: ["address", "uint256", "bytes", "uint8", ...PAYMENT, "bytes"],
};
/** Before each call's data: operation, to, value, length. */
const HEAD_BYTES = 1 + 20 + 32 + 32;
const MULTI_SEND: AbiMethod = { name: "multiSend", types: ["bytes"] };

/** The bytes whose keccak256 an owner signs: 0x19 0x01 ‖ domain separator ‖ hashStruct(SafeTx), 66 bytes. */
export function safeMessage({ safe, chainId, to, data, operation, nonce }: SafeTransaction): Uint8Array {
  const domain = keccak256(DOMAIN_TYPE, word("uint256", chainId), word("address", safe));
  const fields = [
    word("address", to),
    word("uint256", 0),
    keccak256(fromHex(data)),
    word("uint8", operation),
    ...UNPAID.map((value, i) => word(String(PAYMENT[i]), value)),
    word("uint256", nonce),
  ];
  return concat(Uint8Array.of(0x19, 0x01), domain, keccak256(SAFE_TX_TYPE, ...fields));
}

/** Hash of a Safe transaction, as every tool for a Safe shows it; 32 bytes. */
export function safeHash(transaction: SafeTransaction): Uint8Array {
  return keccak256(safeMessage(transaction));
}

/** Whether the signature is this owner's over this transaction. */
export function isOwnersSignature(transaction: SafeTransaction, { owner, signature }: OwnerSignature): boolean {
  return recoverAddress(safeHash(transaction), fromHex(signature)) === owner;
}

/** The call of the Safe that makes the transaction, with owners' signatures in whatever order. */
export function executionOf(transaction: SafeTransaction, signatures: readonly OwnerSignature[]): CouncilCall {
  const { safe, to, data, operation } = transaction;
  const ordered = signatures.toSorted((a, b) => (BigInt(a.owner) < BigInt(b.owner) ? -1 : 1));
  const packed = toHex(concat(...ordered.map(({ signature }) => fromHex(signature))));
  return { to: safe, data: callData(EXECUTE, [to, 0, data, operation, ...UNPAID, packed]) };
}

/** What MultiSendCallOnly is asked for, to make these calls one after another, all or none. */
export function multiSendData(calls: readonly CouncilCall[]): Hex {
  const packed = calls.map(({ to, data }) => {
    const bytes = fromHex(data);
    return concat(Uint8Array.of(0), fromHex(to), word("uint256", 0), uintBytes(bytes.length, 32), bytes);
  });
  return callData(MULTI_SEND, [toHex(concat(...packed))]);
}

/** The calls that MultiSendCallOnly is asked for; null unless each is a call without value, and nothing is left over. */
export function callsInMultiSend(data: Hex): readonly CouncilCall[] | null {
  const [packed] = argumentsOf(MULTI_SEND, data) ?? [];
  if (typeof packed !== "string") return null;
  const bytes = fromHex(packed);
  const calls: CouncilCall[] = [];
  for (let at = 0; at < bytes.length; ) {
    if (at + HEAD_BYTES > bytes.length) return null;
    const head = bytes.slice(at, at + HEAD_BYTES);
    const end = at + HEAD_BYTES + Number(BigInt(toHex(head.slice(53))));
    if (head[0] !== 0 || head.slice(21, 53).some((byte) => byte !== 0) || end > bytes.length) return null;
    calls.push({ to: toHex(head.slice(1, 21)), data: toHex(bytes.slice(at + HEAD_BYTES, end)) });
    at = end;
  }
  return calls.length === 0 ? null : calls;
}

import type { AnchorRecord } from "../domain/anchor.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { StatusChange } from "../domain/status.ts";
import { type AbiType, type AbiValue, abiEncode } from "./abi.ts";
import { concat, fromHex, uintBytes, utf8 } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { HASH_BYTES, sha256 } from "./hash.ts";
import { tuple, valuesOf } from "./struct.ts";

/** Records of the evidence log: docs/format/chain.md, "Log records". */

/** An Adoption (docs/format/chain.md, "Continuation"); its bool is encoded as a number is. */
export const ADOPTION = [
  "bytes32",
  "bytes32",
  "bytes32",
  "bytes32",
  "bytes32",
  "uint8",
] as const satisfies readonly AbiType[];

/** Body of each kind of record, as the arguments of Solidity's abi.encode. */
export const BODIES = {
  "yinzheng/log/anchor/v1": [tuple("Anchor"), "uint8", { arrayOf: "address" }],
  "yinzheng/log/burn/v1": ["bytes32", "bytes32", "address"],
  "yinzheng/log/status/v1": [tuple("StatusChange"), "bytes32", { arrayOf: "address" }],
  "yinzheng/log/claim/v1": ["address", "bytes32"],
  "yinzheng/log/member/v1": ["bytes32", "bytes32", "bytes"],
  "yinzheng/log/seal/v1": ["bytes32", "bytes32", "bytes"],
  "yinzheng/log/directory/v1": ["bytes32", "bytes"],
  "yinzheng/log/continue/v1": [
    ["bytes32", "uint64", "uint64", "bytes32", "uint64", "bytes32", "uint64", "uint64", "bytes32"],
  ],
  "yinzheng/log/adopt/v1": ["bytes32", ADOPTION, { arrayOf: [tuple("StatusChange"), "uint64"] }],
} as const satisfies Record<string, readonly AbiType[]>;
export type LogKind = keyof typeof BODIES;

/** Block time and hash of the block before, which every record begins with. */
export interface LogMoment {
  readonly time: Seconds;
  readonly parentHash: Hex;
}

/** A status change as the log keeps it. */
export interface StatusRecord extends LogMoment {
  readonly change: StatusChange;
  /** The batch's statusHead after the change. */
  readonly newHead: Hex;
  /** In the order of the record; empty: the council. */
  readonly signers: readonly Hex[];
}

/**
 * Leaf data of any record: registryId ‖ kind (32 bytes) ‖ uint64 time ‖ parentHash ‖ abi.encode(values). Its leaf hash
 * is leafHash(sha256, data). Throws `schema.pattern` on a value that is not of its type or a negative time.
 */
export function logLeafData(registryId: Hex, kind: LogKind, at: LogMoment, values: readonly AbiValue[]): Uint8Array {
  return concat(
    bytes32(registryId),
    kindBytes(kind),
    uintBytes(at.time, 8),
    bytes32(at.parentHash),
    body(kind, values),
  );
}

/** The 32 bytes of a kind: ASCII, zero-padded on the right; also the indexed topic of `Appended`. */
export function kindBytes(kind: LogKind): Uint8Array {
  const bytes = new Uint8Array(32);
  bytes.set(utf8(kind));
  return bytes;
}

/** Leaf data of an anchor's record. Throws as logLeafData does. */
export function anchorLeafData(registryId: Hex, record: AnchorRecord): Uint8Array {
  const signers = record.signatures.map(({ signer }) => signer);
  return logLeafData(registryId, "yinzheng/log/anchor/v1", record, [
    valuesOf("Anchor", record.anchor),
    record.threshold,
    signers,
  ]);
}

/** Leaf data of a status change's record. Throws as logLeafData does. */
export function statusLeafData(registryId: Hex, record: StatusRecord): Uint8Array {
  return logLeafData(registryId, "yinzheng/log/status/v1", record, [
    valuesOf("StatusChange", record.change),
    record.newHead,
    record.signers,
  ]);
}

/**
 * The batch's statusHead after a change: SHA-256(previous ‖ structHash ‖ uint64 time); `previous` is 32 zero bytes for
 * the first, `structHash` that of the StatusChange (EIP-712). Throws `schema.pattern` unless both are 32 bytes.
 */
export function statusHeadOf(previous: Uint8Array, structHash: Uint8Array, time: Seconds): Uint8Array {
  ensure(previous.length === HASH_BYTES && structHash.length === HASH_BYTES, "status head", "hashes of 32 bytes");
  return sha256(previous, structHash, uintBytes(time, 8));
}

function body(kind: LogKind, list: readonly AbiValue[]): Uint8Array {
  return abiEncode(BODIES[kind], list);
}

function bytes32(hex: Hex): Uint8Array {
  const bytes = fromHex(hex);
  ensure(bytes.length === 32, "log record", "32 bytes");
  return bytes;
}

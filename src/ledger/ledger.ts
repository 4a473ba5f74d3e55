import type { Anchor, AnchorRecord, OfficerSignature } from "../domain/anchor.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { Claim, ClaimRecord } from "../domain/claim.ts";
import type { CompromiseReport } from "../domain/compromise.ts";
import type { Adopted } from "../domain/continuation.ts";
import type { MemberKey } from "../domain/member.ts";
import type { Network } from "../domain/network.ts";
import type { StatusChange, StatusEvent } from "../domain/status.ts";
import type { Evidence } from "../proof/bundle.ts";
import type { Slot } from "../proof/slots.ts";
import type { SealCall, SealLedger } from "./seals.ts";

export interface Block {
  readonly number: number;
  readonly hash: Hex;
  readonly time: Seconds;
}

/** Root of the evidence log as the EvidenceLog contract has it at `block`. */
export interface LogState {
  readonly size: number;
  readonly root: Hex;
  readonly block: Block;
}

/** What can be sent to the chain. A heartbeat changes nothing: it only makes an idle chain mine a block. */
export type Call =
  | { readonly kind: "anchor"; readonly anchor: Anchor; readonly signatures: readonly OfficerSignature[] }
  | { readonly kind: "status"; readonly change: StatusChange; readonly signatures: readonly OfficerSignature[] }
  | { readonly kind: "compromise"; readonly report: CompromiseReport; readonly signatures: readonly OfficerSignature[] }
  | { readonly kind: "claim"; readonly claim: Claim; readonly signature: Hex }
  /** What of a closed installation (`from`) stands here from now on; `index` and `path`: its place in the continued tree. */
  | {
      readonly kind: "adopt";
      readonly from: Hex;
      readonly index: number;
      readonly path: readonly Hex[];
      readonly adopted: Adopted;
    }
  | SealCall
  | { readonly kind: "heartbeat" };

/** A signed raw transaction; the same bytes are sent again until the chain has mined them. */
export interface PreparedTransaction {
  readonly nonce: number;
  readonly hash: Hex;
  readonly raw: Hex;
}

/** Where a ledger makes its transactions durable before it sends them. The service keeps it in the journal. */
export interface Outbox {
  /** Resolves when `tx` is durable; nothing is sent before. */
  prepared(tx: PreparedTransaction): Promise<void>;
  /** Resolves when it is durable that the chain has mined `hash` (reverted or not). */
  settled(hash: Hex): Promise<void>;
  /** Prepared and not settled, in nonce order. */
  pending(): Promise<readonly PreparedTransaction[]>;
}

export type { SealCall, SealLedger, SealWindow } from "./seals.ts";
export type { Slot };

/** An officer as the chain has it now. */
export interface OfficerState {
  readonly address: Hex;
  readonly role: "maker" | "checker";
}

export interface MemberState {
  readonly memberId: Hex;
  /** Admitted, and not closed. */
  readonly admitted: boolean;
  /** For ever; what it anchored before stays. */
  readonly closed: boolean;
  /** The member that has the status rights over this one's cells since it was closed; null: nobody has. */
  readonly successor: Hex | null;
  readonly frozen: boolean;
  readonly officerEpoch: number;
  readonly threshold: number;
  readonly officers: readonly OfficerState[];
}

/** An installation in time; 0 = not yet. Once it is closed, nothing is anchored or claimed any more. */
export interface Lifetime {
  readonly openedAt: Seconds;
  readonly closedAt: Seconds;
  /** registryId of the installation that continues a closed one; null: none. */
  readonly successor: Hex | null;
}

/**
 * Port to a chain with our registries. Every method may throw YinzhengError: `chain.unreachable` (could not ask),
 * `chain.rejected` (the registry refused; detail.error names the custom error and its arguments), `chain.mismatch`
 * (not the chain it was founded on). Engines may differ in finality delay only; a returned block is final.
 */
export interface Ledger extends SealLedger {
  readonly network: Network;
  /** Checks genesis hash, chain id, code hashes and registryId against `network`; re-sends what the outbox holds. */
  start(outbox: Outbox): Promise<void>;
  head(): Promise<Block>;
  block(number: number): Promise<Block | null>;
  /**
   * Sends one call through the one ordered nonce queue and resolves when it is mined. An anchor that is already there
   * with equal root, size, type and hash suite is success; one that differs throws `conflict.used`. A claim that is
   * there with the same commitment is success; with another one it throws `conflict.claimed`. So is an adoption that is
   * there, to the letter. Revocations beyond those of a day throw `conflict.daily_limit`; anchors and claims of a closed
   * installation `chain.closed`. Of calls about seals: see SealLedger.
   */
  submit(call: Call): Promise<Block>;
  anchorOf(memberId: Hex, batchId: Hex): Promise<AnchorRecord | null>;
  statusHead(memberId: Hex, batchId: Hex): Promise<Hex>;
  /** All changes of a batch up to and including block `upTo`, oldest first. */
  changesOf(memberId: Hex, batchId: Hex, upTo: number): Promise<readonly StatusEvent[]>;
  /** The claim of a nullifier; null while there is none. */
  claimOf(nullifier: Hex): Promise<ClaimRecord | null>;
  member(memberId: Hex): Promise<MemberState>;
  /** When the installation was opened and closed, as the chain has it now. */
  lifetime(): Promise<Lifetime>;
  /** Every key that was ever registered for the member, as the chain has it now, in the order of registration. */
  keys(memberId: Hex): Promise<readonly MemberKey[]>;
  logState(block?: number): Promise<LogState>;
  /** RFC 9162 inclusion path of leaf `index` in the log of `size` leaves. */
  inclusion(index: number, size: number): Promise<readonly Hex[]>;
  /** RFC 9162 proof that the log of `from` leaves, at least one, is the beginning of that of `to`. */
  consistency(from: number, to: number): Promise<readonly Hex[]>;
  /** Roots of the complete subtrees of 2^level leaves numbered `first` (included) to `end` (excluded). */
  subtrees(level: number, first: number, end: number): Promise<readonly Hex[]>;
  /** Log leaf data from `from` (included) to `to` (excluded): what a witness recomputes. */
  logLeaves(from: number, to: number): Promise<readonly Hex[]>;
  /** Officers' signatures under those of these leaves that are anchors, by leaf index, as the registry's events have them. */
  anchorSignatures(from: number, to: number): Promise<ReadonlyMap<number, readonly Hex[]>>;
  /** Types of which AnchorRegistry's events say that they were paused in the blocks `first` to `last`, both included. */
  pausedTypes(first: number, last: number): Promise<readonly Hex[]>;
  /** The RLP header of `block` and storage proofs of the slots, all at that block. */
  capture(slots: readonly Slot[], block: number): Promise<Evidence>;
  close(): Promise<void>;
}

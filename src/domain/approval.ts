import type { Hex, Seconds } from "./bytes.ts";
import type { CellRef } from "./status.ts";

/**
 * A maker's consent to one draft, signed as EIP-712 primary type `Approval`.
 * `draft` = SHA-256("yinzheng/draft/v1" ‖ 0x00 ‖ JCS(draft)).
 */
export interface Approval {
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly draft: Hex;
  readonly approvedAt: Seconds;
}

/**
 * A maker's consent to many drafts of one type at once, signed as EIP-712 primary type `BatchApproval`. `draftsRoot` is
 * the RFC 9162 root (SHA-256) over the drafts in their order, leaf = SHA-256(0x00 ‖ "yinzheng/approved-draft/v1" ‖ 0x00 ‖
 * digest of the draft), the digest being that of `Approval.draft`.
 */
export interface BatchApproval {
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly draftsRoot: Hex;
  /** Number of drafts: leaves of the tree. */
  readonly count: number;
  readonly approvedAt: Seconds;
}

/** A maker's order to change the status of one cell, signed as EIP-712 primary type `StatusOrder`. */
export interface StatusOrder {
  readonly memberId: Hex;
  readonly batchId: Hex;
  readonly index: number;
  readonly to: number;
  readonly reason: number;
  readonly successor: CellRef;
  /** The batch's statusHead when it was ordered: an order is good for one change. */
  readonly expectedHead: Hex;
  readonly orderedAt: Seconds;
}

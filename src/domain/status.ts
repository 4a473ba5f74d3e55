import type { Hex, Seconds } from "./bytes.ts";

/** States of a cell: two bits, in the order of their numbers on chain. */
export const CELL_STATES = ["active", "suspended", "revoked", "superseded"] as const;
export type CellState = (typeof CELL_STATES)[number];

/** Cells in one 256-bit status word; cell i is bits 2·(i mod 128) and the next one of word ⌊i / 128⌋. */
export const CELLS_PER_WORD = 128;

/**
 * Why a status changed, by number on chain; changed 变更, reissued 补发 and renewed 延续 go with superseded. `voided` (撤销) reaches back to the beginning; every other reason acts from
 * block time on.
 */
export const STATUS_REASONS = {
  unspecified: 0,
  cancelled: 1,
  lapsed: 2,
  penalty: 3,
  voided: 4,
  transferred_out: 5,
  changed: 6,
  key_compromise: 7,
  court_order: 8,
  error: 9,
  investigation: 10,
  lifted: 11,
  reissued: 12,
  renewed: 13,
} as const;
export type StatusReason = keyof typeof STATUS_REASONS;

/** `count` neighbouring cells from `first` on. */
export interface CellRange {
  readonly first: number;
  readonly count: number;
}

export interface CellRef {
  readonly memberId: Hex;
  readonly batchId: Hex;
  readonly index: number;
}

/** What officers sign to change the status of cells of one batch (design §3.4). Field order is that of the EIP-712 type. */
export interface StatusChange {
  readonly memberId: Hex;
  readonly actingMemberId: Hex;
  readonly officerEpoch: number;
  readonly batchId: Hex;
  readonly ranges: readonly CellRange[];
  /** Index into CELL_STATES. */
  readonly to: number;
  /** Value of STATUS_REASONS. */
  readonly reason: number;
  /** All zero unless `to` is superseded. */
  readonly successor: CellRef;
  /** The batch's statusHead that this change follows; 32 zero bytes for the first. */
  readonly expectedHead: Hex;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** A change that happened, and the block time at which it did: one link of the batch's statusHead. */
export interface StatusEvent {
  readonly change: StatusChange;
  readonly time: Seconds;
}

/** From which states a cell may move to which (design §3.4); revoked and superseded are terminal. */
export const TRANSITIONS: Record<CellState, readonly CellState[]> = {
  active: ["suspended", "revoked", "superseded"],
  suspended: ["active", "revoked", "superseded"],
  revoked: [],
  superseded: [],
};

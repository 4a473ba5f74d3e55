import type { Hex } from "./bytes.ts";

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

/** An owner's signature of a Safe transaction: 65 bytes r ‖ s ‖ v. */
export interface OwnerSignature {
  readonly owner: Hex;
  readonly signature: Hex;
}

/**
 * How a proposal does what it does: at once; or, for what widens, announced, and carried out 48 hours later. What was
 * announced can be cancelled.
 */
export const PHASES = ["at once", "announce", "carry out", "cancel"] as const;
export type Phase = (typeof PHASES)[number];

import type { Hex, Seconds } from "./bytes.ts";

/** Hash suites of a batch tree and its leaves, by their number on chain. */
export const HASH_SUITES = { sha256: 1, sm3: 2 } as const;
export type HashSuite = keyof typeof HASH_SUITES;

/** Capacity of a batch: a power of two in this range, both ends included. */
export const BATCH_SIZE = { min: 16, max: 2 ** 20 } as const;

/** The longest time between `notBefore` and `deadline` of anything that officers sign, in seconds. */
export const SIGNING_WINDOW: Seconds = 24 * 3600;

/** What officers sign to put one batch on chain (design §3.3). Field order is the order of the EIP-712 type. */
export interface Anchor {
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly batchId: Hex;
  readonly root: Hex;
  readonly size: number;
  readonly hashSuite: number;
  readonly typeId: Hex;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** One officer's secp256k1 signature over an EIP-712 message: 65 bytes r ‖ s ‖ v, v = 27 or 28, low s. */
export interface OfficerSignature {
  readonly signer: Hex;
  readonly signature: Hex;
}

/**
 * An anchor as the log keeps it: what was signed, by whom, and what the chain added.
 * Log leaf data = registryId ‖ kind ‖ uint64 time ‖ parentHash ‖ abi.encode(anchor, threshold, signers).
 */
export interface AnchorRecord {
  readonly anchor: Anchor;
  readonly signatures: readonly OfficerSignature[];
  /** The member's threshold when it was anchored. */
  readonly threshold: number;
  /** Block time. */
  readonly time: Seconds;
  readonly parentHash: Hex;
  /** Position of the record's leaf in the evidence log. */
  readonly logIndex: number;
  readonly block: number;
}

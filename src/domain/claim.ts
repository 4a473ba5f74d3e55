import type { Hex, Seconds } from "./bytes.ts";

/** What a certificate's claim key signs (docs/format/certificate.md). Field order is the order of the EIP-712 type. */
export interface Claim {
  /** Address of the claim key: 20 bytes. */
  readonly nullifier: Hex;
  /** What hides who claims; 32 bytes, not 0. */
  readonly commitment: Hex;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** The slot of a nullifier that is taken. Says when, and not by whom. */
export interface ClaimRecord {
  readonly commitment: Hex;
  /** Block time. */
  readonly claimedAt: Seconds;
}

/** What opens a commitment: it shows that the claim is this member's. Known to the claimer and its service alone. */
export interface ClaimOpening {
  readonly nullifier: Hex;
  readonly memberId: Hex;
  /** 32 random bytes. */
  readonly random: Hex;
}

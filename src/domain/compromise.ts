import type { Hex, Seconds } from "./bytes.ts";

/**
 * A member's own report that a key or an officer is not to be believed, as its officers sign it (EIP-712
 * `CompromiseReport`). One officer suffices for "from now on"; any other time needs the threshold, a maker and a checker
 * among them, and lies at most 30 days back.
 */
export interface CompromiseReport {
  readonly memberId: Hex;
  readonly officerEpoch: number;
  /** The keyId of one of its keys, or an officer's address, with zeros before it, as 32 bytes. */
  readonly subject: Hex;
  /** 0: from the block on that takes the report. */
  readonly since: Seconds;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** How far back a member itself may report, in seconds. */
export const OWN_REACH: Seconds = 30 * 24 * 3600;

/** An officer's address as the subject of a report. */
export function officerSubject(address: Hex): Hex {
  return `0x${address.slice(2).padStart(64, "0")}`;
}

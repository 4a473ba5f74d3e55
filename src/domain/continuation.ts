import type { Hex, Seconds } from "./bytes.ts";
import type { StatusEvent } from "./status.ts";

/** A closed installation that a new one continues, as it stood at its final, witnessed block (docs/format/chain.md). */
export interface Origin {
  readonly registryId: Hex;
  readonly chainId: number;
  readonly logSize: number;
  readonly logRoot: Hex;
  readonly blockNumber: number;
  readonly blockHash: Hex;
  readonly blockTime: Seconds;
  /** How many adoptions there are. */
  readonly size: number;
  /** Root of their RFC 9162 tree over SHA-256. */
  readonly root: Hex;
}

/** One batch of an origin, or those of its changes that lead from one statusHead to another; with the last it stands. */
export interface Adoption {
  readonly memberId: Hex;
  readonly batchId: Hex;
  /** Log leaf hash that the origin's AnchorRegistry holds. */
  readonly record: Hex;
  readonly headBefore: Hex;
  readonly headAfter: Hex;
  readonly last: boolean;
}

/** An adoption with the changes that it makes over again, oldest first. */
export interface Adopted {
  readonly adoption: Adoption;
  readonly changes: readonly StatusEvent[];
}

/** Most changes of one adoption, as the contract has it. */
export const MAX_PAST_CHANGES = 64;

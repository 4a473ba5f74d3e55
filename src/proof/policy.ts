import type { Hex, Seconds } from "../domain/bytes.ts";
import type { LogHead } from "./log-head.ts";

/**
 * How far a verdict reaches, demanded by the verifier and never inferred: `online` = state from a chain node that the
 * verifier trusts; `snapshot` = offline, header vouched for by one witness; `archival` = by the witness quorum.
 */
export const LEVELS = ["online", "snapshot", "archival"] as const;
/** One of LEVELS. */
export type Level = (typeof LEVELS)[number];

/** What a verifier demands. */
export interface Policy {
  readonly level: Level;
  /** The instant the verdict is about; now where absent. */
  readonly asOf?: Seconds;
  /** Set where `asOf` was given as a bare date: the start of that day, so that a change during the day is told. */
  readonly dayStart?: Seconds;
  /** Demand a status list: where none answers for the instant, the verdict is indeterminate, however fresh the evidence. */
  readonly requireList?: true;
  /** What this verifier has seen of the network: a node that shows less, or another history, is refused. */
  readonly seen?: SeenLog;
}

/** The largest log that a verifier has seen, and the block at which it saw it; no block: it was not kept then. */
export interface SeenLog extends LogHead {
  readonly block?: { readonly number: number; readonly hash: Hex };
}

/** The instant asked about. A bare date means its end (design §3.4); of a day that has not ended, it means so far. */
export function instantOf({ asOf, dayStart }: Policy, now: Seconds): Seconds {
  if (asOf === undefined) return now;
  return dayStart !== undefined && dayStart <= now && now < asOf ? now : asOf;
}

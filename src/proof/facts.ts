import type { Hex } from "../domain/bytes.ts";
import type { StatusEvent } from "../domain/status.ts";
import type { Evidence } from "./bundle.ts";
import type { LogHead } from "./log-head.ts";
import type { ReadStatusList } from "./status-list.ts";

export type { LogHead } from "./log-head.ts";

/** What a verifier's own node told about one bundle; gathered outside, judged by `verify`. */
export interface NodeFacts {
  /** The installation that the node was asked about, where it is not the bundle's own but the one that continues it. */
  readonly registryId?: Hex;
  /** State proofs of the bundle's slots at the node's head. */
  readonly evidence: Evidence;
  /** Hash of that head block as the node gave it. */
  readonly blockHash: Hex;
  /** The log at the node's head. */
  readonly log: LogHead;
  /** The node's block with the number of the bundle's own evidence, and the log at it; null: the node has no such block, or is of
   * another chain. */
  readonly ancestor: { readonly hash: Hex; readonly log: LogHead | null } | null;
  /** Hash of the node's own block of the number of `Policy.seen.block`; null: it has no such block; absent: not asked. */
  readonly seenBlock?: Hex | null;
  /** Status changes of the batch up to the head. */
  readonly statusChanges: readonly StatusEvent[];
}

/** What one mirror answered about the status list of the certificate. */
export type ListFact =
  | { readonly mirror: string; readonly ok: true; readonly list: ReadStatusList }
  | { readonly mirror: string; readonly ok: false; readonly code: string };

/** Each source may fail by itself; a failure is a fact too, and never reads as "fine". */
export interface Facts {
  readonly node:
    | { readonly ok: true; readonly facts: NodeFacts }
    | { readonly ok: false; readonly code: string }
    | null;
  /** Where a document is judged: the same about its own anchor; absent: nobody was asked. */
  readonly representation?: Facts["node"];
  /** One for each mirror that was asked, and for a list kept from before; absent: nobody was asked. */
  readonly lists?: readonly ListFact[];
}

/** Offline: nobody was asked. */
export const NO_FACTS: Facts = { node: null };

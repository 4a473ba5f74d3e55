import type { HashSuite } from "../domain/anchor.ts";
import type { Bilingual } from "../domain/bilingual.ts";
import type { BatchTree } from "../proof/batch.ts";
import type { CapturedBatch } from "./capture.ts";
import type { Context } from "./context.ts";
import type { HostedKey } from "./hosted-keys.ts";
import type { Shown } from "./officers.ts";
import type { Fact } from "./payloads.ts";
import type { Batch, Version } from "./projection.ts";
import type { SealCount } from "./seal-counts.ts";

/** One thing in its cell. */
export interface Stowed {
  /** The certificate's identifier, or the document's; whoever waits for it waits under this name. */
  readonly id: string;
  readonly index: number;
}

/** What stands in the cells of a batch. All batches travel the same road; where it matters what they carry, this is asked. */
export interface Cargo {
  /** Whether its cells have a status of their own, and so a place in a status list. */
  readonly listed: boolean;
  names(context: Context, version: Version): Bilingual;
  hashSuite(context: Context, version: Version): HashSuite;
  /** The keys that sign its closed batch. Throws `keys.missing`. */
  batchKeys(context: Context, version: Version): readonly HostedKey[];
  /** Everything in the batch, in the order of placing: one at a time, since a batch may be larger than memory. */
  items(context: Context, batch: Batch): AsyncIterable<Stowed>;
  leaves(context: Context, batch: Batch): AsyncIterable<Stowed & { readonly leaf: Uint8Array }>;
  /** What officers are shown, for each of them anew: none is kept. */
  shown(context: Context, batch: Batch): AsyncIterable<Shown>;
  /** Uses of seals in the batch, which are counted on chain once it is anchored; of each seal once, in the order of first use. */
  uses(context: Context, batch: Batch): Promise<readonly SealCount[]>;
  /** Checks the proof of everything in the batch. Codes of the checks that failed at the first that does not hold; null: all hold. */
  faults(context: Context, batch: CapturedBatch, tree: BatchTree): Promise<readonly string[] | null>;
  /** That each is handed out from now on; null where a start before has said so. */
  issues(
    context: Context,
    batch: Batch,
    tree: BatchTree,
  ): AsyncIterable<{ readonly id: string; readonly fact: Fact | null }>;
  /** What follows when all of it is handed out. */
  finished(context: Context, batch: Batch): Promise<void>;
}

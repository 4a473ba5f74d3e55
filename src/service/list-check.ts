import { equal } from "../crypto/encoding.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Checkpoint } from "../proof/checkpoint.ts";
import type { ListView } from "../proof/status-list.ts";
import { type BatchAt, type CellBook, listBits } from "./cell-book.ts";

/** What a witness compares lists with: its own copy of the log, up to a checkpoint of its own. */
export interface WitnessedLog {
  readonly registryId: Hex;
  readonly checkpoint: Checkpoint;
  /** Time of the checkpoint's block. */
  readonly time: Seconds;
  readonly book: CellBook;
}

/** A list to be co-signed, and the bits that its `encodedList` holds. */
export interface ShownList {
  readonly view: ListView;
  readonly bits: Uint8Array;
}

/**
 * Refuses unless these are all lists of one member and type at this checkpoint: every batch that the log holds stands in
 * exactly one of them, and sizes, heads and every bit are those that follow from the log. Throws `witness.refused`.
 */
export function checkLists(log: WitnessedLog, lists: readonly ShownList[]): void {
  const [first] = lists;
  if (first === undefined) throw new YinzhengError("witness.refused", { reason: "there is no list" });
  const { memberId, typeId } = first.view.source;
  const batches = log.book.batches({ memberId, typeId }, log.checkpoint.size);
  for (const { view } of lists) {
    const { source } = view;
    if (source.memberId !== memberId || source.typeId !== typeId) refuse("the lists are of several members or types");
    checkSource(log, view);
  }
  const ids = lists.map(({ view }) => view.id);
  const listed = lists.flatMap(({ view }) => view.source.batches.map(({ batchId }) => batchId));
  const named = new Set(listed);
  if (new Set(ids).size !== ids.length) refuse("a list is shown twice");
  if (named.size !== listed.length) refuse("a batch stands in two lists");
  const left = batches.find(({ batchId }) => !named.has(batchId));
  if (left !== undefined) refuse("a batch is left out", left.batchId);
  if (listed.length !== batches.length) refuse("a batch is not on chain");
  for (const list of lists) checkCells(list, batches);
}

function checkSource({ registryId, checkpoint, time, book }: WitnessedLog, { source, validFrom }: ListView): void {
  const { block, log } = source;
  if (source.registryId !== registryId) refuse("the list is of another installation");
  if (log.size !== checkpoint.size || log.root !== checkpoint.root) refuse("the log is not that of the block");
  if (block.hash !== checkpoint.block.hash || block.time !== time || validFrom !== time)
    refuse("the time is not that of the block");
  if (source.lastCompromise !== book.lastCompromise(source.memberId, checkpoint.size))
    refuse("the last report of a compromise is another");
}

function checkCells({ view: { id, source }, bits }: ShownList, batches: readonly BatchAt[]): void {
  const known = new Map(batches.map((batch) => [batch.batchId, batch]));
  for (const { batchId, size, statusHead } of source.batches) {
    const batch = known.get(batchId);
    if (batch?.size !== size || batch.statusHead !== statusHead) refuse("the state of a batch is another", batchId);
  }
  if (!equal(listBits(source, batches), bits)) refuse("a bit says what the log does not", id);
}

function refuse(reason: string, at?: string): never {
  throw new YinzhengError("witness.refused", at === undefined ? { reason } : { reason, at });
}

import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { readLogLeaf } from "../../crypto/log-read.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Adopted, type Adoption, MAX_PAST_CHANGES } from "../../domain/continuation.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { CELLS_PER_WORD, type StatusChange, type StatusEvent } from "../../domain/status.ts";

/** The statusHead of a batch that never changed. */
export const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;

/** Words that one adoption may write, so that it fits into one transaction. A change that needs more stands alone, as it did. */
const MAX_WORDS = 200;

/** A batch as the log of its installation tells it. */
interface PastBatch {
  readonly memberId: Hex;
  readonly batchId: Hex;
  record: Hex;
  readonly changes: StatusEvent[];
  head: Hex;
}

/**
 * All that is adopted of an installation: its batches in the order in which they were anchored, or adopted themselves; a
 * burned batchId is none. Throws `chain.mismatch` for a log that does not follow from its own changes.
 */
export function adoptionsIn(leaves: readonly Hex[]): readonly Adopted[] {
  const batches = new Map<string, PastBatch>();
  for (const data of leaves) {
    const bytes = fromHex(data);
    const { record, time } = readLogLeaf(bytes);
    if (record.kind === "anchor") {
      const { memberId, batchId } = record.anchor;
      batchOf(batches, memberId, batchId).record = toHex(leafHash(sha256, bytes));
    }
    if (record.kind === "status") {
      const batch = batchOf(batches, record.change.memberId, record.change.batchId);
      follow(batch, { change: record.change, time });
      if (batch.head !== record.newHead) throw mismatch(batch);
    }
    if (record.kind === "adopt") {
      const { adoption, changes } = record.adopted;
      const batch = batchOf(batches, adoption.memberId, adoption.batchId);
      for (const past of changes) follow(batch, past);
      if (adoption.last) batch.record = adoption.record;
    }
  }
  return [...batches.values()].filter(({ record }) => record !== FIRST_HEAD).flatMap(partsOf);
}

/** The batch's statusHead after one more change. */
export const headAfter = (head: Hex, { change, time }: StatusEvent): Hex =>
  toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));

function batchOf(batches: Map<string, PastBatch>, memberId: Hex, batchId: Hex): PastBatch {
  const known = batches.get(`${memberId}/${batchId}`);
  if (known !== undefined) return known;
  const batch: PastBatch = { memberId, batchId, record: FIRST_HEAD, changes: [], head: FIRST_HEAD };
  batches.set(`${memberId}/${batchId}`, batch);
  return batch;
}

function follow(batch: PastBatch, event: StatusEvent): void {
  if (event.change.expectedHead !== batch.head) throw mismatch(batch);
  batch.head = headAfter(batch.head, event);
  batch.changes.push(event);
}

function partsOf({ memberId, batchId, record, changes, head: end }: PastBatch): readonly Adopted[] {
  const parts: Adopted[] = [];
  let [head, from, words] = [FIRST_HEAD, 0, 0];
  const put = (to: number, headAfter: Hex): void => {
    const adoption: Adoption = { memberId, batchId, record, headBefore: head, headAfter, last: to === changes.length };
    parts.push({ adoption, changes: changes.slice(from, to) });
    [head, from, words] = [headAfter, to, 0];
  };
  changes.forEach(({ change }, i) => {
    const more = wordsOf(change);
    if (i > from && (i - from === MAX_PAST_CHANGES || words + more > MAX_WORDS)) put(i, change.expectedHead);
    words += more;
  });
  put(changes.length, end);
  return parts;
}

const wordsOf = ({ ranges }: StatusChange): number =>
  ranges.reduce((sum, { count }) => sum + Math.ceil(count / CELLS_PER_WORD) + 1, 0);

const mismatch = ({ memberId, batchId }: PastBatch) =>
  new YinzhengError("chain.mismatch", { what: "status changes", memberId, batchId });

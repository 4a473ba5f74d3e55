import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { type Adopted, MAX_PAST_CHANGES, type Origin } from "../../domain/continuation.ts";
import { CELL_STATES, type StatusEvent } from "../../domain/status.ts";
import { type Batches, isNone } from "./batches.ts";
import type { Cells } from "./cells.ts";
import { keep } from "./rules.ts";
import { areRanges } from "./statuses.ts";

/**
 * What a new installation takes over from a closed one. That an adoption is among those that the council continued is
 * shown by a path that the log does not hold, so it is not judged here.
 */
export class Adoptions {
  readonly #registryId: Hex;
  readonly #batches: Batches;
  readonly #origins = new Set<Hex>();

  constructor(registryId: Hex, batches: Batches) {
    this.#registryId = registryId;
    this.#batches = batches;
  }

  continue({ registryId, size }: Origin): void {
    const other = !isNone(registryId) && registryId !== this.#registryId && !this.#origins.has(registryId);
    keep("continue.origin", other && size > 0);
    this.#origins.add(registryId);
  }

  /** Refuses what StatusRegistry would have; then nothing has changed. */
  adopt(from: Hex, { adoption, changes }: Adopted, time: Seconds): void {
    const { memberId, batchId, record, headBefore, headAfter, last } = adoption;
    keep("continue.origin", this.#origins.has(from));
    const batch = this.#batches.adoptable(memberId, batchId);
    keep("continue.adoption", batch !== undefined && changes.length <= MAX_PAST_CHANGES && !(last && isNone(record)));
    keep("continue.adoption", batch.head === headBefore);
    const cells = batch.cells.copy();
    let head = headBefore;
    for (const event of changes) head = followed(head, event, { memberId, batchId }, cells, time);
    keep("continue.adoption", head === headAfter);
    this.#batches.adopt(memberId, batchId, { head, cells }, last);
  }
}

function followed(
  head: Hex,
  { change, time }: StatusEvent,
  of: { readonly memberId: Hex; readonly batchId: Hex },
  cells: Cells,
  now: Seconds,
): Hex {
  const { memberId, batchId, expectedHead, to, ranges } = change;
  const follows = memberId === of.memberId && batchId === of.batchId && expectedHead === head && time <= now;
  const lawful = CELL_STATES[to] !== undefined && areRanges(ranges) && cells.mayMove(ranges, to);
  keep("continue.adoption", follows && lawful);
  cells.move(ranges, to);
  return toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));
}

import { fromHex } from "../crypto/encoding.ts";
import { type LogRecord, readLogRecord } from "../crypto/log-read.ts";
import type { Hex } from "../domain/bytes.ts";
import { CELL_STATES, type CellState, type StatusChange } from "../domain/status.ts";
import { position } from "../proof/list-position.ts";
import { type ListedBatch, type ListSource, noBits, writeState } from "../proof/status-list.ts";

const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;
const COMPROMISES: ReadonlySet<string> = new Set(["key-compromised", "officer-compromised"]);

/** One batch as the log's records tell it. `at` counts leaves: the record is the `at`th, the first being 1. */
interface BookBatch {
  readonly batchId: Hex;
  readonly size: number;
  readonly at: number;
  readonly changes: { readonly at: number; readonly change: StatusChange; readonly newHead: Hex }[];
}

/** The group that one list, or several, are about. */
export interface ListGroup {
  readonly memberId: Hex;
  readonly typeId: Hex;
}

/** A batch at one size of the log. */
export interface BatchAt extends Pick<ListedBatch, "batchId" | "size" | "statusHead"> {
  /** Cells that are not active. */
  readonly cells: ReadonlyMap<number, CellState>;
}

/**
 * All cells of all members as the evidence log's records tell them, leaf after leaf. Service and witnesses make the status
 * lists from it, each from its own node; whether the leaves are those of the log, whoever gives them has to know.
 */
export class CellBook {
  #size = 0;
  readonly #batches = new Map<string, BookBatch>();
  readonly #groups = new Map<string, BookBatch[]>();
  readonly #compromises = new Map<Hex, number[]>();

  /** Leaves taken in. */
  get size(): number {
    return this.#size;
  }

  /** Takes in the next leaf. Throws `schema.pattern` for a record that is none. */
  add(leaf: Hex): void {
    this.take(readLogRecord(fromHex(leaf)));
  }

  /** Takes in the record of the next leaf. */
  take(record: LogRecord): void {
    const at = this.#size + 1;
    if (record.kind === "anchor") {
      const { memberId, batchId, typeId, size } = record.anchor;
      const batch = { batchId, size, at, changes: [] };
      this.#batches.set(`${memberId}/${batchId}`, batch);
      listIn(this.#groups, `${memberId}/${typeId}`).push(batch);
    }
    if (record.kind === "status") {
      const { change, newHead } = record;
      this.#batches.get(`${change.memberId}/${change.batchId}`)?.changes.push({ at, change, newHead });
    }
    if (record.kind === "member" && COMPROMISES.has(record.event)) listIn(this.#compromises, record.memberId).push(at);
    this.#size = at;
  }

  /** The batches of a group that the log of `size` leaves holds, in the order in which they were anchored. */
  batches({ memberId, typeId }: ListGroup, size: number): readonly BatchAt[] {
    const known = this.#groups.get(`${memberId}/${typeId}`) ?? [];
    return known.filter(({ at }) => at <= size).map((batch) => batchAt(batch, size));
  }

  /** Leaves up to the last change or compromise that a list of the group tells of, in the log of `size` leaves; 0: none. */
  lastNews({ memberId, typeId }: ListGroup, size: number): number {
    const batches = this.#groups.get(`${memberId}/${typeId}`) ?? [];
    const changes = batches.map((batch) => batch.changes.findLast(({ at }) => at <= size)?.at ?? 0);
    return changes.reduce((last, at) => Math.max(last, at), this.lastCompromise(memberId, size));
  }

  /** Leaves up to the member's last report of a compromise, in the log of `size` leaves; 0: none. */
  lastCompromise(memberId: Hex, size: number): number {
    return this.#compromises.get(memberId)?.findLast((at) => at <= size) ?? 0;
  }
}

function listIn<K, T>(map: Map<K, T[]>, key: K): T[] {
  const known = map.get(key) ?? [];
  map.set(key, known);
  return known;
}

function batchAt({ batchId, size, changes }: BookBatch, logSize: number): BatchAt {
  const made = changes.filter(({ at }) => at <= logSize);
  const cells = new Map<number, CellState>();
  for (const { change } of made) {
    const state = CELL_STATES[change.to] ?? "active";
    for (const { first, count } of change.ranges) {
      for (let index = first; index < first + count; index++) {
        if (state === "active") cells.delete(index);
        else cells.set(index, state);
      }
    }
  }
  return { batchId, size, statusHead: made.at(-1)?.newHead ?? FIRST_HEAD, cells };
}

/** The bits of a list in which these batches stand at the offsets that the source gives them. */
export function listBits(source: ListSource, batches: readonly BatchAt[]): Uint8Array {
  const bits = noBits(source.cells);
  const offsets = new Map(source.batches.map(({ batchId, offset }) => [batchId, offset]));
  for (const { batchId, cells } of batches) {
    const offset = offsets.get(batchId);
    if (offset === undefined) continue;
    for (const [index, state] of cells) writeState(bits, position(source, offset + index), state);
  }
  return bits;
}

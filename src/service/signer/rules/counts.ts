import type { Hex, Seconds } from "../../../domain/bytes.ts";
import type { JsonObject } from "../../../domain/canonical.ts";
import { CELL_STATES, type StatusChange } from "../../../domain/status.ts";
import type { JournalRecord } from "../../../store/store.ts";
import type { Counted, SignedBatch } from "./rates.ts";

type Batch = Counted["batches"][number];
type Change = Counted["changes"][number];

/** What was signed when, from the sign-log's own records; the same batch and the same change count once. */
export class Counts implements Counted {
  readonly #batches = new Map<Hex, Batch>();
  readonly #changes = new Map<string, Change>();

  get batches(): readonly Batch[] {
    return [...this.#batches.values()];
  }

  get changes(): readonly Change[] {
    return [...this.#changes.values()];
  }

  /** Takes up a record that was written before. */
  read(record: JournalRecord): void {
    const batch = record.kind === "signer.anchor" ? batchIn(record) : null;
    if (batch !== null && !this.#batches.has(batch.batchId)) this.#batches.set(batch.batchId, batch);
    const counts = record.kind === "signer.status" ? changeOf(record.payload as unknown as StatusChange) : null;
    if (counts !== null && !this.#changes.has(counts.name))
      this.#changes.set(counts.name, { ...counts, time: record.time });
  }

  /** Counts before the first await, and takes it back where `write` fails: then nothing is signed. */
  batch(counts: SignedBatch, time: Seconds, write: () => Promise<void>): Promise<void> {
    return once(this.#batches, counts.batchId, { ...counts, time }, write);
  }

  change(change: StatusChange, time: Seconds, write: () => Promise<void>): Promise<void> {
    const counts = changeOf(change);
    return counts === null ? write() : once(this.#changes, counts.name, { ...counts, time }, write);
  }
}

async function once<K, V>(counted: Map<K, V>, name: K, value: V, write: () => Promise<void>): Promise<void> {
  const first = !counted.has(name);
  if (first) counted.set(name, value);
  try {
    await write();
  } catch (error) {
    // Where it is on disk after all, it counts again after the next start.
    if (first) counted.delete(name);
    throw error;
  }
  if (!counted.has(name)) counted.set(name, value);
}

/**
 * What a change counts, null for a suspension. The name is the same whenever it is signed: only window and epoch may be
 * others.
 */
export function changeOf({ batchId, expectedHead, to, ranges }: StatusChange): Omit<Change, "time"> | null {
  if (CELL_STATES[to] === "suspended") return null;
  const name = [batchId, expectedHead, to, ...ranges.map(({ first, count }) => `${first}+${count}`)].join("/");
  return { name, cells: ranges.reduce((sum, { count }) => sum + count, 0) };
}

/** The sum of a batch as the log keeps it: millionths have no JSON number. */
export function amountNote({ amount }: SignedBatch): JsonObject {
  return amount === undefined ? {} : { amount: { field: amount.field, sum: amount.sum.toString() } };
}

function batchIn({ payload, time }: JournalRecord): Batch {
  const { batchId, typeId, drafts, amount } = payload as {
    batchId: Hex;
    typeId: Hex;
    drafts: JsonObject;
    amount?: { field: string; sum: string };
  };
  const summed = amount === undefined ? {} : { amount: { field: amount.field, sum: BigInt(amount.sum) } };
  return { batchId, typeId, documents: Object.keys(drafts).length, time, ...summed };
}

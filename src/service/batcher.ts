import type { Hex, Seconds } from "../domain/bytes.ts";
import type { Context } from "./context.ts";
import { Pool } from "./draw.ts";
import { loadBatch, takenIn } from "./load.ts";
import { groupOf, lastBatch, newBatch, sealTree } from "./new-batch.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import type { Batch, Version } from "./projection.ts";

/** What a batcher puts into cells: known by an id, and each of a member and version. */
export interface Freight<T extends Version & Pick<Batch, "tenant">> {
  /** Cells of a new batch. */
  readonly capacity: number;
  /** Whether more is about to come for this batch, which then stays open a little longer. */
  expectsMore(batch: Batch): boolean;
  /** null: it has its cell already, or is none that waits for one. */
  waiting(id: string): Promise<T | null>;
  /** That it stands in this cell. */
  placed(item: T, batch: Batch, index: number): Promise<Fact>;
}

/** For which more is awaited, a batch stays open at most so long. */
const LONGEST: Seconds = 2;

/** A batcher as those see it who have something for it. */
export interface Placer {
  /** Sees to it that what waits gets its cell, now or when it can. */
  start(id: string): void;
  /** Takes up a batch that the journal says is open: it closes when its time is over, counted from its opening. */
  resume(batch: Batch): void;
}

/** The batch that takes things of one member and one version now. */
interface Open {
  readonly batch: Batch;
  readonly pool: Pool;
  /** `batch.opened`, where it is not journaled yet: it goes with the first certificate. */
  readonly opening: readonly Fact[];
}

/** Puts what waits into cells and closes batches. What it remembers is only what the journal says. */
export class Batcher<T extends Version & Pick<Batch, "tenant">> implements Placer {
  readonly #context: Context;
  readonly #freight: Freight<T>;
  /** Takes a closed batch on its way. */
  readonly #onClosed: (batchId: Hex) => void;
  readonly #open = new Map<string, Open>();
  readonly #timers = new Map<Hex, () => void>();

  constructor(context: Context, freight: Freight<T>, onClosed: (batchId: Hex) => void) {
    this.#context = context;
    this.#freight = freight;
    this.#onClosed = onClosed;
  }

  start(id: string): void {
    this.#context.work.run({ name: `place ${id}`, task: () => this.#place(id) });
  }

  resume({ batchId, openedAt }: Batch): void {
    if (this.#timers.has(batchId)) return;
    const elapsed = (this.#context.clock() - openedAt) * 1000;
    this.#closeAfter(batchId, Math.max(0, this.#context.policy.maxWaitMs - elapsed));
  }

  /** Stops all delays. */
  close(): void {
    for (const cancel of this.#timers.values()) cancel();
    this.#timers.clear();
  }

  async #place(id: string): Promise<void> {
    const item = await this.#freight.waiting(id);
    if (item !== null) await this.#context.locks.run(groupOf(item), () => this.#placeInGroup(id));
  }

  async #placeInGroup(id: string): Promise<void> {
    const item = await this.#freight.waiting(id);
    if (item === null) return;
    try {
      const open = (await this.#openBatch(item)) ?? (await this.#newBatch(item));
      await this.#fill(open, item);
    } catch (error) {
      // Whether the last append is on disk is not known now: ask the journal next time.
      this.#open.delete(versionOf(item));
      throw error;
    }
  }

  async #fill({ batch, pool, opening }: Open, item: T): Promise<void> {
    const { records, random, policy } = this.#context;
    const { index, take } = pool.draw(random);
    await records.append(SERVICE, [...opening, await this.#freight.placed(item, batch, index)]);
    take();
    this.#open.set(versionOf(batch), { batch, pool, opening: [] });
    if (opening.length > 0) this.#closeAfter(batch.batchId, policy.maxWaitMs);
    if (pool.left > 0) return;
    this.#open.delete(versionOf(batch));
    this.#startClosing(batch.batchId);
  }

  /** The open batch of that version, from memory or from the journal. */
  async #openBatch(version: Version): Promise<Open | null> {
    const known = this.#open.get(versionOf(version));
    if (known !== undefined) return known;
    const batch = await lastBatch(this.#context, version);
    if (batch === null || batch.root !== undefined || batch.import !== undefined) return null;
    if (batch.typeVersion !== version.typeVersion) return null;
    const pool = new Pool(batch.capacity, await takenIn(this.#context, batch.batchId));
    return pool.left === 0 ? null : { batch, pool, opening: [] };
  }

  async #newBatch({ tenant, ...version }: Version & Pick<Batch, "tenant">): Promise<Open> {
    const { batchId, opened } = await newBatch(this.#context, version, this.#freight.capacity);
    const openedAt = this.#context.clock();
    const batch: Batch = { ...opened, batchId, tenant, openedAt, finished: false };
    return { batch, pool: new Pool(opened.capacity, new Set()), opening: [fact("batch.opened", batchId, opened)] };
  }

  #closeAfter(batchId: Hex, ms: number): void {
    const cancel = this.#context.timers.after(ms, () => this.#startClosing(batchId));
    this.#timers.set(batchId, cancel);
  }

  /** Nobody waits long for others. */
  #isAwaited(batch: Batch): boolean {
    return this.#context.clock() - batch.openedAt < LONGEST && this.#freight.expectsMore(batch);
  }

  #startClosing(batchId: Hex): void {
    this.#timers.get(batchId)?.();
    this.#timers.delete(batchId);
    this.#context.work.run({ name: `close ${batchId}`, task: () => this.#close(batchId) });
  }

  async #close(batchId: Hex): Promise<void> {
    const batch = await loadBatch(this.#context, batchId);
    const open = this.#open.get(versionOf(batch))?.batch.batchId === batchId;
    if (open && this.#isAwaited(batch)) return this.#closeAfter(batchId, this.#context.policy.maxWaitMs);
    await this.#context.locks.run(groupOf(batch), () => this.#closeInGroup(batchId));
  }

  async #closeInGroup(batchId: Hex): Promise<void> {
    const batch = await loadBatch(this.#context, batchId);
    if (this.#open.get(versionOf(batch))?.batch.batchId === batchId) this.#open.delete(versionOf(batch));
    if (batch.root === undefined) {
      const closed = await sealTree(this.#context, batch);
      await this.#context.records.append(SERVICE, [fact("batch.closed", batchId, closed)]);
    }
    this.#onClosed(batchId);
  }
}

const versionOf = ({ memberId, type, typeVersion }: Version): string => `${memberId}/${type}/${typeVersion}`;

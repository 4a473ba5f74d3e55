import { toHex } from "../crypto/encoding.ts";
import type { Hex } from "../domain/bytes.ts";
import type { Context } from "./context.ts";
import { signedCredential } from "./credential.ts";
import { Pool } from "./draw.ts";
import { loadBatch, loadCertificate, takenIn } from "./load.ts";
import { groupOf, lastBatch, newBatch, SALT_BYTES, sealTree, type Version } from "./new-batch.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import type { Batch, Certificate } from "./projection.ts";

/** The batch that takes certificates of one member and one version of a type now. */
interface Open {
  readonly batch: Batch;
  readonly pool: Pool;
  /** `batch.opened`, where it is not journaled yet: it goes with the first certificate. */
  readonly opening: readonly Fact[];
}

/** Puts approved certificates into cells and closes batches. What it remembers is only what the journal says. */
export class Batcher {
  readonly #context: Context;
  /** Takes a closed batch on its way. */
  readonly #onClosed: (batchId: Hex) => void;
  readonly #open = new Map<string, Open>();
  readonly #timers = new Map<Hex, () => void>();

  constructor(context: Context, onClosed: (batchId: Hex) => void) {
    this.#context = context;
    this.#onClosed = onClosed;
  }

  /** Sees to it that an approved certificate gets its cell, now or when it can. */
  start(id: string): void {
    this.#context.work.run({ name: `place ${id}`, task: () => this.#place(id) });
  }

  /** Takes up a batch that the journal says is open: it closes when its time is over, counted from its opening. */
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
    const certificate = await loadCertificate(this.#context, id);
    if (certificate?.approval === undefined) return;
    await this.#context.locks.run(groupOf(certificate), () => this.#placeInGroup(id));
  }

  async #placeInGroup(id: string): Promise<void> {
    const certificate = await loadCertificate(this.#context, id);
    if (certificate === null || certificate.placed !== undefined) return;
    const of = { ...certificate, typeVersion: Number(certificate.draft.typeVersion) };
    try {
      const open = (await this.#openBatch(of)) ?? (await this.#newBatch(of));
      await this.#fill(open, certificate);
    } catch (error) {
      // Whether the last append is on disk is not known now: ask the journal next time.
      this.#open.delete(versionOf(of));
      throw error;
    }
  }

  async #fill(open: Open, certificate: Certificate): Promise<void> {
    const { records, random, policy } = this.#context;
    const { batch, pool, opening } = open;
    const { index, take } = pool.draw(random);
    const credential = await signedCredential(this.#context, certificate, { ...batch, index });
    const placed = { batchId: batch.batchId, index, credential, salt: toHex(random(SALT_BYTES)) };
    await records.append(SERVICE, [...opening, fact("certificate.placed", certificate.id, placed)]);
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

  async #newBatch(version: Version & Pick<Certificate, "tenant">): Promise<Open> {
    const { clock, policy } = this.#context;
    const { batchId, opened } = await newBatch(this.#context, version, policy.capacity);
    const batch: Batch = { ...opened, batchId, tenant: version.tenant, openedAt: clock(), finished: false };
    return { batch, pool: new Pool(opened.capacity, new Set()), opening: [fact("batch.opened", batchId, opened)] };
  }

  #closeAfter(batchId: Hex, ms: number): void {
    const cancel = this.#context.timers.after(ms, () => this.#startClosing(batchId));
    this.#timers.set(batchId, cancel);
  }

  #startClosing(batchId: Hex): void {
    this.#timers.get(batchId)?.();
    this.#timers.delete(batchId);
    this.#context.work.run({ name: `close ${batchId}`, task: () => this.#close(batchId) });
  }

  async #close(batchId: Hex): Promise<void> {
    const batch = await loadBatch(this.#context, batchId);
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

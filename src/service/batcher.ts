import { toHex } from "../crypto/encoding.ts";
import type { Hex } from "../domain/bytes.ts";
import { typeIdOf } from "../proof/ids.ts";
import type { Context } from "./context.ts";
import { signedCredential } from "./credential.ts";
import { Pool } from "./draw.ts";
import { loadBatch, loadCertificate, loadPlaced, takenIn } from "./load.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import { type Batch, type Certificate, foldBatch } from "./projection.ts";
import { nextPlace } from "./status-list.ts";
import { treeOf } from "./tree.ts";

/** The batch that takes a group's certificates now. A group is one member and one type. */
interface Open {
  readonly batch: Batch;
  readonly pool: Pool;
  /** `batch.opened`, where it is not journaled yet: it goes with the first certificate. */
  readonly opening: readonly Fact[];
}

const SALT_BYTES = 16;

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
    const group = groupOf(certificate);
    try {
      const open = (await this.#openBatch(group, certificate)) ?? (await this.#newBatch(certificate));
      await this.#fill(group, open, certificate);
    } catch (error) {
      // Whether the last append is on disk is not known now: ask the journal next time.
      this.#open.delete(group);
      throw error;
    }
  }

  async #fill(group: string, open: Open, certificate: Certificate): Promise<void> {
    const { records, random, policy } = this.#context;
    const { batch, pool, opening } = open;
    const { index, take } = pool.draw(random);
    const credential = await signedCredential(this.#context, certificate, { ...batch, index });
    const placed = { batchId: batch.batchId, index, credential, salt: toHex(random(SALT_BYTES)) };
    await records.append(SERVICE, [...opening, fact("certificate.placed", certificate.id, placed)]);
    take();
    this.#open.set(group, { batch, pool, opening: [] });
    if (opening.length > 0) this.#closeAfter(batch.batchId, policy.maxWaitMs);
    if (pool.left > 0) return;
    this.#open.delete(group);
    this.#startClosing(batch.batchId);
  }

  /** The group's open batch, from memory or from the journal. */
  async #openBatch(group: string, { memberId, type }: Certificate): Promise<Open | null> {
    const known = this.#open.get(group);
    if (known !== undefined) return known;
    const batch = await this.#lastBatch(memberId, type);
    if (batch === null || batch.root !== undefined) return null;
    const pool = new Pool(batch.capacity, await takenIn(this.#context, batch.batchId));
    return pool.left === 0 ? null : { batch, pool, opening: [] };
  }

  async #newBatch({ memberId, type, tenant }: Certificate): Promise<Open> {
    const { random, policy, clock } = this.#context;
    const { capacity } = policy;
    const batchId = toHex(random(32));
    const opened = {
      memberId,
      typeId: typeIdOf(type),
      type,
      capacity,
      hashSuite: "sha256",
      voidValue: toHex(random(SALT_BYTES)),
      list: nextPlace(await this.#lastBatch(memberId, type), capacity, random),
    } as const;
    const batch: Batch = { ...opened, batchId, tenant, openedAt: clock(), finished: false };
    return { batch, pool: new Pool(capacity, new Set()), opening: [fact("batch.opened", batchId, opened)] };
  }

  async #lastBatch(memberId: Hex, type: string): Promise<Batch | null> {
    const record = await this.#context.records.lastBatch(memberId, type);
    return record === null ? null : foldBatch(await this.#context.records.of(record.subject));
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
    if (this.#open.get(groupOf(batch))?.batch.batchId === batchId) this.#open.delete(groupOf(batch));
    if (batch.root === undefined) {
      const certificates = await loadPlaced(this.#context, batchId);
      const { root } = treeOf(this.#context.ledger.network.registryId, batch, certificates);
      await this.#context.records.append(SERVICE, [fact("batch.closed", batchId, { root })]);
    }
    this.#onClosed(batchId);
  }
}

function groupOf({ memberId, type }: Pick<Certificate, "memberId" | "type">): string {
  return `group ${memberId}/${type}`;
}

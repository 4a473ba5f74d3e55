import { toHex } from "../crypto/encoding.ts";
import { HASH_SUITES } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { hashSuiteOf } from "../domain/types/definition.ts";
import { typeIdOf } from "../proof/ids.ts";
import { type Context, memberIn } from "./context.ts";
import { signedCredential } from "./credential.ts";
import { Pool } from "./draw.ts";
import { signBatch, signingKeys } from "./hosted-keys.ts";
import { loadBatch, loadCertificate, loadPlaced, takenIn } from "./load.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import { type Batch, type Certificate, foldBatch } from "./projection.ts";
import { typeOf } from "./resources.ts";
import { nextPlace } from "./status-list.ts";
import { treeOf } from "./tree.ts";

/** The batch that takes certificates of one member and one version of a type now. */
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
    const batch = await this.#lastBatch(version);
    if (batch === null || batch.root !== undefined || batch.typeVersion !== version.typeVersion) return null;
    const pool = new Pool(batch.capacity, await takenIn(this.#context, batch.batchId));
    return pool.left === 0 ? null : { batch, pool, opening: [] };
  }

  async #newBatch(version: Version & Pick<Certificate, "tenant">): Promise<Open> {
    const { memberId, type, typeVersion, tenant } = version;
    const { random, policy, clock } = this.#context;
    const { capacity } = policy;
    const batchId = toHex(random(32));
    const opened = {
      memberId,
      typeId: typeIdOf(type),
      type,
      typeVersion,
      capacity,
      hashSuite: hashSuiteOf(typeOf(this.#context, type, typeVersion)),
      voidValue: toHex(random(SALT_BYTES)),
      list: nextPlace(await this.#lastBatch(version), capacity, random),
    };
    const batch: Batch = { ...opened, batchId, tenant, openedAt: clock(), finished: false };
    return { batch, pool: new Pool(capacity, new Set()), opening: [fact("batch.opened", batchId, opened)] };
  }

  async #lastBatch({ memberId, type }: Version): Promise<Batch | null> {
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
    if (this.#open.get(versionOf(batch))?.batch.batchId === batchId) this.#open.delete(versionOf(batch));
    if (batch.root === undefined) await this.#sealTree(batch);
    this.#onClosed(batchId);
  }

  /** Journals the tree of a batch that takes no more, and the member's signatures over it. */
  async #sealTree(batch: Batch): Promise<void> {
    const { ledger, records } = this.#context;
    const { registryId } = ledger.network;
    const { memberId, typeId, batchId, capacity: size } = batch;
    const certificates = await loadPlaced(this.#context, batchId);
    const { root } = treeOf(registryId, batch, certificates);
    const keys = signingKeys(
      typeOf(this.#context, batch.type, batch.typeVersion),
      memberIn(this.#context, memberId).keys,
    );
    if (keys === null) throw new YinzhengError("keys.missing", { memberId });
    const signed = { memberId, typeId, batchId, hashSuite: HASH_SUITES[batch.hashSuite], size, root };
    const signatures = await signBatch(keys.batch, registryId, signed);
    await records.append(SERVICE, [fact("batch.closed", batchId, { root, signatures })]);
  }
}

/** What all certificates of a batch have in common. */
type Version = Pick<Batch, "memberId" | "type" | "typeVersion">;

const versionOf = ({ memberId, type, typeVersion }: Version): string => `${memberId}/${type}/${typeVersion}`;

/** Batches of one member and type follow one another in its status lists, so they are opened one at a time. */

function groupOf({ memberId, type }: Pick<Certificate, "memberId" | "type">): string {
  return `group ${memberId}/${type}`;
}

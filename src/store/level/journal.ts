import type { KeyObject } from "node:crypto";
import { toHex } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { checked, erasure, requireErasable } from "../record.ts";
import type { AuditReport, Journal, JournalHead, JournalRecord, NewRecord } from "../store.ts";
import { auditJournal } from "./audit.ts";
import { diskError, writeAt } from "./disk.ts";
import { OpenFiles } from "./files.ts";
import { ENTRY_BYTES, erasedEntry } from "./key-file.ts";
import { Reader } from "./reader.ts";
import { type JournalState, recover, segmentOf } from "./recover.ts";
import { Writer } from "./writer.ts";

/** Opens the journal in a folder; `storeKey` wraps the keys of its records. Throws `store.damaged`. */
export async function openJournal(folder: string, storeKey: KeyObject, segmentBytes: number): Promise<LevelJournal> {
  const journal = new LevelJournal(await recover(folder), storeKey, segmentBytes);
  try {
    // A store.json of another store opens no record: say so now.
    await journal.read(journal.head().seq);
  } catch (error) {
    await journal.close();
    throw error;
  }
  return journal;
}

export class LevelJournal implements Journal {
  readonly #state: JournalState;
  readonly #files: OpenFiles;
  readonly #storeKey: KeyObject;
  readonly #writer: Writer;
  readonly #reader: Reader;
  #erasing: Promise<unknown> = Promise.resolve();
  #closed = false;

  constructor(state: JournalState, storeKey: KeyObject, segmentBytes: number) {
    this.#state = state;
    this.#files = new OpenFiles(state.folder);
    this.#storeKey = storeKey;
    this.#writer = new Writer(state, this.#files, storeKey, segmentBytes);
    this.#reader = new Reader(state, this.#files, storeKey);
  }

  async append(records: readonly NewRecord[]): Promise<readonly JournalRecord[]> {
    this.#requireOpen();
    return this.#writer.append(records.map(checked));
  }

  async read(seq: number): Promise<JournalRecord | null> {
    this.#requireOpen();
    if (!Number.isSafeInteger(seq) || seq < 1 || seq > this.#state.seq) return null;
    return (await this.#fetch(seq, seq))[0] ?? null;
  }

  async *scan(from: number): AsyncGenerator<JournalRecord> {
    this.#requireOpen();
    const to = this.#state.seq;
    for (let seq = Math.max(1, from); seq <= to; ) {
      const records = await this.#fetch(seq, to);
      seq += records.length;
      yield* records;
      this.#requireOpen();
    }
  }

  head(): JournalHead {
    return { seq: this.#state.seq, hash: toHex(this.#state.hash) };
  }

  erase(seq: number, by: { readonly actor: string; readonly reason: string; readonly time: number }): Promise<void> {
    const erasing = this.#erasing.then(() => this.#erase(seq, by));
    this.#erasing = erasing.catch(() => {});
    return erasing;
  }

  async audit(): Promise<AuditReport> {
    this.#requireOpen();
    try {
      return await auditJournal(this.#state.folder, {
        storeKey: this.#storeKey,
        upTo: this.head(),
        erased: this.#state.erased,
      });
    } catch (error) {
      throw diskError(error);
    }
  }

  /** Waits for what was begun. */
  async close(): Promise<void> {
    this.#closed = true;
    await this.#erasing;
    await this.#writer.drain();
    await this.#files.close();
  }

  async #erase(seq: number, by: Parameters<Journal["erase"]>[1]): Promise<void> {
    const record = await this.read(seq);
    requireErasable(record, seq);
    // Twice is once: the key is overwritten again, in case the first time failed on the way.
    if (!record.erased) await this.#writer.append([erasure(seq, record.tenant, by)]);
    const segment = segmentOf(this.#state.segments, seq);
    try {
      const { keys } = await this.#files.of(segment.number);
      await writeAt(keys, erasedEntry(seq), (seq - segment.firstSeq) * ENTRY_BYTES);
      await keys.datasync();
    } catch (error) {
      throw diskError(error);
    }
  }

  async #fetch(from: number, to: number): Promise<JournalRecord[]> {
    try {
      return await this.#reader.read(from, to);
    } catch (error) {
      this.#requireOpen();
      throw diskError(error);
    }
  }

  #requireOpen(): void {
    if (this.#closed) throw new YinzhengError("store.closed");
  }
}

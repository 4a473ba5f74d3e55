import { equal, toHex } from "../../crypto/encoding.ts";
import {
  type Checked,
  chainHash,
  checked,
  erasure,
  GENESIS,
  type Header,
  headerBytes,
  recordOf,
  requireErasable,
} from "../record.ts";
import { openPayload, sealPayload } from "../seal.ts";
import type { AuditReport, Journal, JournalHead, JournalRecord, NewRecord } from "../store.ts";

interface Entry {
  readonly header: Uint8Array;
  readonly sealed: Uint8Array;
  readonly hash: Uint8Array;
  /** null = erased. */
  key: Uint8Array | null;
}

/** The journal of a level store without its files: the same headers, seals and chain. */
export class MemoryJournal implements Journal {
  readonly #entries: Entry[] = [];
  readonly #requireOpen: () => void;

  constructor(requireOpen: () => void) {
    this.#requireOpen = requireOpen;
  }

  async append(records: readonly NewRecord[]): Promise<readonly JournalRecord[]> {
    this.#requireOpen();
    return this.#add(records.map(checked));
  }

  async read(seq: number): Promise<JournalRecord | null> {
    this.#requireOpen();
    const entry = this.#entries[seq - 1];
    if (entry === undefined) return null;
    const { header, sealed, hash, key } = entry;
    return recordOf(parsed(header), key === null ? {} : openPayload(key, header, sealed), hash, key === null);
  }

  async *scan(from: number): AsyncGenerator<JournalRecord> {
    this.#requireOpen();
    const to = this.#entries.length;
    for (let seq = Math.max(1, from); seq <= to; seq++) {
      const record = await this.read(seq);
      if (record !== null) yield record;
    }
  }

  head(): JournalHead {
    return { seq: this.#entries.length, hash: toHex(this.#hash()) };
  }

  async erase(seq: number, by: Parameters<Journal["erase"]>[1]): Promise<void> {
    const record = await this.read(seq);
    requireErasable(record, seq);
    const entry = this.#entries[seq - 1];
    if (entry === undefined || entry.key === null) return;
    this.#add([erasure(seq, record.tenant, by)]);
    entry.key = null;
  }

  async audit(): Promise<AuditReport> {
    this.#requireOpen();
    const defects: { seq: number; what: string }[] = [];
    let previous = GENESIS;
    for (const [i, { header, sealed, hash }] of this.#entries.entries()) {
      if (!equal(chainHash(previous, header, sealed), hash)) defects.push({ seq: i + 1, what: "the record's hash" });
      previous = hash;
    }
    return { records: this.#entries.length, head: this.head(), defects };
  }

  #hash(): Uint8Array {
    return this.#entries.at(-1)?.hash ?? GENESIS;
  }

  #add(records: readonly Checked[]): readonly JournalRecord[] {
    return records.map((entry, i) => {
      const seq = this.#entries.length + 1;
      const header = headerBytes(entry, seq, records.length - 1 - i);
      const { key, sealed } = sealPayload(header, entry.payload);
      const hash = chainHash(this.#hash(), header, sealed);
      this.#entries.push({ header, sealed, hash, key });
      return { ...entry.record, seq, hash: toHex(hash), erased: false };
    });
  }
}

function parsed(header: Uint8Array): Header {
  return JSON.parse(Buffer.from(header).toString("utf8"));
}

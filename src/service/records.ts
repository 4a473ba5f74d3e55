import type { Hex, Seconds } from "../domain/bytes.ts";
import type { Index, IndexEntry, Journal, JournalRecord, NewRecord, Store } from "../store/store.ts";
import { digestAfter, digestOf, EMPTY_INDEX } from "./index-digest.ts";
import {
  INDEX_VERSION,
  indexChange,
  KEYS,
  MEMBER_LISTS,
  META_KEY,
  type MemberList,
  numbered,
  type WorkKind,
} from "./index-entries.ts";
import { LatestTime } from "./latest-time.ts";
import { mergedChanges } from "./merged-changes.ts";
import type { Fact } from "./payloads.ts";
import { readMany } from "./read-many.ts";

/** What the index says of itself: how far it has come, in which journal, and what it holds. */
interface Meta {
  readonly version: number;
  readonly seq: number;
  readonly hash: Hex;
  readonly digest: Hex;
}

/** On whose behalf something is journaled. */
export interface Actor {
  readonly tenant: string;
  readonly subject: string;
}

interface Waiting {
  readonly records: readonly NewRecord[];
  readonly resolve: (written: readonly JournalRecord[]) => void;
  readonly reject: (error: unknown) => void;
}

const CATCH_UP = 500;
/** Records that are read at a time where there may be many. */
const PAGE = 250;
const NOBODY: Actor = { tenant: "", subject: "" };

/**
 * The journal with its index: the one writer of the service. Appends that wait at the same time share one append of the
 * journal, and the index follows before any of them resolves. A fact is true once it is in the journal: when the index
 * can't be written, it lags, and is brought up from the journal before the next append or read.
 */
export class Records {
  readonly times: LatestTime;
  readonly #journal: Journal;
  readonly #index: Index;
  readonly #clock: () => Seconds;
  readonly #mac: (name: string) => string;
  readonly #waiting: Waiting[] = [];
  #writing: Promise<void> | null = null;
  /** Number of the last record that the index holds. */
  #indexed = 0;
  #digest: Hex = EMPTY_INDEX;

  constructor(store: Store, clock: () => Seconds) {
    this.#journal = store.journal;
    this.#index = store.index;
    this.#clock = clock;
    this.times = new LatestTime(clock, () => this.head);
    this.#mac = (name) => store.index.mac(name);
  }

  /** Builds the index anew where it is damaged, of another journal or of an older kind; brings it up where it lags. */
  async open(): Promise<void> {
    const meta = readMeta(await this.#index.get(META_KEY));
    if (meta !== null && (await this.#holds(meta))) {
      this.#indexed = meta.seq;
      this.#digest = meta.digest;
    } else {
      await this.#index.clear();
    }
    await this.#catchUp();
    this.times.see((await this.#journal.read(this.head)) ?? { seq: 0, time: 0 });
  }

  get head(): number {
    return this.#journal.head().seq;
  }

  mac(name: string): string {
    return this.#mac(name);
  }

  /** Journals the facts, all or none, in order. Resolves when they are on disk and in the index. */
  append(by: Actor, facts: readonly Fact[]): Promise<readonly JournalRecord[]> {
    const time = this.#clock();
    const records = facts.map((fact) => ({ ...fact, tenant: by.tenant, actor: by.subject, time }));
    return new Promise((resolve, reject) => {
      this.#waiting.push({ records, resolve, reject });
      this.#writing ??= this.#write();
    });
  }

  /** All records about one subject, oldest first. */
  async of(subject: string): Promise<readonly JournalRecord[]> {
    return this.#list(KEYS.records(this.#mac, subject));
  }

  /** All records about each of these subjects, oldest first, read together. */
  async ofEach(subjects: readonly string[]): Promise<readonly (readonly JournalRecord[])[]> {
    await this.#current();
    const ranges = await Promise.all(subjects.map((subject) => this.#index.range(KEYS.records(this.#mac, subject))));
    const records = new Map((await this.#read(ranges.flat())).map((record) => [String(record.seq), record]));
    return ranges.map((range) => range.flatMap(({ value }) => records.get(value) ?? []));
  }

  /** `certificate.placed` or `document.placed` of everything in a batch, in the order of placing, some at a time. */
  placedIn(batchId: string): AsyncGenerator<readonly JournalRecord[]> {
    return this.#pages(KEYS.placed(this.#mac, batchId));
  }

  /** `certificate.drafted` of every draft of an import, in their order, some at a time. */
  draftsIn(importId: string): AsyncGenerator<readonly JournalRecord[]> {
    return this.#pages(KEYS.draftsIn(this.#mac, importId));
  }

  /** How many drafts an import has, and how many certificates a batch. */
  async count(what: "drafts" | "placed", id: string): Promise<number> {
    await this.#current();
    const prefix = what === "drafts" ? KEYS.draftsIn(this.#mac, id) : KEYS.placed(this.#mac, id);
    return (await this.#index.range(prefix)).length;
  }

  /** `certificate.drafted` of everything that is like this, whatever became of it. */
  async like(likeness: string): Promise<readonly JournalRecord[]> {
    return this.#list(KEYS.like(this.#mac, likeness));
  }

  /** `import.received` under a member's batch key. */
  async importOf(memberId: string, key: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.importOf(this.#mac, memberId, key));
  }

  /** The record that began each piece of unfinished work. */
  async unfinished(kind: WorkKind): Promise<readonly JournalRecord[]> {
    return this.#list(KEYS.work(kind));
  }

  async lastBatch(memberId: string, type: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.lastBatch(this.#mac, memberId, type));
  }

  /** `batch.opened` of a member and type, oldest first, later than record `after`. */
  async batches(memberId: string, type: string, after: number): Promise<readonly JournalRecord[]> {
    await this.#current();
    const prefix = KEYS.batches(this.#mac, memberId, type);
    return this.#read(await this.#index.range(prefix, { after: `${prefix}${numbered(after)}` }));
  }

  /** `list.published` of a status list as of a block, or the last. */
  async list(id: string, block: number | "last"): Promise<JournalRecord | null> {
    return this.#one(KEYS.list(this.#mac, id, block));
  }

  async answer(subject: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.answer(subject));
  }

  async draftOf(requestKey: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.draftOf(this.#mac, requestKey));
  }

  /** `claim.ordered` that a request with an Idempotency-Key led to. */
  async claimOf(requestKey: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.claimOf(this.#mac, requestKey));
  }

  /** `code.redeemed` that a request with an Idempotency-Key led to. */
  async redemptionOf(requestKey: string): Promise<JournalRecord | null> {
    return this.#one(KEYS.redemptionOf(this.#mac, requestKey));
  }

  /** A record of each seal that a member owns, makes or may use. */
  async seals(memberId: string): Promise<readonly JournalRecord[]> {
    return this.#list(KEYS.seals(this.#mac, memberId));
  }

  /** One of a member's lists, newest first, older than record `before`. */
  async newest(
    list: MemberList,
    memberId: string,
    before: number | null,
    limit: number,
  ): Promise<readonly JournalRecord[]> {
    await this.#current();
    const prefix = MEMBER_LISTS[list](this.#mac, memberId);
    const after = before === null ? {} : { after: `${prefix}${numbered(before)}` };
    return this.#read(await this.#index.range(prefix, { ...after, limit, reverse: true }));
  }

  async #one(key: string): Promise<JournalRecord | null> {
    await this.#current();
    const seq = await this.#index.get(key);
    return seq === null ? null : this.#journal.read(Number(seq));
  }

  async #list(prefix: string): Promise<readonly JournalRecord[]> {
    await this.#current();
    const records = await this.#read(await this.#index.range(prefix));
    return [...records].sort((a, b) => a.seq - b.seq);
  }

  async *#pages(prefix: string): AsyncGenerator<readonly JournalRecord[]> {
    await this.#current();
    let page: readonly IndexEntry[];
    let after: string | undefined;
    do {
      page = await this.#index.range(prefix, { limit: PAGE, ...(after === undefined ? {} : { after }) });
      if (page.length > 0) yield this.#read(page);
      after = page.at(-1)?.key;
    } while (page.length === PAGE);
  }

  #read(entries: readonly IndexEntry[]): Promise<readonly JournalRecord[]> {
    return readMany(
      this.#journal,
      entries.map(({ value }) => Number(value)),
    );
  }

  async #holds(meta: Meta): Promise<boolean> {
    const record = await this.#journal.read(meta.seq);
    return record?.hash === meta.hash && (await digestOf(this.#index)) === meta.digest;
  }

  /** Brings a lagging index up before a read. */
  async #current(): Promise<void> {
    if (this.#indexed < this.head) await this.append(NOBODY, []);
  }

  async #write(): Promise<void> {
    await Promise.resolve();
    while (this.#waiting.length > 0) await this.#writeGroup(this.#waiting.splice(0));
    this.#writing = null;
  }

  async #writeGroup(group: readonly Waiting[]): Promise<void> {
    try {
      await this.#catchUp();
      const records = group.flatMap((waiting) => waiting.records);
      const written = records.length === 0 ? [] : await this.#journal.append(records);
      // Anything else that wrote to the journal meanwhile, as an erasure does, has its place before these.
      if (written[0]?.seq === this.#indexed + 1) await this.#put(written);
      else await this.#catchUp();
      let start = 0;
      for (const waiting of group) {
        const end = start + waiting.records.length;
        waiting.resolve(written.slice(start, end));
        start = end;
      }
    } catch (error) {
      for (const { reject } of group) reject(error);
    }
  }

  async #catchUp(): Promise<void> {
    if (this.#indexed >= this.head) return;
    let group: JournalRecord[] = [];
    for await (const record of this.#journal.scan(this.#indexed + 1)) {
      group.push(record);
      if (group.length < CATCH_UP) continue;
      await this.#put(group);
      group = [];
    }
    await this.#put(group);
  }

  async #put(records: readonly JournalRecord[]): Promise<void> {
    const last = records.at(-1);
    if (last === undefined) return;
    const { puts, deletes } = mergedChanges(records.map((record) => indexChange(record, this.#mac)));
    const digest = await digestAfter(this.#index, this.#digest, puts, deletes);
    const meta: Meta = { version: INDEX_VERSION, seq: last.seq, hash: last.hash, digest };
    await this.#index.write([...puts, { key: META_KEY, value: JSON.stringify(meta) }], deletes);
    this.#indexed = last.seq;
    this.#digest = digest;
    for (const record of records) this.times.see(record);
  }
}

function readMeta(text: string | null): Meta | null {
  try {
    const meta = text === null ? null : (JSON.parse(text) as Meta);
    return meta?.version === INDEX_VERSION ? meta : null;
  } catch {
    return null;
  }
}

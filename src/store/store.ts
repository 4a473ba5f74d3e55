import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";

/** One business fact before it has a place in the journal. */
export interface NewRecord {
  /** What happened, e.g. `certificate.drafted`. */
  readonly kind: string;
  /** What it happened to: the identifier of an aggregate. Never a name or a number of a person. */
  readonly subject: string;
  readonly tenant: string;
  /** `Principal.subject` of who caused it. */
  readonly actor: string;
  readonly time: Seconds;
  /** Sealed on disk under a key of its own. */
  readonly payload: JsonObject;
}

export interface JournalRecord extends NewRecord {
  readonly seq: number;
  /** Chain hash after this record: SHA-256 over the previous hash, the open header and the sealed payload. */
  readonly hash: Hex;
  /** true when the payload's key was overwritten: the payload is then {}. */
  readonly erased: boolean;
}

export interface JournalHead {
  /** Sequence number of the last record; 0 = empty. */
  readonly seq: number;
  readonly hash: Hex;
}

export interface AuditReport {
  readonly records: number;
  readonly head: JournalHead;
  /** Empty = the whole chain holds. */
  readonly defects: readonly { readonly seq: number; readonly what: string }[];
}

/**
 * The truth: append-only, numbered from 1, hash-chained. `append` resolves when all its records are on disk (fsync;
 * concurrent calls share one), in order and all or none. Throws `storage.full`, `store.damaged`, `store.closed`.
 */
export interface Journal {
  append(records: readonly NewRecord[]): Promise<readonly JournalRecord[]>;
  read(seq: number): Promise<JournalRecord | null>;
  scan(from: number): AsyncIterable<JournalRecord>;
  head(): JournalHead;
  /** Journals the erasure, then overwrites the record's key for good. */
  erase(seq: number, by: { readonly actor: string; readonly reason: string; readonly time: Seconds }): Promise<void>;
  /** Walks the whole chain from the files. */
  audit(): Promise<AuditReport>;
}

export interface IndexEntry {
  readonly key: string;
  readonly value: string;
}

/** A rebuildable ordered map beside the journal. What names somebody is put in as `mac(name)`. */
export interface Index {
  get(key: string): Promise<string | null>;
  /** Entries whose key starts with `prefix`, in key order, after the key `after`, at most `limit`. */
  range(
    prefix: string,
    options?: { readonly after?: string; readonly limit?: number; readonly reverse?: boolean },
  ): Promise<readonly IndexEntry[]>;
  /** All or none. */
  write(puts: readonly IndexEntry[], deletes?: readonly string[]): Promise<void>;
  clear(): Promise<void>;
  /** HMAC-SHA-256 under the store's own key, base64url. */
  mac(name: string): string;
}

/** By which an object is found and opened; it is journaled, and erasing that record erases the object. */
export type ObjectRef = {
  /** SHA-256 of the object as it is kept, sealed. */
  readonly digest: Hex;
  /** 32 bytes, made for this object alone. */
  readonly key: Hex;
};

/**
 * Files beside the journal, sealed: what is too large for a record. Nothing says which object is whose but the reference to it.
 * An object that was put and whose reference was never journaled is lost; whoever puts one again loses nothing.
 */
export interface Objects {
  /** Resolves when the object is on disk (fsync). Throws `storage.full`, `store.closed`. */
  put(bytes: Uint8Array): Promise<ObjectRef>;
  /** Throws `store.damaged` where it is not there or not as it was put, `store.closed`. */
  get(ref: ObjectRef): Promise<Uint8Array>;
}

/** Port to one data directory. A second opener gets `store.locked`. */
export interface Store {
  readonly journal: Journal;
  readonly index: Index;
  readonly objects: Objects;
  close(): Promise<void>;
}

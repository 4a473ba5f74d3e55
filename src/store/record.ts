import { toHex } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import type { Seconds } from "../domain/bytes.ts";
import { canonicalize } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { JournalRecord, NewRecord } from "./store.ts";

/** What stands in the open before a sealed payload; its bytes are the JCS form. */
export interface Header {
  readonly seq: number;
  readonly kind: string;
  readonly subject: string;
  readonly tenant: string;
  readonly actor: string;
  readonly time: Seconds;
  /** How many records of the same append follow: a crash never leaves a part of an append. */
  readonly more: number;
}

/** A record that was found fit for the journal. */
export interface Checked {
  readonly record: NewRecord;
  /** JCS form of the payload. */
  readonly payload: string;
}

/** Kinds that the journal itself writes begin like this; `append` refuses them. */
const RESERVED = "journal.";
/** `subject` is the sequence number of the record whose key is overwritten. */
export const ERASED_KIND = "journal.erased";

/** Chain hash before the first record. */
export const GENESIS: Uint8Array = new Uint8Array(32);

/** SHA-256("yinzheng/journal/v1" ‖ 0x00 ‖ previous ‖ uint32 length of the header ‖ header ‖ sealed payload). */
export function chainHash(previous: Uint8Array, header: Uint8Array, sealed: Uint8Array): Uint8Array {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(header.length);
  return taggedHash("yinzheng/journal/v1", previous, length, header, sealed);
}

/** Throws `json.*` for a payload without a JCS form and `schema.*` for a header that can't be written. */
export function checked(record: NewRecord): Checked {
  if (record.kind.startsWith(RESERVED)) throw new YinzhengError("schema.value", { pointer: "/kind" });
  return checkedInternal(record);
}

/** The same for a record that the journal itself writes. */
export function checkedInternal(record: NewRecord): Checked {
  const { kind, subject, tenant, actor, time } = record;
  if (!Number.isSafeInteger(time) || time < 0) throw new YinzhengError("schema.type", { pointer: "/time" });
  canonicalize([kind, subject, tenant, actor]);
  return { record, payload: canonicalize(record.payload) };
}

/** Bytes of the open header. */
export function headerBytes({ record }: Checked, seq: number, more: number): Uint8Array {
  const { kind, subject, tenant, actor, time } = record;
  return Buffer.from(canonicalize({ seq, kind, subject, tenant, actor, time, more } satisfies Header));
}

/** The record that says that `seq` was erased. Its reason is sealed like any payload. */
export function erasure(
  seq: number,
  tenant: string,
  by: { readonly actor: string; readonly reason: string; readonly time: Seconds },
): Checked {
  const { actor, reason, time } = by;
  return checkedInternal({ kind: ERASED_KIND, subject: String(seq), tenant, actor, time, payload: { reason } });
}

/** Throws `conflict.state` unless the record may be erased: it exists and is not one of the journal's own. */
export function requireErasable(record: JournalRecord | null, seq: number): asserts record is JournalRecord {
  if (record === null || record.kind.startsWith(RESERVED)) {
    throw new YinzhengError("conflict.state", { seq, expected: "the number of a record of a business fact" });
  }
}

/** A record as it is read back. */
export function recordOf(header: Header, payload: JsonObject, hash: Uint8Array, erased: boolean): JournalRecord {
  const { seq, kind, subject, tenant, actor, time } = header;
  return { seq, kind, subject, tenant, actor, time, payload, hash: toHex(hash), erased };
}

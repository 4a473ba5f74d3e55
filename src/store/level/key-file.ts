import { createCipheriv, createDecipheriv, type KeyObject, randomBytes } from "node:crypto";
import { crc32 } from "node:zlib";
import { YinzhengError } from "../../domain/errors.ts";
import { KEY_BYTES } from "../seal.ts";

/**
 * A key file has one entry of fixed size per record of its segment, so that erasing is overwriting in place:
 *
 *     uint64 seq │ nonce (12) │ wrapped key (32) │ tag (16) │ uint32 CRC-32 of all before
 *
 * An erased entry has zeros for nonce, key and tag.
 */
export const ENTRY_BYTES = 72;
const SEQ_BYTES = 8;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const CRC_AT = ENTRY_BYTES - 4;

/** A record's key under the store's own key, AES-256-GCM, bound to the record's number. */
export function encodeEntry(storeKey: KeyObject, seq: number, key: Uint8Array): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", storeKey, nonce).setAAD(seqBytes(seq));
  return withChecksum(seqBytes(seq), Buffer.concat([nonce, cipher.update(key), cipher.final(), cipher.getAuthTag()]));
}

/** What stands where the key of an erased record stood. */
export function erasedEntry(seq: number): Buffer {
  return withChecksum(seqBytes(seq), Buffer.alloc(CRC_AT - SEQ_BYTES));
}

/** What an entry is, without any key: a damaged one has a wrong checksum or the number of another record. */
export function entryState(entry: Buffer, seq: number): "live" | "erased" | "damaged" {
  if (crc32(entry.subarray(0, CRC_AT)) !== entry.readUInt32BE(CRC_AT)) return "damaged";
  if (entry.readBigUInt64BE() !== BigInt(seq)) return "damaged";
  return entry.subarray(SEQ_BYTES, CRC_AT).every((byte) => byte === 0) ? "erased" : "live";
}

/** The record's key; throws `store.damaged` for an entry of another record or another store. */
export function openEntry(storeKey: KeyObject, seq: number, entry: Buffer): Uint8Array {
  const state = entryState(entry, seq);
  if (state !== "live") throw new YinzhengError("store.damaged", { seq, what: `the record's key is ${state}` });
  const wrapped = entry.subarray(SEQ_BYTES, CRC_AT);
  try {
    const nonce = wrapped.subarray(0, NONCE_BYTES);
    const decipher = createDecipheriv("aes-256-gcm", storeKey, nonce, { authTagLength: TAG_BYTES });
    decipher.setAAD(seqBytes(seq)).setAuthTag(wrapped.subarray(NONCE_BYTES + KEY_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new YinzhengError("store.damaged", { seq, what: "the record's key is not of this store" }, cause);
  }
}

function seqBytes(seq: number): Buffer {
  const bytes = Buffer.alloc(SEQ_BYTES);
  bytes.writeBigUInt64BE(BigInt(seq));
  return bytes;
}

function withChecksum(seq: Buffer, wrapped: Buffer): Buffer {
  const entry = Buffer.concat([seq, wrapped], ENTRY_BYTES);
  entry.writeUInt32BE(crc32(entry.subarray(0, CRC_AT)), CRC_AT);
  return entry;
}

import { crc32 } from "node:zlib";
import { equal } from "../../crypto/encoding.ts";
import { chainHash, type Header } from "../record.ts";

/**
 * One record in a segment file:
 *
 *     uint32 length of body │ uint32 CRC-32 of those 4 bytes │ body │ chain hash (32)
 *     body = uint32 length of header │ header (JCS) │ sealed payload
 *
 * The chain hash is the checksum of the body, and the length has one of its own, so that a flipped bit in it isn't
 * taken for the torn end of the file. The 32 bytes before any frame are the chain hash that it follows: of the frame
 * before, or at the end of the segment's header.
 */
const PREFIX_BYTES = 8;
export const HASH_BYTES = 32;

export interface Frame {
  readonly header: Header;
  readonly headerBytes: Uint8Array;
  readonly sealed: Uint8Array;
  readonly hash: Uint8Array;
  /** Offset after the frame. */
  readonly end: number;
}

/** `torn`: the file ends within the frame. `next`: where to go on behind a damaged frame, null where nobody knows. */
export type FrameResult = Frame | "torn" | { readonly damage: string; readonly next: number | null };

export function encodeFrame(header: Uint8Array, sealed: Uint8Array, hash: Uint8Array): Uint8Array {
  const prefix = Buffer.alloc(PREFIX_BYTES + 4);
  prefix.writeUInt32BE(4 + header.length + sealed.length);
  prefix.writeUInt32BE(crc32(prefix.subarray(0, 4)), 4);
  prefix.writeUInt32BE(header.length, PREFIX_BYTES);
  return Buffer.concat([prefix, header, sealed, hash]);
}

/** Reads and checks the frame at an offset that is not the end of the bytes. */
export function decodeFrame(bytes: Buffer, offset: number): FrameResult {
  const length = bodyLength(bytes, offset);
  if (typeof length !== "number") return length;
  const start = offset + PREFIX_BYTES;
  const end = start + length + HASH_BYTES;
  if (end > bytes.length) return "torn";
  const body = bytes.subarray(start, start + length);
  const hash = bytes.subarray(start + length, end);
  const split = 4 + (length < 4 ? 0 : body.readUInt32BE());
  if (split > length) return { damage: "the record's header is longer than the record", next: end };
  const headerBytes = body.subarray(4, split);
  const sealed = body.subarray(split);
  if (!equal(chainHash(bytes.subarray(offset - HASH_BYTES, offset), headerBytes, sealed), hash)) {
    return { damage: "the record's hash does not match", next: end };
  }
  // What has the right hash was written by encodeFrame.
  const header: Header = JSON.parse(headerBytes.toString("utf8"));
  return { header, headerBytes, sealed, hash, end };
}

/** Offset after the frame at `offset`, by its length alone; null when the length is wrong or beyond the end. */
export function frameEnd(bytes: Buffer, offset: number): number | null {
  const length = bodyLength(bytes, offset);
  if (typeof length !== "number") return null;
  const end = offset + PREFIX_BYTES + length + HASH_BYTES;
  return end > bytes.length ? null : end;
}

function bodyLength(bytes: Buffer, offset: number): number | "torn" | { damage: string; next: null } {
  if (bytes.length - offset < PREFIX_BYTES) return "torn";
  if (crc32(bytes.subarray(offset, offset + 4)) === bytes.readUInt32BE(offset + 4)) return bytes.readUInt32BE(offset);
  // After a power cut some file systems leave the new length of a file, filled with zeros.
  if (bytes.subarray(offset).every((byte) => byte === 0)) return "torn";
  return { damage: "the record's length does not match its checksum", next: null };
}

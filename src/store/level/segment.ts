import { join } from "node:path";
import { crc32 } from "node:zlib";
import { equal, toHex } from "../../crypto/encoding.ts";
import { taggedHash } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import { canonicalize } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { createFile, readIfThere, replaceFile, syncFolder } from "./disk.ts";
import { HASH_BYTES } from "./frame.ts";

/**
 * A segment is `000001.seg` (a header, then frames), `000001.key` (one entry per record) and, once the next segment has
 * begun, `000001.seal`. The header:
 *
 *     "YZJOURN1" │ uint32 number │ uint64 first seq │ uint32 CRC-32 of all the rest │ chain hash before it (32)
 */
export const SEGMENT_HEADER_BYTES = 24 + HASH_BYTES;
const MAGIC = Buffer.from("YZJOURN1", "latin1");
const FORMAT = "yinzheng-segment/1";

/** A segment as the open journal knows it. */
export interface Segment {
  readonly number: number;
  readonly firstSeq: number;
  /** firstSeq − 1 when it is empty. */
  lastSeq: number;
  /** Length of the part that holds acknowledged records. */
  bytes: number;
  /** Where each frame begins; null until a sealed segment is first read. */
  offsets: number[] | null;
}

/** What a segment's header says of the journal before it. */
export interface SegmentStart {
  readonly number: number;
  readonly firstSeq: number;
  /** Chain hash before its first record. */
  readonly previous: Uint8Array;
}

/** Whether two headers say the same. */
export function sameStart(a: SegmentStart, b: SegmentStart): boolean {
  return a.number === b.number && a.firstSeq === b.firstSeq && equal(a.previous, b.previous);
}

/** What `000001.seal` says of a finished segment, so that boot need not read it. */
export interface SegmentSeal {
  readonly format: typeof FORMAT;
  readonly number: number;
  readonly firstSeq: number;
  readonly lastSeq: number;
  readonly bytes: number;
  /** Chain hash after its last record. */
  readonly hash: Hex;
  /** The records that were erased by records of this segment. */
  readonly erased: readonly number[];
}

export type SegmentPart = "seg" | "key" | "seal";

export function partOf(folder: string, number: number, part: SegmentPart): string {
  return join(folder, `${String(number).padStart(6, "0")}.${part}`);
}

/** Number of the segment that a file name belongs to, null for any other file. */
export function segmentNumber(fileName: string): number | null {
  const digits = /^(\d{6,})\.seg$/.exec(fileName)?.[1];
  return digits === undefined ? null : Number(digits);
}

/** Begins a segment, over whatever an earlier attempt left of it. */
export async function createSegment(folder: string, start: SegmentStart): Promise<Segment> {
  const { number, firstSeq, previous } = start;
  const header = Buffer.alloc(SEGMENT_HEADER_BYTES);
  MAGIC.copy(header);
  header.writeUInt32BE(number, 8);
  header.writeBigUInt64BE(BigInt(firstSeq), 12);
  header.set(previous, 24);
  header.writeUInt32BE(headerChecksum(header), 20);
  await createFile(partOf(folder, number, "key"), "");
  await syncFolder(folder);
  await createFile(partOf(folder, number, "seg"), header);
  await syncFolder(folder);
  return { number, firstSeq, lastSeq: firstSeq - 1, bytes: header.length, offsets: [] };
}

/** What a segment's header says; null when it isn't as it was written. */
export function readHeader(bytes: Buffer): SegmentStart | null {
  if (bytes.length < SEGMENT_HEADER_BYTES || !bytes.subarray(0, MAGIC.length).equals(MAGIC)) return null;
  if (bytes.readUInt32BE(20) !== headerChecksum(bytes)) return null;
  const previous = Uint8Array.from(bytes.subarray(24, SEGMENT_HEADER_BYTES));
  return { number: bytes.readUInt32BE(8), firstSeq: Number(bytes.readBigUInt64BE(12)), previous };
}

export async function writeSeal(
  folder: string,
  segment: Segment,
  hash: Uint8Array,
  erased: readonly number[],
): Promise<void> {
  const { number, firstSeq, lastSeq, bytes } = segment;
  const seal: SegmentSeal = { format: FORMAT, number, firstSeq, lastSeq, bytes, hash: toHex(hash), erased };
  await replaceFile(partOf(folder, number, "seal"), JSON.stringify({ ...seal, checksum: checksum(seal) }));
}

/** null = the segment isn't sealed. Throws `store.damaged` for a seal that isn't as it was written. */
export async function readSeal(folder: string, number: number): Promise<SegmentSeal | null> {
  const bytes = await readIfThere(partOf(folder, number, "seal"));
  if (bytes === null) return null;
  const what = "the seal of a segment is not as it was written";
  try {
    const { checksum: written, ...seal }: SegmentSeal & { checksum: Hex } = JSON.parse(bytes.toString("utf8"));
    // What has the right checksum was written by writeSeal.
    if (seal.number === number && seal.format === FORMAT && checksum(seal) === written) return seal;
  } catch (cause) {
    throw new YinzhengError("store.damaged", { segment: number, what }, cause);
  }
  throw new YinzhengError("store.damaged", { segment: number, what });
}

function checksum(seal: SegmentSeal): Hex {
  return toHex(taggedHash("yinzheng/segment-seal/v1", Buffer.from(canonicalize(seal))));
}

function headerChecksum(header: Buffer): number {
  return crc32(header.subarray(24, SEGMENT_HEADER_BYTES), crc32(header.subarray(0, 20)));
}

import { open, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { GENESIS } from "../record.ts";
import { createFile, makeFolder, readIfThere, sizeOf, syncFolder, truncateFile, writeAt } from "./disk.ts";
import { ENTRY_BYTES, entryState, erasedEntry } from "./key-file.ts";
import {
  createSegment,
  partOf,
  readHeader,
  readSeal,
  SEGMENT_HEADER_BYTES,
  type Segment,
  type SegmentPart,
  type SegmentSeal,
  type SegmentStart,
  sameStart,
  segmentNumber,
  writeSeal,
} from "./segment.ts";
import { type Walk, walkSegment } from "./walk.ts";

/** A journal that was found whole. */
export interface JournalState {
  readonly folder: string;
  /** In order; the last one takes new records. */
  readonly segments: Segment[];
  /** Numbers of all erased records. */
  readonly erased: Set<number>;
  /** What records of the last segment erased: for its seal. */
  erasedHere: number[];
  seq: number;
  hash: Uint8Array;
}

/**
 * Opens a journal after whatever ended the last run. An append that isn't whole at the very end was never acknowledged:
 * it is moved to the folder `cut`. Anything else that isn't as it was written throws `store.damaged` and says where.
 * Erasures are applied again, so that keys which came back with a backup go.
 */
export async function recover(folder: string): Promise<JournalState> {
  const numbers = await segmentNumbers(folder);
  const state: JournalState = { folder, segments: [], erased: new Set(), erasedHere: [], seq: 0, hash: GENESIS };
  for (const [i, number] of numbers.entries()) {
    const last = i === numbers.length - 1;
    const seal = await readSeal(folder, number);
    if (seal === null) await addUnsealed(state, number, last);
    else if (last) throw damaged({ segment: number + 1 }, "the segment after a sealed one is missing");
    else await addSealed(state, seal);
  }
  await checkKeys(state);
  return state;
}

export function damaged(where: { readonly segment?: number; readonly seq?: number }, what: string): YinzhengError {
  return new YinzhengError("store.damaged", { ...where, what });
}

/** Numbers of the segments there are; throws `store.damaged` unless they are 1, 2, 3 and so on. */
export async function segmentNumbers(folder: string): Promise<number[]> {
  const numbers = (await readdir(folder)).map(segmentNumber).filter((number) => number !== null);
  numbers.sort((a, b) => a - b);
  const missing = numbers.findIndex((number, i) => number !== i + 1);
  if (missing >= 0 || numbers.length === 0) throw damaged({ segment: missing + 1 || 1 }, "a segment is missing");
  return numbers;
}

async function addSealed(state: JournalState, seal: SegmentSeal): Promise<void> {
  const { number, firstSeq, lastSeq, bytes, hash, erased } = seal;
  if (firstSeq !== state.seq + 1) throw damaged({ segment: number }, "the segment doesn't follow the one before");
  const size = await sizeOf(partOf(state.folder, number, "seg"));
  if (size !== bytes) throw damaged({ segment: number }, `expected ${bytes} bytes, got ${size}`);
  for (const seq of erased) state.erased.add(seq);
  state.segments.push({ number, firstSeq, lastSeq, bytes, offsets: null });
  state.seq = lastSeq;
  state.hash = fromHex(hash);
}

async function addUnsealed(state: JournalState, number: number, last: boolean): Promise<void> {
  const { folder } = state;
  const start = { number, firstSeq: state.seq + 1, previous: state.hash };
  const bytes = await readFile(partOf(folder, number, "seg"));
  if (last && (await onlyBegun(folder, number, bytes))) {
    state.segments.push(await createSegment(folder, start));
    state.erasedHere = [];
    return;
  }
  const walk = walkWhole(bytes, start, last);
  const { firstSeq, lastSeq, end, offsets, erased } = walk;
  const segment = { number, firstSeq, lastSeq, bytes: end, offsets };
  state.segments.push(segment);
  state.seq = lastSeq;
  state.hash = walk.hash(bytes);
  state.erasedHere = erased;
  for (const seq of erased) state.erased.add(seq);
  if (last) await cutTail(folder, segment, bytes);
  else await writeSeal(folder, segment, state.hash, erased);
}

/** Throws `store.damaged` for anything but an append that isn't whole at the end of the last segment. */
function walkWhole(bytes: Buffer, start: SegmentStart, last: boolean): Walk {
  const { number, firstSeq } = start;
  const header = readHeader(bytes);
  if (header === null || !sameStart(header, start)) {
    throw damaged({ segment: number, seq: firstSeq }, "the segment's header is wrong, or not of this journal");
  }
  const walk = walkSegment(bytes, firstSeq);
  const defect = walk.defects[0];
  if (defect !== undefined) throw damaged({ segment: number, seq: defect.seq }, defect.what);
  if (walk.end < bytes.length && !last) {
    throw damaged({ segment: number, seq: walk.lastSeq + 1 }, "the segment ends within a record");
  }
  return walk;
}

/** Whether a crash came while the segment was made: its header isn't whole, and no key was ever written. */
async function onlyBegun(folder: string, number: number, bytes: Buffer): Promise<boolean> {
  if (number === 1 || !(bytes.length < SEGMENT_HEADER_BYTES || bytes.every((byte) => byte === 0))) return false;
  return (await sizeOf(partOf(folder, number, "key"))) <= 0;
}

/** Takes away what was never acknowledged: first the records, since a record without its key would be damage. */
async function cutTail(folder: string, { number, bytes, firstSeq, lastSeq }: Segment, content: Buffer): Promise<void> {
  await cut(folder, number, "seg", content, bytes);
  const keys = (await readIfThere(partOf(folder, number, "key"))) ?? Buffer.alloc(0);
  await cut(folder, number, "key", keys, (lastSeq - firstSeq + 1) * ENTRY_BYTES);
}

async function cut(folder: string, number: number, part: SegmentPart, content: Buffer, end: number): Promise<void> {
  if (content.length <= end) return;
  const aside = join(folder, "cut");
  const rest = content.subarray(end);
  await makeFolder(aside);
  // Named by its content: cutting the same once more, after a crash in here, makes no second file.
  const name = `${String(number).padStart(6, "0")}.${part}.${end}.${toHex(sha256(rest)).slice(2, 18)}`;
  await createFile(join(aside, name), rest);
  await syncFolder(aside);
  await truncateFile(partOf(folder, number, part), end);
}

/** Checks that every record has its key or its erasure, and erases what a backup brought back. */
async function checkKeys(state: JournalState): Promise<void> {
  const erased = Map.groupBy(state.erased, (seq) => segmentOf(state.segments, seq));
  for (const segment of state.segments) {
    const path = partOf(state.folder, segment.number, "key");
    const here = new Set(erased.get(segment));
    const count = segment.lastSeq - segment.firstSeq + 1;
    if ((await sizeOf(path)) !== count * ENTRY_BYTES) {
      throw damaged({ segment: segment.number }, `expected ${count} keys in its key file`);
    }
    // The key file of a sealed segment is read when something in it was erased, otherwise by the audit.
    if (segment.offsets !== null || here.size > 0) await checkEntries(path, segment, here);
  }
}

async function checkEntries(path: string, segment: Segment, erased: ReadonlySet<number>): Promise<void> {
  const file = await open(path, "r+");
  try {
    const entries = await file.readFile();
    for (let seq = segment.firstSeq; seq <= segment.lastSeq; seq++) {
      const at = (seq - segment.firstSeq) * ENTRY_BYTES;
      const keyState = entryState(entries.subarray(at, at + ENTRY_BYTES), seq);
      if (erased.has(seq) && keyState !== "erased") await writeAt(file, erasedEntry(seq), at);
      else if (!erased.has(seq) && keyState !== "live") {
        throw damaged({ segment: segment.number, seq }, `the record's key is ${keyState}, and no record says so`);
      }
    }
    await file.sync();
  } finally {
    await file.close();
  }
}

/** The segment that holds a record; throws RangeError for a number that no record has. */
export function segmentOf(segments: readonly Segment[], seq: number): Segment {
  let [low, high] = [0, segments.length - 1];
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if ((segments[middle]?.firstSeq ?? 0) <= seq) low = middle;
    else high = middle - 1;
  }
  const segment = segments[low];
  if (segment === undefined || seq < segment.firstSeq || seq > segment.lastSeq) throw new RangeError("no such record");
  return segment;
}

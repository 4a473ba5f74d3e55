import type { KeyObject } from "node:crypto";
import { readFile } from "node:fs/promises";
import { setImmediate } from "node:timers/promises";
import { toHex } from "../../crypto/encoding.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import { GENESIS } from "../record.ts";
import { openPayload } from "../seal.ts";
import type { AuditReport, JournalHead } from "../store.ts";
import { readIfThere } from "./disk.ts";
import type { Frame } from "./frame.ts";
import { ENTRY_BYTES, entryState, openEntry } from "./key-file.ts";
import { segmentNumbers } from "./recover.ts";
import { partOf, readHeader, readSeal, sameStart } from "./segment.ts";
import { type Defect, steps, Walk } from "./walk.ts";

export interface AuditOptions {
  /** With it every payload is opened as well. */
  readonly storeKey?: KeyObject;
  /** The last acknowledged record. Without it nobody may have the journal open, and the walk goes to its end. */
  readonly upTo?: JournalHead;
  /** The erasures that an open journal knows of: they may be behind `upTo`. */
  readonly erased?: ReadonlySet<number>;
}

interface Found {
  readonly defects: Defect[];
  readonly erased: Set<number>;
  /** Records whose key is overwritten; whether each was erased is known at the end. */
  readonly withoutKey: number[];
  seq: number;
  hash: Uint8Array;
}

/** Records that are checked before others get their turn of the event loop. */
const SLICE = 256;

/**
 * Walks a journal's folder from its first byte and trusts no seal. What it finds is in the report; only a folder that
 * can't be read throws. An end that was never acknowledged is not a defect: the next opening cuts it.
 */
export async function auditJournal(folder: string, options: AuditOptions = {}): Promise<AuditReport> {
  const found: Found = { defects: [], erased: new Set(), withoutKey: [], seq: 0, hash: GENESIS };
  await noting(found, async () => {
    for (const number of await segmentNumbers(folder)) {
      await noting(found, () => auditSegment(folder, number, options, found));
    }
  });
  for (const seq of found.withoutKey) {
    // Looked up now: what was erased while we walked is no defect.
    if (!found.erased.has(seq) && options.erased?.has(seq) !== true)
      found.defects.push({ seq, what: "the key is overwritten, and no record says so" });
  }
  const head = { seq: found.seq, hash: toHex(found.hash) };
  if (options.upTo !== undefined && (options.upTo.seq !== head.seq || options.upTo.hash !== head.hash)) {
    found.defects.push({ seq: options.upTo.seq, what: "the files don't lead to the head of the open journal" });
  }
  found.defects.sort((a, b) => a.seq - b.seq);
  return { records: found.seq, head, defects: found.defects };
}

async function auditSegment(folder: string, number: number, options: AuditOptions, found: Found): Promise<void> {
  const upTo = options.upTo?.seq ?? Number.POSITIVE_INFINITY;
  const expected = { number, firstSeq: found.seq + 1, previous: found.hash };
  if (expected.firstSeq > upTo) return;
  const bytes = await readFile(partOf(folder, number, "seg"));
  const keys = (await readIfThere(partOf(folder, number, "key"))) ?? Buffer.alloc(0);
  const header = readHeader(bytes);
  if (header === null || !sameStart(header, expected)) {
    found.defects.push({ seq: expected.firstSeq, what: `segment ${number} does not follow the one before` });
  }
  // Behind a gap we go on with the numbers that the segment claims.
  const { firstSeq } = header ?? expected;
  const walk = new Walk(firstSeq);
  for (const step of steps(bytes)) {
    const at = (walk.nextSeq - firstSeq) * ENTRY_BYTES;
    const seq = walk.nextSeq;
    if (seq > upTo) break;
    walk.add(step);
    if (!("damage" in step.frame)) auditKey(step.frame, seq, keys.subarray(at, at + ENTRY_BYTES), options, found);
    if (seq % SLICE === 0) await setImmediate();
  }
  found.defects.push(...walk.defects);
  for (const seq of walk.erased) found.erased.add(seq);
  found.seq = walk.lastSeq;
  found.hash = walk.hash(bytes);
  await auditSeal(folder, number, bytes.length, upTo, found);
}

function auditKey(
  { headerBytes, sealed }: Frame,
  seq: number,
  entry: Buffer,
  options: AuditOptions,
  found: Found,
): void {
  const state = entry.length < ENTRY_BYTES ? "missing" : entryState(entry, seq);
  if (state === "erased") found.withoutKey.push(seq);
  else if (state !== "live") found.defects.push({ seq, what: `the record's key is ${state}` });
  else if (options.storeKey !== undefined) {
    try {
      openPayload(openEntry(options.storeKey, seq, entry), headerBytes, sealed);
    } catch (error) {
      note(found, seq, error);
    }
  }
}

async function auditSeal(folder: string, number: number, bytes: number, upTo: number, found: Found): Promise<void> {
  const seal = await readSeal(folder, number);
  // One that goes further was written while we walked.
  if (seal === null || seal.lastSeq > upTo) return;
  if (seal.lastSeq !== found.seq || seal.hash !== toHex(found.hash) || seal.bytes !== bytes) {
    found.defects.push({ seq: found.seq, what: `the seal of segment ${number} says otherwise` });
  }
}

/** Goes on after damage. */
async function noting(found: Found, work: () => Promise<void>): Promise<void> {
  try {
    await work();
  } catch (error) {
    note(found, found.seq + 1, error);
  }
}

function note(found: Found, seq: number, error: unknown): void {
  if (!isYinzhengError(error, "store.damaged")) throw error;
  found.defects.push({ seq, what: String(error.detail.what ?? error.message) });
}

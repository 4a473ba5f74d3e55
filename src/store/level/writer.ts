import type { KeyObject } from "node:crypto";
import { toHex } from "../../crypto/encoding.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { type Checked, chainHash, ERASED_KIND, headerBytes } from "../record.ts";
import { sealPayload } from "../seal.ts";
import type { JournalRecord } from "../store.ts";
import { diskError, writeAt } from "./disk.ts";
import type { OpenFiles } from "./files.ts";
import { encodeFrame } from "./frame.ts";
import { ENTRY_BYTES, encodeEntry } from "./key-file.ts";
import type { JournalState } from "./recover.ts";
import { createSegment, type Segment, writeSeal } from "./segment.ts";

/** Payload characters that share one fsync at most, so that a burst is acknowledged in pieces. */
const GROUP_CHARACTERS = 4 * 2 ** 20;

interface Append {
  readonly records: readonly Checked[];
  readonly done: (records: readonly JournalRecord[]) => void;
  readonly failed: (error: YinzhengError) => void;
}

/** The bytes of a group of appends, and what the journal is when they are on disk. */
interface Group {
  readonly frames: Uint8Array;
  readonly keys: Uint8Array;
  readonly offsets: readonly number[];
  readonly erased: readonly number[];
  readonly records: readonly (readonly JournalRecord[])[];
  readonly hash: Uint8Array;
}

/**
 * Group commit: appends that arrive while the disk is busy are written together next. Keys are fsynced before the
 * records that need them; nothing is acknowledged, or seen by a reader, before both are.
 */
export class Writer {
  readonly #state: JournalState;
  readonly #files: OpenFiles;
  readonly #storeKey: KeyObject;
  readonly #segmentBytes: number;
  readonly #waiting: Append[] = [];
  #running: Promise<void> | null = null;
  /** After it the files may not be what we think: only a new opening can tell. */
  #broken: YinzhengError | null = null;

  constructor(state: JournalState, files: OpenFiles, storeKey: KeyObject, segmentBytes: number) {
    this.#state = state;
    this.#files = files;
    this.#storeKey = storeKey;
    this.#segmentBytes = segmentBytes;
  }

  append(records: readonly Checked[]): Promise<readonly JournalRecord[]> {
    if (records.length === 0) return Promise.resolve([]);
    return new Promise((done, failed) => {
      this.#waiting.push({ records, done, failed });
      this.#running ??= this.#run();
    });
  }

  /** Resolves when nothing waits any more. */
  async drain(): Promise<void> {
    await this.#running;
  }

  async #run(): Promise<void> {
    // Lets the callers of this turn of the event loop in.
    await Promise.resolve();
    while (this.#waiting.length > 0) {
      const group = this.#nextGroup();
      try {
        await this.#rollIfFull();
        const committed = await this.#commit(group);
        for (const [i, append] of group.entries()) append.done(committed[i] ?? []);
      } catch (error) {
        for (const append of group) append.failed(diskError(error));
      }
    }
    this.#running = null;
  }

  #nextGroup(): Append[] {
    let characters = 0;
    const fitting = this.#waiting.findIndex(({ records }) => {
      const before = characters;
      for (const { payload } of records) characters += payload.length;
      return before > 0 && characters > GROUP_CHARACTERS;
    });
    return this.#waiting.splice(0, fitting < 0 ? this.#waiting.length : fitting);
  }

  async #commit(appends: readonly Append[]): Promise<Group["records"]> {
    if (this.#broken !== null) throw this.#broken;
    const segment = last(this.#state);
    const group = build(this.#state, this.#storeKey, appends);
    const { records, keys } = await this.#files.of(segment.number);
    const keyBytes = (segment.lastSeq - segment.firstSeq + 1) * ENTRY_BYTES;
    try {
      await writeAt(keys, group.keys, keyBytes);
      await keys.datasync();
      await writeAt(records, group.frames, segment.bytes);
      await records.datasync();
    } catch (cause) {
      throw await this.#retreat(segment, keyBytes, cause);
    }
    apply(this.#state, segment, group);
    return group.records;
  }

  /** Takes back what was half written. After a full disk we go on; after any other fault nobody knows what is on disk. */
  async #retreat(segment: Segment, keyBytes: number, cause: unknown): Promise<YinzhengError> {
    const error = diskError(cause);
    try {
      const { records, keys } = await this.#files.of(segment.number);
      await records.truncate(segment.bytes);
      await records.datasync();
      await keys.truncate(keyBytes);
      await keys.datasync();
      if (!isYinzhengError(error, "storage.full")) this.#broken = error;
    } catch (second) {
      this.#broken = new YinzhengError("store.unreachable", {}, new AggregateError([cause, second]));
    }
    return error;
  }

  /** The new segment comes before the old one's seal: a sealed segment without a next one is damage, not a crash. */
  async #rollIfFull(): Promise<void> {
    const state = this.#state;
    const segment = last(state);
    const empty = segment.lastSeq < segment.firstSeq;
    if (empty || segment.bytes < this.#segmentBytes || this.#broken !== null) return;
    const start = { number: segment.number + 1, firstSeq: state.seq + 1, previous: state.hash };
    const next = await createSegment(state.folder, start);
    await writeSeal(state.folder, segment, state.hash, state.erasedHere);
    state.segments.push(next);
    state.erasedHere = [];
  }
}

function build(state: JournalState, storeKey: KeyObject, appends: readonly Append[]): Group {
  const frames: Uint8Array[] = [];
  const keys: Uint8Array[] = [];
  const offsets: number[] = [];
  const erased: number[] = [];
  let { seq, hash } = state;
  let offset = last(state).bytes;
  const records = appends.map((append) =>
    append.records.map((entry, i): JournalRecord => {
      const header = headerBytes(entry, ++seq, append.records.length - 1 - i);
      const { key, sealed } = sealPayload(header, entry.payload);
      hash = chainHash(hash, header, sealed);
      const frame = encodeFrame(header, sealed, hash);
      frames.push(frame);
      keys.push(encodeEntry(storeKey, seq, key));
      offsets.push(offset);
      offset += frame.length;
      if (entry.record.kind === ERASED_KIND) erased.push(Number(entry.record.subject));
      return { ...entry.record, seq, hash: toHex(hash), erased: false };
    }),
  );
  return { frames: Buffer.concat(frames), keys: Buffer.concat(keys), offsets, erased, records, hash };
}

function apply(state: JournalState, segment: Segment, { frames, offsets, erased, hash }: Group): void {
  segment.bytes += frames.length;
  segment.lastSeq += offsets.length;
  for (const offset of offsets) segment.offsets?.push(offset);
  state.seq = segment.lastSeq;
  state.hash = hash;
  state.erasedHere.push(...erased);
  for (const seq of erased) state.erased.add(seq);
}

function last(state: JournalState): Segment {
  const segment = state.segments.at(-1);
  if (segment === undefined) throw new RangeError("a journal has at least one segment");
  return segment;
}

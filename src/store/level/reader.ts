import type { KeyObject } from "node:crypto";
import type { JsonObject } from "../../domain/json-value.ts";
import { recordOf } from "../record.ts";
import { openPayload } from "../seal.ts";
import type { JournalRecord } from "../store.ts";
import { readAt } from "./disk.ts";
import type { OpenFiles } from "./files.ts";
import { decodeFrame, type Frame, HASH_BYTES } from "./frame.ts";
import { ENTRY_BYTES, openEntry } from "./key-file.ts";
import { damaged, type JournalState, segmentOf } from "./recover.ts";
import type { Segment } from "./segment.ts";
import { offsetsOf } from "./walk.ts";

/** What one read from disk brings at most; a longer record comes alone. */
const READ_RECORDS = 512;
const READ_BYTES = 2 ** 20;

/** Reads acknowledged records, each checked against the chain hash before it. */
export class Reader {
  readonly #state: JournalState;
  readonly #files: OpenFiles;
  readonly #storeKey: KeyObject;

  constructor(state: JournalState, files: OpenFiles, storeKey: KeyObject) {
    this.#state = state;
    this.#files = files;
    this.#storeKey = storeKey;
  }

  /** As many records as one read brings, from `from` on and at most to `to`; both must be in the journal. */
  async read(from: number, to: number): Promise<JournalRecord[]> {
    const segment = segmentOf(this.#state.segments, from);
    const offsets = await this.#offsets(segment);
    const first = from - segment.firstSeq;
    const start = offsetAt(segment, offsets, first);
    const most = Math.min(to, segment.lastSeq, from + READ_RECORDS - 1) - segment.firstSeq;
    let last = first;
    while (last < most && offsetAt(segment, offsets, last + 2) - start <= READ_BYTES) last++;
    const end = offsetAt(segment, offsets, last + 1);
    const files = await this.#files.of(segment.number);
    const [bytes, entries] = await Promise.all([
      readAt(files.records, start - HASH_BYTES, end - start + HASH_BYTES),
      readAt(files.keys, first * ENTRY_BYTES, (last - first + 1) * ENTRY_BYTES),
    ]);
    return this.#decode(bytes, entries, from);
  }

  #decode(bytes: Buffer, entries: Buffer, from: number): JournalRecord[] {
    const records: JournalRecord[] = [];
    for (let offset = HASH_BYTES; offset < bytes.length; ) {
      const seq = from + records.length;
      const frame = decodeFrame(bytes, offset);
      if (frame === "torn" || "damage" in frame || frame.header.seq !== seq) {
        throw damaged({ seq }, frame !== "torn" && "damage" in frame ? frame.damage : "the record is not in its place");
      }
      const at = records.length * ENTRY_BYTES;
      const erased = this.#state.erased.has(seq);
      const payload = erased ? {} : this.#payload(frame, entries.subarray(at, at + ENTRY_BYTES));
      records.push(recordOf(frame.header, payload, frame.hash, erased));
      offset = frame.end;
    }
    return records;
  }

  #payload({ header, headerBytes, sealed }: Frame, entry: Buffer): JsonObject {
    return openPayload(openEntry(this.#storeKey, header.seq, entry), headerBytes, sealed);
  }

  async #offsets(segment: Segment): Promise<readonly number[]> {
    if (segment.offsets !== null) return segment.offsets;
    const { records } = await this.#files.of(segment.number);
    segment.offsets = offsetsOf(await readAt(records, 0, segment.bytes));
    return segment.offsets;
  }
}

/** Where the record at a place in the segment begins, or where the segment's records end. */
function offsetAt(segment: Segment, offsets: readonly number[], place: number): number {
  if (place === segment.lastSeq - segment.firstSeq + 1) return segment.bytes;
  const offset = offsets[place];
  if (offset === undefined) throw damaged({ segment: segment.number, seq: segment.firstSeq + place }, "can't be found");
  return offset;
}

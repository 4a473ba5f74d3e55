import { ERASED_KIND } from "../record.ts";
import { decodeFrame, type Frame, frameEnd, HASH_BYTES } from "./frame.ts";
import { SEGMENT_HEADER_BYTES } from "./segment.ts";

export interface Defect {
  readonly seq: number;
  readonly what: string;
}

/** One place in a segment: a record with the right hash, or what is wrong there. */
export interface Step {
  readonly offset: number;
  readonly frame: Frame | { readonly damage: string; readonly next: number | null };
}

/** The places of a segment in order, as far as one can see where the next begins; a torn end is no place. */
export function* steps(bytes: Buffer): Generator<Step> {
  for (let offset: number | null = SEGMENT_HEADER_BYTES; offset !== null && offset < bytes.length; ) {
    const frame = decodeFrame(bytes, offset);
    if (frame === "torn") return;
    yield { offset, frame };
    offset = "damage" in frame ? frame.next : frame.end;
  }
}

/** What a segment's steps amount to, up to the last record of its last complete append. */
export class Walk {
  readonly firstSeq: number;
  readonly defects: Defect[] = [];
  /** Offset after the last complete append; what is behind it was never acknowledged. */
  end: number = SEGMENT_HEADER_BYTES;
  /** Number of the record before that offset. */
  lastSeq: number;
  readonly #offsets: number[] = [];
  readonly #erased: { readonly by: number; readonly seq: number }[] = [];

  constructor(firstSeq: number) {
    this.firstSeq = firstSeq;
    this.lastSeq = firstSeq - 1;
  }

  /** Number of the record that the next step should be. */
  get nextSeq(): number {
    return this.firstSeq + this.#offsets.length;
  }

  /** Where each record begins. */
  get offsets(): number[] {
    return this.#offsets.slice(0, this.lastSeq - this.firstSeq + 1);
  }

  /** Numbers of the records that records of this segment erased. */
  get erased(): number[] {
    return this.#erased.filter(({ by }) => by <= this.lastSeq).map(({ seq }) => seq);
  }

  add({ offset, frame }: Step): void {
    const seq = this.nextSeq;
    this.#offsets.push(offset);
    if ("damage" in frame) {
      this.defects.push({ seq, what: `${frame.damage} (byte ${offset})` });
      this.#complete(seq, frame.next ?? offset);
      return;
    }
    const { header } = frame;
    if (header.seq !== seq) this.defects.push({ seq, what: `record ${header.seq} stands in its place` });
    if (header.kind === ERASED_KIND) this.#erased.push({ by: seq, seq: Number(header.subject) });
    if (header.more === 0) this.#complete(seq, frame.end);
  }

  /** Chain hash at `end`. */
  hash(bytes: Buffer): Uint8Array {
    return Uint8Array.from(bytes.subarray(this.end - HASH_BYTES, this.end));
  }

  #complete(seq: number, end: number): void {
    this.lastSeq = seq;
    this.end = end;
  }
}

/** Walks a segment at one go. */
export function walkSegment(bytes: Buffer, firstSeq: number): Walk {
  const walk = new Walk(firstSeq);
  for (const step of steps(bytes)) walk.add(step);
  return walk;
}

/** Where the frames of a segment begin that was checked before: by their lengths alone. */
export function offsetsOf(bytes: Buffer): number[] {
  const offsets: number[] = [];
  for (let offset = SEGMENT_HEADER_BYTES; offset < bytes.length; ) {
    const end = frameEnd(bytes, offset);
    if (end === null) break;
    offsets.push(offset);
    offset = end;
  }
  return offsets;
}

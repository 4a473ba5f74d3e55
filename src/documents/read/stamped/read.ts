import { inflated } from "../inflated.ts";
import { latin1 } from "../latin1.ts";
import { type RangeFault, signaturesIn } from "../ranges.ts";
import { type ReadSeal, readSeal } from "../seal.ts";
import { MAX_DOCUMENT } from "../sealed.ts";
import { isSes, type ReadSes, readSes } from "../ses-range.ts";
import { lastStamp, type Stamp } from "./marker.ts";
import { readStampedTail } from "./tail.ts";

/** Why a file can't be read as one that was stamped here. */
export type StampedFault =
  | RangeFault
  | "pdf.too_large"
  | "pdf.not_pdf"
  | "pdf.foreign"
  | "pdf.unsigned"
  | "pdf.change_after_seal";

/**
 * What a stamping added to a file, which may be anybody's: nothing before `original` was looked at but for a stamping that
 * ended there. The form is right; nothing is judged yet.
 */
export interface ReadStamped {
  /** Length of the file that was stamped. */
  readonly original: number;
  /** Length of the sealed revision, covered whole by the last signature: what the leaf is over. */
  readonly length: number;
  /** Object that a proof goes into (`stampedTailOf`). */
  readonly data: number;
  /** At least one use of a seal, in the order in which they were made. */
  readonly ses: readonly ReadSes[];
  /** Made after all uses of seals; mostly one, or none. */
  readonly pades: readonly ReadSeal[];
  /** The proof that the seals' uses were anchored and counted; null: none was added. */
  readonly proof: Uint8Array | null;
  /** The file as it was, where it had been stamped already and ended with its sealed revision or its proof. */
  readonly inner: StampedReading | null;
}

export type StampedReading = ReadStamped | { readonly fault: StampedFault };

/** Largest proof, before it was compressed; bytes. */
export const MAX_SEAL_USE_BYTES = 8 * 1024 * 1024;
/** Most stampings of a file that are looked at, one within the other. */
const DEPTH = 8;

/** Whether a stamping of ours stands in a file, whatever became of it since. */
export function isStamped(bytes: Uint8Array): boolean {
  return bytes.length <= MAX_DOCUMENT && lastStamp(latin1(bytes)) !== null;
}

/** Reads any bytes. Memory and time are bounded by their length and by what a proof may unpack to. Never throws for them. */
export async function readStamped(bytes: Uint8Array, depth = DEPTH): Promise<StampedReading> {
  if (bytes.length > MAX_DOCUMENT) return { fault: "pdf.too_large" };
  const text = latin1(bytes);
  if (!/^%PDF-\d\.\d[\r\n]/.test(text)) return { fault: "pdf.not_pdf" };
  const stamp = lastStamp(text);
  return stamp === null ? { fault: "pdf.foreign" } : readFrom(bytes, text, stamp, depth);
}

async function readFrom(bytes: Uint8Array, text: string, stamp: Stamp, depth: number): Promise<StampedReading> {
  const { original, data, from } = stamp;
  const found = signaturesIn(text, from);
  if (typeof found === "string") return { fault: found };
  const first = found.findIndex((range) => !isSes(range));
  const count = first < 0 ? found.length : first;
  const last = found.at(-1);
  // A use of a seal above the agency's signature would be a further stamping, and have a marker of its own.
  if (last === undefined || count === 0 || found.slice(count).some(isSes)) return { fault: "pdf.unsigned" };
  const { end: length } = last;
  const proof = bytes.length === length ? null : await proofIn(bytes, length, data);
  if (proof === "none") return { fault: "pdf.change_after_seal" };
  const before = depth === 0 ? null : bytes.subarray(0, original);
  return {
    original,
    length,
    data,
    ses: found.slice(0, count).map((range) => readSes(bytes, range)),
    pades: found.slice(count).map((range) => readSeal(bytes, range)),
    proof,
    inner: before !== null && isStamped(before) ? await readStamped(before, depth - 1) : null,
  };
}

async function proofIn(bytes: Uint8Array, length: number, data: number): Promise<Uint8Array | "none"> {
  const tail = readStampedTail(bytes.subarray(0, length), data, bytes.subarray(length));
  return (await inflated(tail, MAX_SEAL_USE_BYTES)) ?? "none";
}

/** Most signatures of one document. */
const MAX_SIGNATURES = 16;
/** Longest one, with what it is padded with; bytes. That of an electronic seal holds the seal's picture. */
const MAX_SIGNATURE = 1024 * 1024;

/** Why what stands in a file is no signature over all of it. */
export type RangeFault = "pdf.truncated" | "pdf.byte_range";

/** One signature: what it covers, and where its CMS stands. */
export interface SignedRange {
  /** Everything before `end` but the CMS between `gap[0]` and `gap[1]`. */
  readonly gap: readonly [number, number];
  readonly end: number;
  /** DER in hex, padded with zeros. */
  readonly contents: string;
}

const RANGE = /\/ByteRange\s*\[([^\]]{0,200})\]/g;

/**
 * Every signature behind a place. Each must begin at 0, leave out its own CMS and nothing else, and cover a file that ended there.
 */
export function signaturesIn(text: string, from: number): readonly SignedRange[] | RangeFault {
  const found: SignedRange[] = [];
  for (const { 1: inside = "" } of text.slice(from).matchAll(RANGE)) {
    const range = rangeOf(text, inside);
    if (typeof range === "string") return range;
    const before = found.at(-1)?.end ?? from;
    if (range.gap[0] < before || found.length === MAX_SIGNATURES) return "pdf.byte_range";
    found.push(range);
  }
  return found;
}

export const isWhole = (text: string): boolean => text.endsWith("%%EOF\n");

function rangeOf(text: string, inside: string): SignedRange | RangeFault {
  const numbers = inside.trim().split(/\s+/);
  if (numbers.length !== 4 || !numbers.every((number) => /^\d{1,10}$/.test(number))) return "pdf.byte_range";
  const [from = 1, first = 0, second = 0, rest = 0] = numbers.map(Number);
  const end = second + rest;
  if (from !== 0 || first === 0 || second <= first || second > first + 2 * MAX_SIGNATURE || rest === 0)
    return "pdf.byte_range";
  // What it covers may have been there once.
  if (end > text.length) return isWhole(text) ? "pdf.byte_range" : "pdf.truncated";
  const contents = text.slice(first, second);
  const right = /^<[0-9A-Fa-f]+>$/.test(contents) && /\/Contents\s*$/.test(text.slice(Math.max(0, first - 12), first));
  if (!right || !isWhole(text.slice(0, end))) return "pdf.byte_range";
  return { gap: [first, second], end, contents: contents.slice(1, -1) };
}

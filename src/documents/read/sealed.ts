import { latin1 } from "./latin1.ts";
import { MARKER } from "./names.ts";

/** Largest document that is read; bytes. */
export const MAX_DOCUMENT = 20 * 1024 * 1024;
/** Most signatures of one document. */
const MAX_SIGNATURES = 16;

/** Why a file is no sealed document of ours. */
export type DocumentFault =
  | "pdf.too_large"
  | "pdf.not_pdf"
  | "pdf.truncated"
  | "pdf.encrypted"
  | "pdf.foreign"
  | "pdf.unsigned"
  | "pdf.byte_range";

/** One signature: what it covers, and where its CMS stands. */
export interface SignedRange {
  /** Everything before `end` but the CMS between `gap[0]` and `gap[1]`. */
  readonly gap: readonly [number, number];
  readonly end: number;
  /** DER in hex, padded with zeros. */
  readonly contents: string;
}

/** The parts of a file: rendering, signatures, sealed revision, and what follows it. */
export interface Sealed {
  /** Length of the rendering. */
  readonly rendered: number;
  /** Object number of the certificate's bytes. */
  readonly data: number;
  /** In the order in which they were made; the last one covers the sealed revision whole. */
  readonly signatures: readonly SignedRange[];
  /** Length of the sealed revision. */
  readonly length: number;
}

/** Takes a file apart. Nothing in it is followed: no table, no reference, so that nothing in it can lead astray. */
export function takeApart(bytes: Uint8Array): Sealed | { readonly fault: DocumentFault } {
  if (bytes.length > MAX_DOCUMENT) return { fault: "pdf.too_large" };
  const text = latin1(bytes);
  // At the very beginning: a file that is something else as well is refused.
  if (!/^%PDF-1\.[4-7]\n/.test(text)) return { fault: "pdf.not_pdf" };
  if (!ENDS.test(text)) return { fault: "pdf.truncated" };
  if (/\/Encrypt\b/.test(text)) return { fault: "pdf.encrypted" };
  const marker = MARKER.exec(text);
  if (marker === null) return { fault: "pdf.foreign" };
  const rendered = marker.index + marker[0].length;
  const signatures = signaturesIn(text, rendered);
  if (signatures === null) return { fault: "pdf.byte_range" };
  const last = signatures.at(-1);
  if (last === undefined) return { fault: "pdf.unsigned" };
  return { rendered, data: Number(marker[3]), signatures, length: last.end };
}

/** A rendering that was never signed ends with its marker. */
const ENDS = /(?:%%EOF\r?\n?|%yinzheng-document\/1 [a-z0-9 ]{1,60}\n)$/;
const RANGE = /\/ByteRange\s*\[([^\]]{0,200})\]/g;

/** Each must begin at 0, leave out its own CMS and nothing else, and cover a file that ended there; null: one does not. */
function signaturesIn(text: string, rendered: number): readonly SignedRange[] | null {
  const found: SignedRange[] = [];
  for (const { 1: inside = "" } of text.slice(rendered).matchAll(RANGE)) {
    const range = rangeOf(text, inside);
    const before = found.at(-1)?.end ?? rendered;
    if (range === null || range.gap[0] < before || found.length === MAX_SIGNATURES) return null;
    found.push(range);
  }
  return found;
}

function rangeOf(text: string, inside: string): SignedRange | null {
  const numbers = inside.trim().split(/\s+/);
  if (numbers.length !== 4 || !numbers.every((number) => /^\d{1,10}$/.test(number))) return null;
  const [from = 1, first = 0, second = 0, rest = 0] = numbers.map(Number);
  const end = second + rest;
  const right = from === 0 && first > 0 && second > first && rest > 0 && end <= text.length;
  if (!right || !/%%EOF\n$/.test(text.slice(Math.max(0, end - 6), end))) return null;
  const contents = text.slice(first, second);
  if (!/^<[0-9A-Fa-f]+>$/.test(contents) || !/\/Contents\s*$/.test(text.slice(first - 12, first))) return null;
  return { gap: [first, second], end, contents: contents.slice(1, -1) };
}

/** The certificate's file as the rendering holds it, compressed; null where it is not there in its one form. */
export function certificateIn(
  bytes: Uint8Array,
  { rendered, data }: Pick<Sealed, "rendered" | "data">,
): Uint8Array | null {
  const text = latin1(bytes, 0, rendered);
  const at = text.indexOf(`\n${data} 0 obj\n`);
  const found = /^\n\d+ 0 obj\n<<[^>]*(?:<<[^>]*>>[^>]*)*\/Length (\d{1,8})[^>]*>>\nstream\n/.exec(
    text.slice(Math.max(at, 0), at + 1024),
  );
  if (at < 0 || found === null) return null;
  const from = at + found[0].length;
  const to = from + Number(found[1]);
  return text.slice(to, to + 11) === "\nendstream\n" ? bytes.slice(from, to) : null;
}

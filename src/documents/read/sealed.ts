import { type ForeignFault, foreignFault } from "./foreign.ts";
import { latin1 } from "./latin1.ts";
import { MARKER } from "./names.ts";
import { isWhole, type RangeFault, type SignedRange, signaturesIn } from "./ranges.ts";
import { isSes } from "./ses-range.ts";

/** Largest document that is read; bytes. */
export const MAX_DOCUMENT = 20 * 1024 * 1024;
/** Why a file is no sealed document of ours. */
export type SealedFault = ForeignFault | "pdf.too_large" | "pdf.not_pdf" | RangeFault | "pdf.unsigned" | "pdf.altered";

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
export function takeApart(bytes: Uint8Array): Sealed | { readonly fault: SealedFault } {
  if (bytes.length > MAX_DOCUMENT) return { fault: "pdf.too_large" };
  const text = latin1(bytes);
  // At the very beginning: a file that is something else as well is refused.
  if (!/^%PDF-\d\.\d[\r\n]/.test(text)) return { fault: "pdf.not_pdf" };
  const marker = MARKER.exec(text);
  if (marker === null) return { fault: foreignFault(text) };
  if (/\/Encrypt\b/.test(text)) return { fault: "pdf.encrypted" };
  const rendered = marker.index + marker[0].length;
  const found = signaturesIn(text, rendered);
  if (typeof found === "string") return { fault: found };
  const last = found.at(-1);
  if (last === undefined)
    return { fault: isWhole(text) || rendered === text.length ? "pdf.unsigned" : "pdf.truncated" };
  // What the agency signs comes last: a use of an electronic seal alone is no document's signature.
  if (isSes(last)) return { fault: "pdf.unsigned" };
  // Of two markers another reader might take the other one.
  if (MARKER.test(text.slice(rendered - 1, last.end))) return { fault: "pdf.altered" };
  return { rendered, data: Number(marker[3]), signatures: found, length: last.end };
}

/** The certificate's file as the rendering holds it, compressed, and its size; null where it is not there in its one form. */
export function certificateIn(
  bytes: Uint8Array,
  { rendered, data }: Pick<Sealed, "rendered" | "data">,
): { readonly zipped: Uint8Array; readonly size: number } | null {
  const text = latin1(bytes, 0, rendered);
  const begin = `\n${data} 0 obj\n`;
  const at = text.indexOf(begin);
  // Twice: another reader might take the other one.
  if (at < 0 || text.indexOf(begin, at + 1) >= 0) return null;
  const found = STREAM.exec(text.slice(at + begin.length, at + begin.length + 256));
  if (found === null) return null;
  const from = at + begin.length + found[0].length;
  const to = from + Number(found[2]);
  if (text.slice(to, to + 18) !== "\nendstream\nendobj\n") return null;
  return { zipped: bytes.slice(from, to), size: Number(found[1]) };
}

/** As `pdf/embed.ts` has it written: a form with no choice in it. */
const STREAM =
  /^<<\n\/Type \/EmbeddedFile\n\/Subtype \/application#2Fvnd\.yinzheng\.bundle\+json\n\/Params <<\n\/Size (\d{1,8})\n>>\n\/Filter \/FlateDecode\n\/Length (\d{1,8})\n>>\nstream\n/;

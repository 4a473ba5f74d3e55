import { PdfArray, PdfDict, PdfName, PdfNumber, PdfString } from "@libpdf/core";
import { concat, toHex } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { bytesOf, latin1 } from "../read/latin1.ts";

/** What a signature covers: everything before `end` but its own place in the gap. */
export interface Range {
  readonly gap: readonly [number, number];
  readonly end: number;
}

/** Stands where the range goes, and is as long. */
const LARGEST = 9_999_999_999;

/** A signature's dictionary (PDF 32000-1 §12.8.1) with room for so many bytes. */
export function signatureDictionary(filter: string, subFilter: string, room: number): PdfDict {
  return PdfDict.of({
    Type: PdfName.of("Sig"),
    Filter: PdfName.of(filter),
    SubFilter: PdfName.of(subFilter),
    ByteRange: new PdfArray([0, LARGEST, LARGEST, LARGEST].map((one) => PdfNumber.of(one))),
    Contents: new PdfString(new Uint8Array(room), "hex"),
  });
}

/**
 * Signs a file that was saved behind what was there, with room for one signature, by `signatureDictionary`.
 *
 * @param before length of the file as it was
 * @param make gives the signature over these two parts of the file
 */
export async function signedRevision(
  bytes: Uint8Array,
  before: number,
  make: (range: Range, parts: readonly [Uint8Array, Uint8Array]) => Promise<Uint8Array>,
): Promise<Uint8Array> {
  const added = latin1(bytes, before);
  const found = /\/ByteRange \[0 9{10} 9{10} 9{10}\]\n?\s*\/Contents (<0*>)/.exec(added);
  const [, room] = found ?? [];
  if (found === null || room === undefined) throw new YinzhengError("internal", { expected: "a signature's place" });
  const from = before + found.index + found[0].length - room.length;
  const range: Range = { gap: [from, from + room.length], end: bytes.length };
  const numbers = [from, range.gap[1], range.end - range.gap[1]];
  const written = `/ByteRange [0 ${numbers.map((one) => String(one).padEnd(10)).join(" ")}]`;
  bytes.set(bytesOf(written), before + found.index);
  const signature = await make(range, [bytes.subarray(0, from), bytes.subarray(range.gap[1])]);
  const hex = toHex(signature).slice(2);
  if (hex.length > room.length - 2) throw new YinzhengError("internal", { expected: "room for the signature" });
  return concat(
    bytes.subarray(0, from + 1),
    bytesOf(hex.padEnd(room.length - 2, "0")),
    bytes.subarray(range.gap[1] - 1),
  );
}

/** A date as PDF writes it, in UTC (§7.9.4). */
export const dateOf = (time: number): PdfString =>
  PdfString.fromString(`D:${new Date(time * 1000).toISOString().replace(/\D/g, "").slice(0, 14)}Z`);

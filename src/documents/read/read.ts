import { MAX_BUNDLE_BYTES } from "../../proof/parse.ts";
import { MAX_REPRESENTATION_BYTES } from "../../proof/representation.ts";
import { inflated } from "./inflated.ts";
import { latin1 } from "./latin1.ts";
import { type ReadSeal, readSeal } from "./seal.ts";
import { certificateIn, type SealedFault, takeApart } from "./sealed.ts";
import { isSes, type ReadSes, readSes } from "./ses-range.ts";
import { readTail } from "./tail.ts";

/** Why a file can't be read as a document of ours. */
export type DocumentFault = SealedFault | "pdf.change_after_seal" | "pdf.certificate_unreadable" | "pdf.too_slow";

/** What stands in a sealed document. Its form is right; nothing is judged yet. */
export interface ReadDocument {
  /** Length of the sealed revision. */
  readonly length: number;
  /** At least one; the last covers the sealed revision whole. */
  readonly seals: readonly ReadSeal[];
  /** Uses of electronic seals (GB/T 38540), each beneath a seal. */
  readonly ses: readonly ReadSes[];
  /** The bundle that it was rendered from. */
  readonly certificate: Uint8Array;
  /** The proof that it is a representation of its certificate; null: none was added. */
  readonly representation: Uint8Array | null;
}

export type Reading = ReadDocument | { readonly fault: DocumentFault };

/** Whether a file is to be judged as a PDF: what stands in it is one, or its name says that it is, so that it is told if not. */
export function isForPdf(bytes: Uint8Array, name = ""): boolean {
  return /\.pdf$/i.test(name) || latin1(bytes, 0, Math.min(5, bytes.length)) === "%PDF-";
}

/** Reads any bytes. Memory and time are bounded by their length and by what a file in them may unpack to. Never throws for them. */
export async function readDocument(bytes: Uint8Array): Promise<Reading> {
  const parts = takeApart(bytes);
  if ("fault" in parts) return parts;
  const { length, signatures } = parts;
  const held = await inflated(certificateIn(bytes, parts), MAX_BUNDLE_BYTES);
  if (held === null) return { fault: "pdf.certificate_unreadable" };
  const seals = signatures.filter((range) => !isSes(range)).map((range) => readSeal(bytes, range));
  const ses = signatures.filter(isSes).map((range) => readSes(bytes, range));
  if (bytes.length === length) return { length, seals, ses, certificate: held, representation: null };
  const added = await inflated(readTail(bytes.subarray(0, length), bytes.subarray(length)), MAX_REPRESENTATION_BYTES);
  return added === null
    ? { fault: "pdf.change_after_seal" }
    : { length, seals, ses, certificate: held, representation: added };
}

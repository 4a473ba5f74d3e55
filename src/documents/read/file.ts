import { isYinzhengError } from "../../domain/errors.ts";
import { latin1 } from "./latin1.ts";
import { isZip, type OfdFaulty, type ReadOfd, readOfd } from "./ofd/read.ts";
import { type Reading, readDocument } from "./read.ts";
import { readSeal, type Seal } from "./ses/seal.ts";
import { readSesSignature, type SesSignature } from "./ses/signature.ts";
import { isStamped, type ReadStamped, readStamped, type StampedFault } from "./stamped/read.ts";

/** What a file with electronic seals was read to. Its form is right; nothing is judged yet. */
export type SealedReading =
  | { readonly kind: "stamped"; readonly stamped: ReadStamped }
  | { readonly kind: "ofd"; readonly ofd: ReadOfd }
  /** A seal by itself. */
  | { readonly kind: "seal"; readonly seal: Seal }
  /** A use of a seal by itself; what it is over stands elsewhere. */
  | { readonly kind: "signature"; readonly signature: SesSignature }
  | { readonly kind: "fault"; readonly fault: SealedFileFault };

export type SealedFileFault = StampedFault | OfdFaulty["fault"] | "seal.object_unreadable";

/** Any file but a bundle: a certificate's PDF, or one with electronic seals. */
export type FileReading = Reading | SealedReading;

/** DER of a sequence that is longer than 127 bytes: no text in UTF-8 begins so. */
const isDer = (bytes: Uint8Array): boolean => bytes[0] === 0x30 && (bytes[1] ?? 0) >= 0x80;

/** Whether a file is to be read as a document, by what stands in it or by its name, so that it is told if it is none. */
export function isForReading(bytes: Uint8Array, name = ""): boolean {
  return (
    /\.(?:pdf|ofd|esl)$/i.test(name) ||
    latin1(bytes, 0, Math.min(5, bytes.length)) === "%PDF-" ||
    isZip(bytes) ||
    isDer(bytes)
  );
}

/** Reads any bytes. Memory and time are bounded by their length and by what may be unpacked from them. Never throws for them. */
export async function readAnyFile(bytes: Uint8Array): Promise<FileReading> {
  if (isZip(bytes)) {
    const ofd = await readOfd(bytes);
    return "fault" in ofd ? { kind: "fault", fault: ofd.fault } : { kind: "ofd", ofd };
  }
  if (isDer(bytes)) return derReading(bytes);
  if (!isStamped(bytes)) return readDocument(bytes);
  const stamped = await readStamped(bytes);
  return "fault" in stamped ? { kind: "fault", fault: stamped.fault } : { kind: "stamped", stamped };
}

/** A seal is a sequence whose first member is one too, and so is a use of one: only reading tells. */
function derReading(bytes: Uint8Array): SealedReading {
  const signature = readOr(() => readSesSignature(bytes));
  if (signature !== null) return { kind: "signature", signature };
  const seal = readOr(() => readSeal(bytes));
  return seal === null ? { kind: "fault", fault: "seal.object_unreadable" } : { kind: "seal", seal };
}

function readOr<T>(read: () => T): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error, "schema.pattern")) return null;
    throw error;
  }
}

import type { Hex, Seconds } from "../domain/bytes.ts";
import type { SealUseProof, StampedMediaType } from "./seal-use.ts";

/** A use of an electronic seal as it stands in a file; its signature is judged elsewhere. */
export interface FoundSeal {
  /** esID of the seal. */
  readonly code: string;
  readonly name: string;
  /** SM3 of the seal object that the signature carries. */
  readonly digest: Hex;
}

/** A file that seals were put on, taken apart; all of it untrusted. */
export interface StampedFile {
  /** What a leaf's entry is over: the sealed revision of a PDF, the list of an OFD's entries; null: of neither. */
  readonly content: { readonly mediaType: StampedMediaType; readonly bytes: Uint8Array } | null;
  /** Every use, in order; one for each signature. */
  readonly seals: readonly FoundSeal[];
  readonly proof: SealUseProof | "seal.proof_missing" | "seal.proof_unreadable";
}

/** What was stamped, for people: as the file and its proof say. What of it holds, the checks tell. */
export interface Stamped {
  /** Who used the seals; null: the file does not say. */
  readonly member: { readonly code: string; readonly names: { readonly zh: string; readonly en: string } } | null;
  readonly seals: readonly { readonly code: string; readonly name: string }[];
  /** Block time of the use, the latest of several; null: the file does not say. */
  readonly usedAt: Seconds | null;
}

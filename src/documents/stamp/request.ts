import type { Seconds } from "../../domain/bytes.ts";
import type { DocumentSigner, Timestamper } from "../pdf/sign.ts";
import type { Placement, SealKey } from "../seal-key.ts";

/** One seal that is put on a file, and where its picture comes to stand. */
export interface StampedSeal {
  readonly key: SealKey;
  /** At least one. The signature belongs to the first picture. */
  readonly placements: readonly Placement[];
}

/** What is put on anybody's file, in one go. */
export interface StampRequest extends StampedSeal {
  /** Further seals, each over the ones before it. */
  readonly more?: readonly StampedSeal[];
  readonly time: Seconds;
  /** The agency's signature over all of it (PAdES), where it is a PDF: an OFD bears none. */
  readonly pades?: { readonly signer: DocumentSigner; readonly timestamper?: Timestamper };
}

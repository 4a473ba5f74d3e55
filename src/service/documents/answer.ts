export interface DocumentFile {
  /** A PDF: the sealed revision, which is always the same, and behind it what proves it. */
  readonly bytes: Uint8Array;
  /** Strong validator: changes when the evidence does. */
  readonly etag: string;
}

/** A document, or where it stands on its road: it is being made and signed, or put on chain. */
export type DocumentAnswer =
  | { readonly state: "sealing" | "anchoring" }
  | { readonly state: "issued"; readonly file: DocumentFile };

/** A seal with the key of one of those who may sign with it. */
export interface SealKey {
  /** The seal object: DER of SESeal, version 4 (GB/T 38540-2020). */
  readonly seal: Uint8Array;
  /** The signer's certificate, DER: byte for byte one of the seal's list. */
  readonly certificate: Uint8Array;
  /** SM2 with SM3 over the message, ID 1234567812345678; DER of r and s. Throws what the key's holder throws. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** Where the picture of a seal comes to stand. Pages count from 1, -1 is the last; millimetres from the upper left corner. */
export type Placement =
  /** Its middle at this point. */
  | { readonly kind: "at"; readonly page: number; readonly x: number; readonly y: number }
  /** Its middle on a word of the text. */
  | { readonly kind: "keyword"; readonly text: string; readonly which: "first" | "last" | "every" }
  /** In slices along the right edge of all pages (骑缝章); `y`: height of its middle. */
  | { readonly kind: "across"; readonly y: number };

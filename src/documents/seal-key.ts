import type { Bilingual } from "../domain/bilingual.ts";
import type { Seconds } from "../domain/bytes.ts";

/** An SM2 key with its certificate: of who makes seals, or of who signs with one. */
export interface SealHolder {
  /** DER. */
  readonly certificate: Uint8Array;
  /** SM2 with SM3 over the message, ID 1234567812345678; DER of r and s. Throws what the key's holder throws. */
  readonly sign: (message: Uint8Array) => Promise<Uint8Array>;
}

/** A seal with the key of one of those who may sign with it; the certificate is byte for byte one of the seal's list. */
export interface SealKey extends SealHolder {
  /** The seal object: DER of SESeal, version 4 (GB/T 38540-2020). */
  readonly seal: Uint8Array;
}

/** A member, as certificates name it: by its unified social credit code. */
export interface SealMember {
  readonly code: string;
  readonly names: Bilingual;
}

/** Keys of seals that are kept here, and who vouches for them. Throws `keys.*` and `storage.full`. */
export interface SealKeys {
  /** A member's key for making seals. */
  maker(member: SealMember): Promise<SealHolder>;
  /**
   * The key of one seal, made the first time: its certificate goes into the seal object, names the owner, and is the same for as long
   * as it lasts.
   *
   * @param code of the seal
   */
  signer(code: string, owner: SealMember): Promise<SealHolder>;
  /** Lists of revoked certificates that answer for now and for everything before; DER. */
  revocations(): Promise<readonly Uint8Array[]>;
  /** Has a certificate counted as revoked from then on; where it is already, only an earlier time changes that. */
  revoke(certificate: Uint8Array, since: Seconds): Promise<void>;
}

/** Where the picture of a seal comes to stand. Pages count from 1, -1 is the last; millimetres from the upper left corner. */
export type Placement =
  /** Its middle at this point. */
  | { readonly kind: "at"; readonly page: number; readonly x: number; readonly y: number }
  /** Its middle on a word of the text. */
  | { readonly kind: "keyword"; readonly text: string; readonly which: "first" | "last" | "every" }
  /** In slices along the right edge of all pages (骑缝章); `y`: height of its middle. */
  | { readonly kind: "across"; readonly y: number };

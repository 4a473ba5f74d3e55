import type { Hex, Seconds } from "./bytes.ts";

/** What a maker may order about a seal, by its number in the order. */
export const SEAL_ACTS = ["apply", "make", "activate", "suspend", "resume", "lose", "destroy", "delegate"] as const;
export type SealAct = (typeof SEAL_ACTS)[number];

/**
 * A maker's order about one seal, signed as EIP-712 primary type `SealOrder`: what the officers then sign for the registry
 * must follow from it. Fields that an act has no use for are zero.
 */
export interface SealOrder {
  /** Whose maker orders: of `make` the maker's, of all else the owner's. */
  readonly memberId: Hex;
  readonly sealId: Hex;
  /** Index into SEAL_ACTS. */
  readonly what: number;
  /** Of `apply` that of the application, of `make` SM3 of the seal object; of all else that which the registry has, zero before. */
  readonly digest: Hex;
  /** Of `lose`: since when no use counts; 0: from the block on that takes it, for which one officer suffices. */
  readonly since: Seconds;
  /** Of `apply` the member that is to make it, of `delegate` the one that may use it. */
  readonly other: Hex;
  /** Of `delegate`; `validUntil` 0 ends it. */
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  /** Changes and delegations that the seal has seen: an order is good once, and in its turn. */
  readonly expected: number;
  readonly orderedAt: Seconds;
}

export const SEAL_FORM_FORMAT = "yinzheng-seal-application/1";

/** Drawn round with the name on an arc and a star, drawn with a person's name, or a picture that the owner brings. */
export const SEAL_KINDS = ["round", "name", "picture"] as const;
export type SealKind = (typeof SEAL_KINDS)[number];

/** What an owner applies for; its maker is held to it, and so is the owner who activates the seal. */
export interface SealForm {
  readonly format: typeof SEAL_FORM_FORMAT;
  /** The owner's unified social credit code and three digits. */
  readonly code: string;
  readonly kind: SealKind;
  /** What stands on it. */
  readonly name: string;
  /** Unified social credit code of the member that is to make it. */
  readonly maker: string;
  /** Only of kind `picture`: SM3 of the file, and how large it comes to stand, in millimetres. */
  readonly picture?: { readonly digest: Hex; readonly width: number; readonly height: number };
  /** Both ends belong to the period. */
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  /** Most uses in a day of Asia/Shanghai. */
  readonly dailyLimit: number;
}

const SEAL_CODE = /^[0-9A-HJ-NPQRTUWXY]{18}\d{3}$/;

/** The owner's unified social credit code in a seal's; null for what is no code of a seal. */
export function sealOwnerOf(code: string): string | null {
  return SEAL_CODE.test(code) ? code.slice(0, 18) : null;
}

import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { ErrorCode } from "../../domain/errors.ts";
import type { MemberProfile } from "../../domain/member.ts";
import type { Principal } from "../../domain/principal.ts";
import type { SealState } from "../../domain/seal.ts";
import type { SealAct, SealForm, SealKind, SealOrder } from "../../domain/seal-order.ts";

/** A maker's order about a seal, signed in the maker's own signer. */
export interface SignedSealOrder {
  readonly order: SealOrder;
  readonly officer: Hex;
  readonly signature: Hex;
}

/** What everybody may know of a seal; who verifies a document asks the chain and not this. */
export interface PublicSeal {
  /** The owner's unified social credit code and three digits. */
  readonly code: string;
  readonly sealId: Hex;
  /** As the chain has it now; `none` while the application is on its way. */
  readonly state: SealState;
  readonly owner: MemberProfile;
  readonly name: string;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  /** Since when it counts as lost; null: it was never reported. */
  readonly lostSince: Seconds | null;
}

/** An order about a seal, and what became of it. */
export interface SealOrderView {
  readonly what: SealAct;
  readonly orderedAt: Seconds;
  readonly state: "pending" | "done" | "failed";
  /** Of what failed: why. */
  readonly code?: ErrorCode;
  /** Of what is done: the block, and its time. */
  readonly block?: number;
  readonly time?: Seconds;
}

/** What its owner sees, its maker, and who may use it. */
export interface SealView extends PublicSeal {
  readonly kind: SealKind;
  readonly maker: MemberProfile;
  /** SM3 of the seal object; null until it is made. Whoever activates it has looked at its picture. */
  readonly digest: Hex | null;
  /** Whether the registry has that digest: then every order names it. */
  readonly registered: boolean;
  /** What was applied for, and the order by which: both are shown to whoever orders or signs. */
  readonly form: SealForm;
  readonly application: SignedSealOrder;
  readonly dailyLimit: number;
  readonly usedToday: number;
  readonly uses: number;
  /** What the next order names as `expected`. */
  readonly changes: number;
  /** Members that may use it, beside its owner. */
  readonly delegates: readonly { readonly member: Hex; readonly validFrom: Seconds; readonly validUntil: Seconds }[];
  /** Oldest first. */
  readonly orders: readonly SealOrderView[];
}

/** What the maker signed beside the fields that the service has, or works out, itself. */
export interface SealOrderInput {
  readonly officer: Hex;
  readonly orderedAt: Seconds;
  readonly signature: Hex;
}

export interface SealApplyInput {
  /** Without `picture`, which follows from the file. */
  readonly form: Omit<SealForm, "picture">;
  /** Of kind `picture`: the file, and its size in millimetres. */
  readonly picture?: { readonly bytes: Uint8Array; readonly width: number; readonly height: number };
  readonly order: SealOrderInput;
}

export interface SealChangeInput {
  readonly what: Exclude<SealAct, "apply" | "delegate">;
  /** Of `make` and `activate`: SM3 of the seal object that the maker has looked at. */
  readonly digest?: Hex;
  /** Of `lose`; absent: from now on. */
  readonly since?: Seconds;
  readonly expected: number;
  readonly order: SealOrderInput;
}

export interface SealDelegateInput {
  /** Unified social credit code of who may use it. */
  readonly member: string;
  readonly validFrom: Seconds;
  /** 0 ends the delegation. */
  readonly validUntil: Seconds;
  readonly expected: number;
  readonly order: SealOrderInput;
}

/** A picture of a seal, as it stands in the seal object. */
export interface SealPictureFile {
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

/**
 * The life of seals (印章): applied for, made, activated, suspended, resumed, lost, destroyed, delegated; each on the order of a maker of
 * the member that it is up to, carried out by that member's officers on chain. An order that could not be carried out for now stays
 * journaled and is tried again. Each verb throws `auth.*` and `http.not_found`.
 */
export interface Seals {
  apply(by: Principal, input: SealApplyInput): Promise<SealView>;
  /** By a maker of the making member: makes the seal object, once; to be looked at, and then ordered to be registered. */
  make(by: Principal, code: string): Promise<SealView>;
  order(by: Principal, code: string, input: SealChangeInput): Promise<SealView>;
  delegate(by: Principal, code: string, input: SealDelegateInput): Promise<SealView>;
  /** PublicSeal for whoever is neither owner nor maker nor delegate. */
  seal(by: Principal, code: string): Promise<PublicSeal | SealView>;
  /** Those that the caller's member owns, makes or may use, in the order in which they were applied for. */
  seals(by: Principal): Promise<readonly SealView[]>;
  /** The seal object, DER (`.esl`), for who sees SealView. */
  object(by: Principal, code: string): Promise<Uint8Array>;
  picture(by: Principal, code: string): Promise<SealPictureFile>;
}

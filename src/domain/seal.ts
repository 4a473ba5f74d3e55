import type { Bilingual } from "./bilingual.ts";
import type { Hex, Seconds } from "./bytes.ts";

/**
 * States of a registered seal, by their numbers on chain. Lost and destroyed seals come back never; a new picture is a new seal.
 */
export const SEAL_STATES = ["none", "applied", "made", "active", "suspended", "lost", "destroyed"] as const;
export type SealState = (typeof SEAL_STATES)[number];

/** What each state is called where people read of it. */
export const SEAL_STATE_NAMES: Readonly<Record<SealState, Bilingual>> = {
  none: { zh: "未申请", en: "not applied for" },
  applied: { zh: "已申请", en: "applied for" },
  made: { zh: "已制作", en: "made" },
  active: { zh: "使用中", en: "in use" },
  suspended: { zh: "已停用", en: "suspended" },
  lost: { zh: "已挂失", en: "lost" },
  destroyed: { zh: "已销毁", en: "destroyed" },
};

/** What officers sign about seals. `memberId` is always the member whose officers sign; field order is that of the EIP-712 types. */
export interface SealApplication {
  /** The owner to be. */
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly sealId: Hex;
  /** The member that is to make it. */
  readonly maker: Hex;
  /** Most uses in a day of Asia/Shanghai. */
  readonly dailyLimit: number;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** The maker says which seal object it made for an application. */
export interface SealMaking {
  /** The maker. */
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly sealId: Hex;
  /** SM3 of the seal object's DER; it never changes. */
  readonly digest: Hex;
  /** Period of the seal object; both ends belong to it. */
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** The owner activates, suspends, resumes or destroys a seal, or reports it lost. */
export interface SealChange {
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly sealId: Hex;
  /** How many changes and delegations the seal has seen: an order is good once, and in its turn. */
  readonly expected: number;
  /** Index into SEAL_STATES: active, suspended, lost or destroyed. */
  readonly to: number;
  /** Of a loss: since when no use counts; 0 for anything else. */
  readonly since: Seconds;
  /** Of the seal object that the officers looked at. */
  readonly digest: Hex;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** The owner lets another member use a seal, which that member can't pass on; `validUntil` in the past ends it. */
export interface SealDelegation {
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly sealId: Hex;
  readonly expected: number;
  readonly delegate: Hex;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** The user's officers count the uses of one seal in a batch that is anchored: only then are these uses of the seal. */
export interface SealUse {
  /** Who used it: the owner, or a delegate. */
  readonly memberId: Hex;
  readonly officerEpoch: number;
  readonly sealId: Hex;
  readonly batchId: Hex;
  readonly count: number;
  readonly notBefore: Seconds;
  readonly deadline: Seconds;
}

/** A seal as the chain has it. */
export interface RegisteredSeal {
  readonly sealId: Hex;
  readonly owner: Hex;
  readonly maker: Hex;
  /** 32 zero bytes until it is made. */
  readonly digest: Hex;
  readonly state: SealState;
  readonly validFrom: Seconds;
  readonly validUntil: Seconds;
  /** Since when it counts as lost; 0: it was never reported. Kept when it is destroyed. */
  readonly lostSince: Seconds;
  readonly dailyLimit: number;
  /** Day of Asia/Shanghai, counted from 1970, of the last use, and the uses of that day. */
  readonly day: number;
  readonly usedToday: number;
  /** Uses altogether. */
  readonly uses: number;
  /** Changes and delegations, see SealChange.expected. */
  readonly changes: number;
}

/** Uses of one seal in one batch, as they were counted on chain. */
export interface SealUseRecord {
  readonly use: SealUse;
  /** Block time: the instant at which the uses count as made. */
  readonly time: Seconds;
  /** Data of the log leaf, whose hash the registry's slot holds. */
  readonly leaf: Hex;
}

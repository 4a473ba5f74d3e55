import type { Seconds } from "../../domain/bytes.ts";
import { SEAL_STATES, type SealState } from "../../domain/seal.ts";

/** Word +3 of a seal (layout `seal/1`), as far as a verifier looks at it. */
export interface SealStateWord {
  /** null: a number that we don't know. */
  readonly state: SealState | null;
  /** 0: never lost. */
  readonly lostSince: Seconds;
}

/** Reads word +3 of a seal: state u8, validFrom u40, validUntil u40, lostSince u40, and what is counted a day. */
export function sealStateWord(word: bigint): SealStateWord {
  const state = SEAL_STATES[Number(word & 0xffn)] ?? null;
  return { state, lostSince: Number((word >> 88n) & ((1n << 40n) - 1n)) };
}

import type { Hex } from "../domain/bytes.ts";
import { type Reader, shapes } from "./shape.ts";
import { type Slot, sealDelegationSlot, sealDigestSlot, sealOwnerSlot, sealStateSlot, sealUseSlot } from "./slots.ts";

/** That the uses of one seal in one batch were counted on chain: the registry's slot holds the hash of this leaf of the log. */
export interface SealUseEvidence {
  readonly sealId: Hex;
  /** Data of the leaf "used" of kind `yinzheng/log/seal/v1`. */
  readonly leaf: Hex;
}

/** Most seals on one file. */
export const MAX_SEALS = 16;
/** Longest leaf: the order, and the addresses of 32 officers. */
const MAX_LEAF = 4096;
/** Longest list of revoked certificates, in base64; and how many. */
const MAX_LIST = 2 ** 20;
const MAX_LISTS = 8;

const { hex, text, list, object } = shapes("bundle.format");

/** Throws `bundle.format`. */
export const readUses: Reader<readonly SealUseEvidence[]> = list(
  object({ sealId: hex(32), leaf: hex({ max: MAX_LEAF }) }),
  MAX_SEALS,
);

/** DER in base64, unread. Throws `bundle.format`. */
export const readRevocations: Reader<readonly string[]> = list(text(MAX_LIST), MAX_LISTS);

/**
 * What the use of seals in one batch hangs on, beside the batch's anchor: of each seal its owner, digest and state, whether the user
 * was let use it, and its counted use. In a fixed order; a seal that is named twice counts once.
 */
export function sealUseSlots(seals: readonly Hex[], memberId: Hex, batchId: Hex): readonly Slot[] {
  return [...new Set(seals)].flatMap((sealId) => [
    sealOwnerSlot(sealId),
    sealDigestSlot(sealId),
    sealStateSlot(sealId),
    sealDelegationSlot(sealId, memberId),
    sealUseSlot(sealId, memberId, batchId),
  ]);
}

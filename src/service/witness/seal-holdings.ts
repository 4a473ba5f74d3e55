import type { Hex } from "../../domain/bytes.ts";
import { SEAL_STATES, type SealUse } from "../../domain/seal.ts";
import * as slots from "../../proof/slots.ts";
import { type Holding, packed } from "./holdings.ts";
import type { SealModel } from "./seals.ts";

/** What SealRegistry holds of a seal: every slot of it but those of its uses, by layout seal/1 of docs/format/chain.md. */
export const sealHoldings = (
  sealId: Hex,
  seal: SealModel,
  delegates: readonly Hex[] = [...seal.delegations.keys()],
): readonly Holding[] => [
  { slot: slots.sealOwnerSlot(sealId), value: BigInt(seal.owner) },
  { slot: slots.sealMakerSlot(sealId), value: BigInt(seal.maker) },
  { slot: slots.sealDigestSlot(sealId), value: BigInt(seal.digest) },
  ...usedHoldings(sealId, seal),
  ...delegates.map((delegate) => delegationHolding(sealId, delegate, seal)),
];

/** The two words in which uses are counted. */
export const usedHoldings = (sealId: Hex, seal: SealModel): readonly Holding[] => [
  {
    slot: slots.sealStateSlot(sealId),
    value: packed(
      [SEAL_STATES.indexOf(seal.state), 8],
      [seal.validFrom, 40],
      [seal.validUntil, 40],
      [seal.lostSince, 40],
      [seal.dailyLimit, 32],
      [seal.day, 24],
      [seal.usedToday, 32],
      [seal.changes, 32],
    ),
  },
  {
    slot: slots.sealCountSlot(sealId),
    value: packed([seal.uses, 64], [seal.appliedAt, 40], [seal.madeAt, 40], [seal.activatedAt, 40]),
  },
];

export const delegationHolding = (sealId: Hex, delegate: Hex, { delegations }: SealModel): Holding => {
  const { validFrom, validUntil } = delegations.get(delegate) ?? { validFrom: 0, validUntil: 0 };
  return { slot: slots.sealDelegationSlot(sealId, delegate), value: packed([validFrom, 40], [validUntil, 40]) };
};

export const sealUseHolding = ({ sealId, memberId, batchId }: SealUse, leaf: Hex): Holding => ({
  slot: slots.sealUseSlot(sealId, memberId, batchId),
  value: BigInt(leaf),
});

import type { LogRecord } from "../../crypto/log-read.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Origin } from "../../domain/continuation.ts";
import { CELLS_PER_WORD, type CellRange } from "../../domain/status.ts";
import * as slots from "../../proof/slots.ts";
import type { BatchModel } from "./batches.ts";
import type { DirectoryModel } from "./directory.ts";
import type { KeyModel, MemberModel, OfficerModel, Window } from "./members.ts";

/** What a slot must hold. */
export interface Holding {
  readonly slot: slots.Slot;
  readonly value: bigint;
}

/** What the registries hold of a thing that the log's records made: every slot of it, by the layouts of docs/format/chain.md. */

export const directoryHoldings = ({
  openedAt,
  closedAt,
  successor,
  registries,
}: DirectoryModel): readonly Holding[] => [
  { slot: slots.LIFETIME_SLOT, value: packed([openedAt, 40], [closedAt, 40]) },
  { slot: slots.CONTINUED_BY_SLOT, value: BigInt(successor ?? 0) },
  ...[...registries].flatMap(([name, address]) => [
    { slot: slots.registrySlot(name), value: BigInt(address) },
    { slot: slots.writerSlot(address), value: 1n },
  ]),
];

export const memberHoldings = (memberId: Hex, member: MemberModel): readonly Holding[] => [
  memberHolding(memberId, member),
  { slot: slots.successorSlot(memberId), value: BigInt(member.successor ?? 0) },
  { slot: slots.profileSlot(memberId), value: BigInt(member.profile) },
  ...[...member.scopes].map(([typeId, scope]) => ({
    slot: slots.scopeSlot(memberId, typeId),
    value: windowWord(scope),
  })),
  ...[...member.officers].flatMap(([account, officer]) => officerHoldings(memberId, account, officer)),
  ...[...member.keys].flatMap(([keyId, key]) => [
    { slot: slots.keySlot(memberId, keyId), value: keyWord(key) },
    { slot: slots.keyOwnerSlot(keyId), value: BigInt(memberId) },
  ]),
];

/** A member's first word, in which its revocations of a day are counted. */
export const memberHolding = (memberId: Hex, member: MemberModel): Holding => ({
  slot: slots.memberSlot(memberId),
  value: packed(
    [member.admittedAt, 40],
    [member.closedAt, 40],
    [member.frozenSince, 40],
    [member.frozenUntil, 40],
    [member.epoch, 32],
    [member.threshold, 8],
    [member.count, 8],
    [member.revoked.day, 24],
    [member.revoked.cells, 16],
  ),
});

export const recordHolding = (memberId: Hex, batchId: Hex, record: Hex): Holding => ({
  slot: slots.recordSlot(memberId, batchId),
  value: BigInt(record),
});

export const burnedHolding = (memberId: Hex, batchId: Hex, burned: boolean): Holding => ({
  slot: slots.burnedSlot(memberId, batchId),
  value: burned ? 1n : 0n,
});

/** What StatusRegistry holds of a batch: its head, and the words of the cells in these ranges. */
export const statusHoldings = (
  memberId: Hex,
  batchId: Hex,
  { head, cells }: BatchModel,
  ranges: readonly CellRange[],
): readonly Holding[] => [
  { slot: slots.statusHeadSlot(memberId, batchId), value: BigInt(head) },
  ...[...cells.words(ranges)].map(([word, value]) => ({
    slot: slots.statusWordSlot(memberId, batchId, word * CELLS_PER_WORD),
    value,
  })),
];

export const originHoldings = ({ registryId, size, root }: Origin): readonly Holding[] => [
  { slot: slots.continuedSizeSlot(registryId), value: BigInt(size) },
  { slot: slots.continuedRootSlot(registryId), value: BigInt(root) },
];

export const claimHoldings = (
  { nullifier, commitment }: LogRecord & { kind: "claim" },
  time: Seconds,
): readonly Holding[] => [
  { slot: slots.claimSlot(nullifier), value: BigInt(commitment) },
  { slot: slots.claimTimeSlot(nullifier), value: BigInt(time) },
];

const officerHoldings = (memberId: Hex, account: Hex, officer: OfficerModel): readonly Holding[] => [
  { slot: slots.officerSlot(memberId, account), value: officerWord(officer) },
  ...[...(officer.limits ?? [])].map(([typeId, limit]) => ({
    slot: slots.officerTypeSlot(memberId, account, typeId),
    value: windowWord(limit),
  })),
];

const officerWord = ({ role, limits, notBefore, notAfter, compromisedSince }: OfficerModel): bigint =>
  packed([role, 8], [limits === null ? 0 : 1, 8], [notBefore, 40], [notAfter, 40], [compromisedSince, 40]);

const keyWord = ({ suite, custody, purposes, notBefore, notAfter, compromisedSince }: KeyModel): bigint =>
  packed([suite, 8], [custody, 8], [purposes, 16], [notBefore, 40], [notAfter, 40], [compromisedSince, 40]);

const windowWord = ({ notBefore, notAfter }: Window): bigint => packed([notBefore, 40], [notAfter, 40]);

/** Fields of a storage word, from the least significant bit up. */
export function packed(...fields: readonly (readonly [value: number, bits: number])[]): bigint {
  let [word, at] = [0n, 0n];
  for (const [value, bits] of fields) {
    word |= BigInt(value) << at;
    at += BigInt(bits);
  }
  return word;
}

import { toHex, uintBytes } from "../crypto/encoding.ts";
import { mappingSlot } from "../crypto/state-proof.ts";
import type { Hex } from "../domain/bytes.ts";
import type { RegistryName } from "../domain/network.ts";
import { CELLS_PER_WORD } from "../domain/status.ts";
import type { Bundle } from "./bundle.ts";
import { wordOf } from "./ids.ts";

/** One storage slot of one registry. */
export interface Slot {
  readonly contract: RegistryName;
  readonly key: Hex;
}

/** What the state of one certificate's cell hangs on. */
export interface Subject {
  readonly memberId: Hex;
  readonly typeId: Hex;
  readonly batchId: Hex;
  readonly index: number;
  /** Addresses of the officers who signed the anchor. */
  readonly officers: readonly Hex[];
  readonly keyIds: readonly Hex[];
  /** Of a claimable certificate; null for all others. */
  readonly nullifier: Hex | null;
}

/** Slots by what they were computed from: all certificates of a batch hang on the same few. */
const known = new Map<string, Slot>();
const MAX_KNOWN = 4096;

function slot(contract: RegistryName, base: number, keys: readonly Hex[], offset = 0n): Slot {
  const name = `${contract}/${base}/${offset}/${keys.join("/")}`;
  const found = known.get(name);
  if (found !== undefined) return found;
  if (known.size >= MAX_KNOWN) known.clear();
  const key = mappingSlot(BigInt(base), ...keys.map(wordOf));
  const made = Object.freeze({ contract, key: toHex(addToWord(key, offset)) });
  known.set(name, made);
  return made;
}

function addToWord(word: Uint8Array, offset: bigint): Uint8Array {
  if (offset === 0n) return word;
  const sum = (BigInt(toHex(word)) + offset) & ((1n << 256n) - 1n);
  return Uint8Array.from({ length: 32 }, (_, i) => Number((sum >> BigInt(8 * (31 - i))) & 0xffn));
}

/**
 * Layouts `directory/1`, `member/1`, `anchor/1`, `status/1`, `claim/1` and `seal/1` of docs/format/chain.md. Verifiers ask for no
 * writer, burning or continuation; witnesses account for them.
 */
const directorySlot = (base: number): Slot => ({ contract: "directory", key: toHex(uintBytes(base, 32)) });
/** openedAt u40, closedAt u40. */
export const LIFETIME_SLOT = directorySlot(0);
/** registryId of the installation that continues a closed one. */
export const CONTINUED_BY_SLOT = directorySlot(1);
/** Address of a registry, by its name in 32 bytes. */
export const registrySlot = (name: Hex): Slot => slot("directory", 2, [name]);
/** Whether an address may write into the log. */
export const writerSlot = (address: Hex): Slot => slot("directory", 3, [address]);

export const memberSlot = (memberId: Hex): Slot => slot("memberRegistry", 0, [memberId]);
/** memberId of the member that has a closed one's status rights. */
export const successorSlot = (memberId: Hex): Slot => slot("memberRegistry", 0, [memberId], 1n);
/** Digest of the member's profile. */
export const profileSlot = (memberId: Hex): Slot => slot("memberRegistry", 0, [memberId], 2n);
/** An officer of the member, by address. */
export const officerSlot = (memberId: Hex, officer: Hex): Slot => slot("memberRegistry", 1, [memberId, officer]);
/** Window in which an officer who is limited to types may sign for this one. */
export const officerTypeSlot = (memberId: Hex, officer: Hex, typeId: Hex): Slot =>
  slot("memberRegistry", 2, [memberId, officer, typeId]);
/** Window in which the member may anchor this type. */
export const scopeSlot = (memberId: Hex, typeId: Hex): Slot => slot("memberRegistry", 3, [memberId, typeId]);
/** A key of the member. */
export const keySlot = (memberId: Hex, keyId: Hex): Slot => slot("memberRegistry", 4, [memberId, keyId]);
/** memberId that a key belongs to for ever. */
export const keyOwnerSlot = (keyId: Hex): Slot => slot("memberRegistry", 5, [keyId]);
/** Log leaf hash of the batch's record. */
export const recordSlot = (memberId: Hex, batchId: Hex): Slot => slot("anchorRegistry", 0, [memberId, batchId]);
/** Until when a type is paused; the typeId 0 stands for all. */
export const pauseSlot = (typeId: Hex): Slot => slot("anchorRegistry", 1, [typeId]);
/** Whether the record is that of a burning. */
export const burnedSlot = (memberId: Hex, batchId: Hex): Slot => slot("anchorRegistry", 2, [memberId, batchId]);
/** The word that holds the cell's two bits. */
export const statusWordSlot = (memberId: Hex, batchId: Hex, index: number): Slot => {
  const word = Math.floor(index / CELLS_PER_WORD);
  return slot("statusRegistry", 0, [memberId, batchId, `0x${word.toString(16).padStart(64, "0")}`]);
};
/** Head of the batch's chain of status changes. */
export const statusHeadSlot = (memberId: Hex, batchId: Hex): Slot => slot("statusRegistry", 1, [memberId, batchId]);

/** How many adoptions of a closed installation are continued here. */
export const continuedSizeSlot = (registryId: Hex): Slot => slot("statusRegistry", 2, [registryId]);
/** Root of the tree of these. */
export const continuedRootSlot = (registryId: Hex): Slot => slot("statusRegistry", 2, [registryId], 1n);

/** Commitment of a claim; 0: not claimed. */
export const claimSlot = (nullifier: Hex): Slot => slot("claimRegistry", 0, [nullifier]);
/** Block time of a claim. */
export const claimTimeSlot = (nullifier: Hex): Slot => slot("claimRegistry", 0, [nullifier], 1n);

/** memberId of the seal's owner; 0: nobody ever applied for it. */
export const sealOwnerSlot = (sealId: Hex): Slot => slot("sealRegistry", 0, [sealId]);
/** memberId of the member that is to make it. */
export const sealMakerSlot = (sealId: Hex): Slot => slot("sealRegistry", 0, [sealId], 1n);
/** SM3 of the seal object; 0 until it is made. */
export const sealDigestSlot = (sealId: Hex): Slot => slot("sealRegistry", 0, [sealId], 2n);
/** State, period, loss, and what was used on the day of the last use. */
export const sealStateSlot = (sealId: Hex): Slot => slot("sealRegistry", 0, [sealId], 3n);
/** Uses altogether, and when it was applied for, made and activated. */
export const sealCountSlot = (sealId: Hex): Slot => slot("sealRegistry", 0, [sealId], 4n);
/** Window in which a member may use another one's seal. */
export const sealDelegationSlot = (sealId: Hex, memberId: Hex): Slot => slot("sealRegistry", 1, [sealId, memberId]);
/** Log leaf hash of the record that counts a member's uses of the seal in a batch; 0: none are. */
export const sealUseSlot = (sealId: Hex, memberId: Hex, batchId: Hex): Slot =>
  slot("sealRegistry", 2, [sealId, memberId, batchId]);

/** What is known of an anchor before it is on chain. */
type SignedAnchor = Pick<Bundle["anchor"], "anchor" | "signatures">;

/** What the state of a bundle's certificate hangs on, as the bundle has it. `nullifier` is that of its document. */
export function subjectOf(
  {
    anchor,
    manifest,
    keys,
  }: Pick<Bundle, "keys"> & {
    readonly anchor: SignedAnchor;
    readonly manifest: { readonly index: number };
  },
  nullifier: Hex | null,
): Subject {
  const { memberId, typeId, batchId } = anchor.anchor;
  const officers = anchor.signatures.map(({ signer }) => signer);
  const keyIds = keys.map(({ keyId }) => keyId);
  return { memberId, typeId, batchId, index: manifest.index, officers, keyIds, nullifier };
}

/** Every slot that a verifier of this subject will ask for, in a fixed order. */
export function slotsOf(subject: Subject): readonly Slot[] {
  const { memberId, typeId, batchId, index, officers, keyIds, nullifier } = subject;
  return [
    memberSlot(memberId),
    profileSlot(memberId),
    scopeSlot(memberId, typeId),
    ...officers.flatMap((officer) => [officerSlot(memberId, officer), officerTypeSlot(memberId, officer, typeId)]),
    ...keyIds.map((keyId) => keySlot(memberId, keyId)),
    recordSlot(memberId, batchId),
    statusWordSlot(memberId, batchId, index),
    statusHeadSlot(memberId, batchId),
    ...(nullifier === null ? [] : [claimSlot(nullifier), claimTimeSlot(nullifier)]),
  ];
}

/** Every slot that the anchor of a representation hangs on, in a fixed order; its status is that of the certificate. */
export function anchorSlots({ anchor, signatures }: SignedAnchor): readonly Slot[] {
  const { memberId, typeId, batchId } = anchor;
  return [
    memberSlot(memberId),
    scopeSlot(memberId, typeId),
    ...signatures.flatMap(({ signer }) => [officerSlot(memberId, signer), officerTypeSlot(memberId, signer, typeId)]),
    recordSlot(memberId, batchId),
  ];
}

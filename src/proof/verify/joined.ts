import type { Hex } from "../../domain/bytes.ts";
import type { Bundle } from "../bundle.ts";
import { settled } from "../sealed.ts";
import { claimSlot, keySlot, officerSlot, type Slot } from "../slots.ts";
import type { FinalState } from "../trust.ts";
import type { ProvenState } from "./state.ts";

/** Where `compromisedSince`, 40 bits, stands in a key's word and in an officer's (layout member/1). */
const KEY_SHIFT = 112n;
const OFFICER_SHIFT = 96n;
const SINCE = (1n << 40n) - 1n;

/**
 * The state that answers for a certificate whose installation was closed: who its issuer and officers were, as that one
 * proves it; record and status, as the one that continues it does. What is reported compromised in either is compromised.
 * A claim is known where either shows it; that there is none, only from the final state on.
 */
export function joined(
  own: ProvenState,
  next: ProvenState,
  final: FinalState,
  { anchor, keys }: Pick<Bundle, "anchor" | "keys">,
  nullifier: Hex | null,
): ProvenState {
  const { memberId } = anchor.anchor;
  const shifts = new Map<Hex, bigint>([
    ...keys.map(({ keyId }) => [keySlot(memberId, keyId).key, KEY_SHIFT] as const),
    ...anchor.signatures.map(({ signer }) => [officerSlot(memberId, signer).key, OFFICER_SHIFT] as const),
  ]);
  const readMember = (slot: Slot): bigint | undefined => {
    const shift = shifts.get(slot.key);
    return shift === undefined ? own.read(slot) : earliest(own.read(slot), next.read(slot), shift);
  };
  const readClaim = (slot: Slot): bigint | undefined => {
    const commitment = nullifier === null ? undefined : claimSlot(nullifier);
    if (commitment === undefined || own.read(commitment) === undefined) return undefined;
    if (own.read(commitment) !== 0n) return own.read(slot);
    const open = next.read(commitment) === 0n && own.block.hash !== final.block.hash;
    return open ? undefined : next.read(slot);
  };
  const read = (slot: Slot): bigint | undefined => {
    if (slot.contract === "memberRegistry") return readMember(slot);
    return slot.contract === "claimRegistry" ? readClaim(slot) : next.read(slot);
  };
  return settled({ block: next.block, read });
}

/** The closed installation's word, with the earlier report of a compromise. */
function earliest(own: bigint | undefined, next: bigint | undefined, shift: bigint): bigint | undefined {
  if (own === undefined || next === undefined) return undefined;
  if (own === 0n) return own;
  const [before, since] = [own, next].map((word) => (word >> shift) & SINCE);
  if (before === undefined || since === undefined || since === 0n || (before !== 0n && before <= since)) return own;
  return own - (before << shift) + (since << shift);
}

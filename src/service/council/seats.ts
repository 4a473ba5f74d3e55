import { isOwnersSignature } from "../../crypto/safe.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { CouncilState } from "../../ledger/council.ts";
import type { PlainAct } from "./codec.ts";
import { type Proposal, transactionOf } from "./proposal.ts";

/** The signatures that count: of present owners, each once, over this very transaction. */
export function countedSignatures(proposal: Proposal, { owners }: CouncilState): Proposal["signatures"] {
  const transaction = transactionOf(proposal);
  return proposal.signatures.filter((one) => owners.includes(one.owner) && isOwnersSignature(transaction, one));
}

/** Throws `council.stale` for another number than the next, and `council.too_few`. */
export function requireQuorum(proposal: Proposal, state: CouncilState): Proposal["signatures"] {
  if (proposal.nonce !== state.nonce)
    throw new YinzhengError("council.stale", { nonce: proposal.nonce, expected: String(state.nonce) });
  const counted = countedSignatures(proposal, state);
  if (counted.length < state.quorum) {
    const signers = counted.map(({ owner }) => owner);
    const strangers = proposal.signatures.map(({ owner }) => owner).filter((owner) => !state.owners.includes(owner));
    const notOwners = strangers.length === 0 ? {} : { notOwners: strangers };
    throw new YinzhengError("council.too_few", { signatures: signers, needed: state.quorum, ...notOwners });
  }
  return counted.slice(0, state.quorum);
}

const LEAST_OWNERS = 3;

/**
 * Throws `council.too_small` where these acts would leave a council of less than 3, or one that decides by half or less:
 * the Safe itself takes any number.
 */
export function requireMajority(acts: readonly PlainAct[], { owners, quorum }: CouncilState): void {
  let [members, deciding, changed] = [owners.length, quorum, false];
  for (const act of acts) {
    if (act.act === "add-councillor") members += 1;
    if (act.act === "remove-councillor") members -= 1;
    if (typeof act.quorum !== "number") continue;
    deciding = act.quorum;
    changed = true;
  }
  if (!changed) return;
  if (members >= LEAST_OWNERS && deciding * 2 > members && deciding <= members) return;
  throw new YinzhengError("council.too_small", { members, quorum: deciding });
}

/** Throws `auth.forbidden` for an address that is nobody's of the council. */
export function requireOwner(address: Hex, { owners }: CouncilState): void {
  if (!owners.includes(address)) throw new YinzhengError("auth.forbidden", { address, expected: "a council member" });
}

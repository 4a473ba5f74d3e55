import type { Seconds } from "../../domain/bytes.ts";
import { type Check, type CheckName, type CodeOf, check } from "../../domain/checks.ts";
import type { Bundle } from "../bundle.ts";
import type { Facts } from "../facts.ts";
import type { RepresentationProof } from "../representation.ts";
import { sealUseSlots } from "../seal-use-evidence.ts";
import type { Slot } from "../slots.ts";
import { followingOf } from "../trust.ts";
import { anchorChecks } from "./anchor.ts";
import type { Established, Question } from "./context.ts";
import { establishAnchor } from "./establish.ts";
import type { ProvenState } from "./state.ts";
import { evidenceCheck } from "./time.ts";

/** What is asked of a document's anchor. */
export interface OwnQuestion extends Pick<Question, "facts" | "trust" | "policy" | "at" | "now"> {
  /** Until when a status list shows that the certificate's evidence still holds; null: none does. */
  readonly prolonged: Seconds | null;
}

/** The very checks that a certificate's anchor has to pass, and the states in which seals stand. */
export interface OwnAnchor {
  readonly checks: readonly Check[];
  /** null: the trust file does not name its network. */
  readonly established: Established | null;
  /** Of the installation that the seals are registered in, where it is closed its own alone; the latest last. */
  readonly sealStates: readonly ProvenState[];
}

/** Slots that a document's evidence proves beside its anchor. */
export function representationSlots({ uses = [], anchor: { anchor } }: RepresentationProof): readonly Slot[] {
  const seals = uses.map(({ sealId }) => sealId);
  return sealUseSlots(seals, anchor.memberId, anchor.batchId);
}

/** Did the member's officers put the document on chain, being entitled to, and is that proven for the time asked about? */
export function representationAnchor(
  certificate: Bundle,
  proof: RepresentationProof,
  question: OwnQuestion,
): OwnAnchor {
  // The list was asked what came after the certificate's log: later evidence is good for as long.
  const holdsUntil = proof.log.size >= certificate.log.size ? question.prolonged : null;
  const told = question.facts.representation ?? null;
  return ownAnchor(proof, representationSlots(proof), told, { ...question, prolonged: holdsUntil });
}

/** The line `seal.anchor` of a document. */
export function representationAnchorCheck(certificate: Bundle, proof: RepresentationProof, own: OwnAnchor): Check {
  return anchorLine(own.checks, proof.anchor.time, isBefore(proof, certificate));
}

/** Parts of any proof that stands by an anchor of its own. */
export type AnchoredProof = Pick<
  RepresentationProof,
  "registryId" | "anchor" | "log" | "evidence" | "checkpoint" | "continued"
>;

/**
 * The state that answers for an anchor without a cell.
 *
 * @param more slots that its evidence proves besides
 * @param told what the verifier's own node said about it
 */
export function ownAnchor(
  proof: AnchoredProof,
  more: readonly Slot[],
  told: Facts["node"],
  question: OwnQuestion,
): OwnAnchor {
  const { trust, policy, prolonged } = question;
  const network = trust.networks.find(({ registryId }) => registryId === proof.registryId);
  if (network === undefined)
    return { checks: [check("trust.network", "error", "trust.unknown_network")], established: null, sealStates: [] };
  const bundle = { ...proof, keys: [], statusChanges: [] };
  const following = followingOf(trust, proof.registryId);
  const inquiry = { bundle, facts: { node: told }, trust, network, following, policy, nullifier: null };
  const established = establishAnchor(inquiry, more);
  const checks = [
    ...established.checks,
    ...anchorChecks({ bundle, network }, established),
    evidenceCheck(question, established, { holdsUntil: prolonged }),
  ];
  const states = established.states.map(({ state }) => state);
  return { checks, established, sealStates: following === null ? states : states.slice(0, 1) };
}

/**
 * One line for all of them; the detail names those that failed.
 *
 * @param before it is said to have been anchored before what it stands on
 */
export function anchorLine(lines: readonly Check[], time: Seconds, before = false): Check {
  const failed = lines.filter(({ result }) => result === "invalid" || result === "error");
  const detail = { checks: failed.map(({ name, code }) => ({ name, code })) };
  if (failed.some(({ result }) => result === "invalid"))
    return check("seal.anchor", "invalid", "seal.anchor_refused", detail);
  if (before) return check("seal.anchor", "invalid", "seal.before_certificate");
  const [first] = failed;
  if (first !== undefined) return check("seal.anchor", "error", CODES[first.name] ?? "seal.anchor_unproven", detail);
  return check("seal.anchor", "valid", "seal.ok", { time });
}

/** Where it is not the evidence that is lacking, but who stands for it. */
const CODES: Readonly<Partial<Record<CheckName, CodeOf<"seal.anchor">>>> = {
  "trust.network": "seal.not_vouched",
  "trust.level": "seal.not_vouched",
  "trust.history": "seal.not_vouched",
  "trust.continuation": "seal.not_vouched",
  "time.evidence": "seal.stale",
};

/** A document holds the proof that its certificate is in the log, so it cannot have been there first. */
function isBefore({ registryId, anchor }: RepresentationProof, certificate: Bundle): boolean {
  return registryId === certificate.registryId && anchor.logIndex <= certificate.anchor.logIndex;
}

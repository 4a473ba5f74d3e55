import type { Seconds } from "../../domain/bytes.ts";
import { type Check, type CheckName, type CodeOf, check } from "../../domain/checks.ts";
import type { Bundle } from "../bundle.ts";
import type { RepresentationProof } from "../representation.ts";
import { followingOf } from "../trust.ts";
import { anchorChecks } from "./anchor.ts";
import type { Question } from "./context.ts";
import { establishAnchor } from "./establish.ts";
import { evidenceCheck } from "./time.ts";

/** What is asked of a document's anchor. */
export interface OwnQuestion extends Pick<Question, "facts" | "trust" | "policy" | "at" | "now"> {
  /** Until when a status list shows that the certificate's evidence still holds; null: none does. */
  readonly prolonged: Seconds | null;
}

/** Did the member's officers put the document on chain, being entitled to, and is that proven for the time asked about? */
export function ownAnchorCheck(certificate: Bundle, proof: RepresentationProof, question: OwnQuestion): Check {
  const lines = linesOf(certificate, proof, question);
  const failed = lines.filter(({ result }) => result === "invalid" || result === "error");
  const detail = { checks: failed.map(({ name, code }) => ({ name, code })) };
  if (failed.some(({ result }) => result === "invalid"))
    return check("seal.anchor", "invalid", "seal.anchor_refused", detail);
  if (isBefore(proof, certificate)) return check("seal.anchor", "invalid", "seal.before_certificate");
  const [first] = failed;
  if (first !== undefined) return check("seal.anchor", "error", CODES[first.name] ?? "seal.anchor_unproven", detail);
  return check("seal.anchor", "valid", "seal.ok", { time: proof.anchor.time });
}

/** Where it is not the evidence that is lacking, but who stands for it. */
const CODES: Readonly<Partial<Record<CheckName, CodeOf<"seal.anchor">>>> = {
  "trust.network": "seal.not_vouched",
  "trust.level": "seal.not_vouched",
  "trust.history": "seal.not_vouched",
  "trust.continuation": "seal.not_vouched",
  "time.evidence": "seal.stale",
};

/** The very checks that a certificate's anchor has to pass. */
function linesOf(certificate: Bundle, proof: RepresentationProof, question: OwnQuestion): readonly Check[] {
  const { facts, trust, policy, prolonged } = question;
  const network = trust.networks.find(({ registryId }) => registryId === proof.registryId);
  if (network === undefined) return [check("trust.network", "error", "trust.unknown_network")];
  const bundle = { ...proof, keys: [], statusChanges: [] };
  const following = followingOf(trust, proof.registryId);
  const told = { node: facts.representation ?? null };
  const established = establishAnchor({ bundle, facts: told, trust, network, following, policy, nullifier: null });
  // The list was asked what came after the certificate's log: later evidence is good for as long.
  const holdsUntil = proof.log.size >= certificate.log.size ? prolonged : null;
  return [
    ...established.checks,
    ...anchorChecks({ bundle, network }, established),
    evidenceCheck(question, established, { holdsUntil }),
  ];
}

/** A document holds the proof that its certificate is in the log, so it cannot have been there first. */
function isBefore({ registryId, anchor }: RepresentationProof, certificate: Bundle): boolean {
  return registryId === certificate.registryId && anchor.logIndex <= certificate.anchor.logIndex;
}

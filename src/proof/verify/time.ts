import { type Check, check } from "../../domain/checks.ts";
import type { CredentialView } from "../../domain/credential.ts";
import type { Established, Question } from "./context.ts";
import type { ListFinding } from "./list.ts";

/** Does the evidence reach to the instant asked about, and does the certificate's own period? */
export function timeChecks(
  question: Question,
  established: Established,
  view: CredentialView | null,
  list: Pick<ListFinding, "holdsUntil">,
): readonly Check[] {
  return [evidenceCheck(question, established, list), validityCheck(question, view)];
}

/**
 * Evidence answers for a while after its block, longer where a status list shows that its state still holds, and for
 * nothing that is yet to come.
 */
export function evidenceCheck(
  { at, now }: Pick<Question, "at" | "now">,
  { latest, answering }: Pick<Established, "latest" | "answering">,
  { holdsUntil }: Pick<ListFinding, "holdsUntil">,
): Check {
  if (latest === null) return check("time.evidence", "skipped", "time.skipped");
  const { time } = latest.block;
  const answersUntil = Math.max(time + answering.maxStatusAge, holdsUntil ?? 0);
  // The chain's clock may be a little ahead of ours: what its block shows has come.
  const come = Math.max(now, time);
  return at <= answersUntil && at <= come
    ? check("time.evidence", "valid", "time.ok", { answersUntil })
    : check("time.evidence", "error", "status.stale", { answersUntil: Math.min(answersUntil, come) });
}

function validityCheck({ at, bundle }: Question, view: CredentialView | null): Check {
  if (view === null) return check("time.validity", "skipped", "time.skipped");
  const { validFrom, validUntil } = view;
  const detail = { validFrom, ...(validUntil === null ? {} : { validUntil }) };
  if (at < bundle.anchor.time) {
    return check("time.validity", "invalid", "time.before_anchor", { anchoredAt: bundle.anchor.time });
  }
  if (at < validFrom) return check("time.validity", "invalid", "time.not_yet_valid", detail);
  if (validUntil !== null && at > validUntil) return check("time.validity", "invalid", "time.expired", detail);
  return check("time.validity", "valid", "time.ok", detail);
}

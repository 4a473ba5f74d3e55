import type { Hex } from "../bytes.ts";
import { YinzhengError } from "../errors.ts";
import { daysAfter, type WorkingCalendar } from "./calendar.ts";
import { lastDay } from "./periods.ts";
import type { RightRules } from "./rules.ts";

/** Where an application stands. `refused`, `returned` and `withdrawn` end it; what is returned may be applied for anew. */
export const PROCEDURE_STATES = [
  "applied",
  "returned",
  "accepted",
  "refused",
  "noticed",
  "registered",
  "withdrawn",
] as const;
export type ProcedureState = (typeof PROCEDURE_STATES)[number];

export type ObjectionState = "filed" | "answered" | "upheld" | "rejected" | "withdrawn";

/** Somebody says that the right is not the applicant's. While it is open, the application is frozen. */
export interface Objection {
  readonly id: Hex;
  readonly by: Hex;
  readonly state: ObjectionState;
  /** Last days for the applicant's answer and for the registrar's decision. */
  readonly answerBy: string;
  readonly decideBy: string;
}

/** An application as its events left it. Dates are days in Asia/Shanghai. */
export interface Procedure {
  readonly state: ProcedureState;
  readonly applicant: Hex;
  readonly appliedOn: string;
  /** Last day of the step that is under way; null: none is. */
  readonly due: string | null;
  /** First and last day of the public notice. */
  readonly notice: { readonly from: string; readonly until: string } | null;
  readonly objections: readonly Objection[];
  readonly registeredOn: string | null;
}

export type ProcedureEvent =
  | { readonly kind: "accept" }
  | { readonly kind: "return" }
  | { readonly kind: "pass" }
  | { readonly kind: "refuse" }
  | {
      readonly kind: "object";
      readonly id: Hex;
      readonly by: Hex;
      /** Does the objector show an interest of its own? */
      readonly interested: boolean;
      /** Digests of what it brings forward. */
      readonly evidence: readonly Hex[];
    }
  | { readonly kind: "answer"; readonly id: Hex; readonly by: Hex }
  | { readonly kind: "decide"; readonly id: Hex; readonly by: Hex; readonly upheld: boolean }
  | { readonly kind: "withdrawObjection"; readonly id: Hex; readonly by: Hex }
  | { readonly kind: "withdraw"; readonly by: Hex }
  | { readonly kind: "register" };

/** What decides besides the event: the jurisdiction's rules, the working days, and today in Asia/Shanghai. */
export interface Setting {
  readonly rules: RightRules;
  readonly calendar: WorkingCalendar;
  readonly today: string;
}

/** An application that was just filed. Throws `rights.calendar_gap`. */
export function begin(applicant: Hex, { rules, calendar, today }: Setting): Procedure {
  const due = lastDay(today, rules.acceptance.within, calendar);
  return { state: "applied", applicant, appliedOn: today, due, notice: null, objections: [], registeredOn: null };
}

/**
 * The application after an event; the one before is left as it is.
 *
 * @throws rights.state for what the state does not allow, rights.frozen while an objection is open, rights.notice for what is too
 *   early or too late, rights.standing for who may not, rights.evidence for an objection without any, rights.calendar_gap
 */
export function after(procedure: Procedure, event: ProcedureEvent, setting: Setting): Procedure {
  switch (event.kind) {
    case "accept":
      return accept(procedure, setting);
    case "return":
      return ended(procedure, ["applied"], "returned");
    case "pass":
      return publish(procedure, setting);
    case "refuse":
      return ended(procedure, ["accepted"], "refused");
    case "object":
      return object(procedure, event, setting);
    case "answer":
      return answer(procedure, event);
    case "decide":
      return decide(procedure, event);
    case "withdrawObjection":
      return withdrawObjection(procedure, event);
    case "withdraw":
      if (event.by !== procedure.applicant) throw new YinzhengError("rights.standing", { expected: "the applicant" });
      return ended(procedure, ["applied", "accepted", "noticed"], "withdrawn");
    case "register":
      return register(procedure, setting);
  }
}

/** What has become of it by mere passing of time, by rules that say so; else the very same. Throws `rights.calendar_gap`. */
export function lapsed(procedure: Procedure, setting: Setting): Procedure {
  const { state, due } = procedure;
  const { silence } = setting.rules.acceptance;
  if (state !== "applied" || due === null || setting.today <= due || silence === "nothing") return procedure;
  return silence === "accepted" ? accept(procedure, setting) : ended(procedure, ["applied"], "returned");
}

/** Is an objection waiting for its decision? */
export function isFrozen({ objections }: Procedure): boolean {
  return objections.some(({ state }) => state === "filed" || state === "answered");
}

function accept(procedure: Procedure, { rules, calendar, today }: Setting): Procedure {
  requireState(procedure, ["applied"]);
  return { ...procedure, state: "accepted", due: lastDay(today, rules.review.within, calendar) };
}

/** The notice begins on the day after it is put up, so that each of its days is a whole one. */
function publish(procedure: Procedure, { rules, calendar, today }: Setting): Procedure {
  requireState(procedure, ["accepted"]);
  const until = lastDay(today, rules.notice.length, calendar);
  return { ...procedure, state: "noticed", due: until, notice: { from: daysAfter(today, 1), until } };
}

function object(
  procedure: Procedure,
  { id, by, interested, evidence }: Extract<ProcedureEvent, { kind: "object" }>,
  { rules, calendar, today }: Setting,
): Procedure {
  const notice = noticeOf(procedure);
  if (today > notice.until) throw new YinzhengError("rights.notice", { expected: `an objection by ${notice.until}` });
  if (by === procedure.applicant)
    throw new YinzhengError("rights.standing", { expected: "somebody else than the applicant" });
  if (rules.objection.standing === "interested" && !interested)
    throw new YinzhengError("rights.standing", { expected: "an interest of its own" });
  if (evidence.length === 0) throw new YinzhengError("rights.evidence");
  if (procedure.objections.some((known) => known.id === id || (known.by === by && isOpen(known))))
    throw new YinzhengError("rights.state", { expected: "one open objection of each objector" });
  const answerBy = lastDay(today, rules.objection.answerWithin, calendar);
  const decideBy = lastDay(answerBy, rules.objection.decideWithin, calendar);
  return { ...procedure, objections: [...procedure.objections, { id, by, state: "filed", answerBy, decideBy }] };
}

/** An answer that comes late is still heard as long as nothing is decided. */
function answer(procedure: Procedure, { id, by }: { readonly id: Hex; readonly by: Hex }): Procedure {
  if (by !== procedure.applicant) throw new YinzhengError("rights.standing", { expected: "the applicant" });
  return changed(procedure, id, ["filed"], "answered");
}

/** Never by who applied or objected, and never by silence. One that is upheld refuses the application. */
function decide(
  procedure: Procedure,
  { id, by, upheld }: { readonly id: Hex; readonly by: Hex; readonly upheld: boolean },
): Procedure {
  const objection = objectionOf(procedure, id);
  if (by === procedure.applicant || by === objection.by)
    throw new YinzhengError("rights.standing", { expected: "somebody who is no party" });
  const decided = changed(procedure, id, ["filed", "answered"], upheld ? "upheld" : "rejected");
  return upheld ? { ...decided, state: "refused", due: null } : decided;
}

function withdrawObjection(procedure: Procedure, { id, by }: { readonly id: Hex; readonly by: Hex }): Procedure {
  if (by !== objectionOf(procedure, id).by) throw new YinzhengError("rights.standing", { expected: "who objected" });
  return changed(procedure, id, ["filed", "answered"], "withdrawn");
}

function register(procedure: Procedure, { today }: Setting): Procedure {
  const notice = noticeOf(procedure);
  if (today <= notice.until) throw new YinzhengError("rights.notice", { expected: `after ${notice.until}` });
  if (isFrozen(procedure)) throw new YinzhengError("rights.frozen");
  return { ...procedure, state: "registered", due: null, registeredOn: today };
}

function ended(procedure: Procedure, from: readonly ProcedureState[], to: ProcedureState): Procedure {
  requireState(procedure, from);
  return { ...procedure, state: to, due: null };
}

function changed(procedure: Procedure, id: Hex, from: readonly ObjectionState[], to: ObjectionState): Procedure {
  noticeOf(procedure);
  const { state } = objectionOf(procedure, id);
  if (!from.includes(state)) throw new YinzhengError("rights.state", { state, expected: from.join(" | ") });
  const objections = procedure.objections.map((one) => (one.id === id ? { ...one, state: to } : one));
  return { ...procedure, objections };
}

function objectionOf({ objections }: Procedure, id: Hex): Objection {
  const found = objections.find((one) => one.id === id);
  if (found === undefined) throw new YinzhengError("rights.state", { expected: "an objection to this application" });
  return found;
}

function noticeOf(procedure: Procedure): NonNullable<Procedure["notice"]> {
  requireState(procedure, ["noticed"]);
  if (procedure.notice === null) throw new YinzhengError("internal", { expected: "a notice" });
  return procedure.notice;
}

function requireState({ state }: Procedure, allowed: readonly ProcedureState[]): void {
  if (!allowed.includes(state)) throw new YinzhengError("rights.state", { state, expected: allowed.join(" | ") });
}

const isOpen = ({ state }: Objection): boolean => state === "filed" || state === "answered";

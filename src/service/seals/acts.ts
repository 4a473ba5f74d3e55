import type { SealState } from "../../domain/seal.ts";
import type { SealAct, SealOrder } from "../../domain/seal-order.ts";
import type { MemberState } from "../../ledger/ledger.ts";
import type { Need } from "../signing/officer.ts";

interface ActRule {
  /** Whose makers order it, and whose officers sign. */
  readonly by: "owner" | "maker";
  readonly from: readonly SealState[];
  /** Absent: the state stays. */
  readonly to?: SealState;
}

/** What may be done to a seal, and when; the registry judges by the same. */
export const ACTS: Readonly<Record<SealAct, ActRule>> = {
  apply: { by: "owner", from: ["none"], to: "applied" },
  make: { by: "maker", from: ["applied"], to: "made" },
  activate: { by: "owner", from: ["made"], to: "active" },
  suspend: { by: "owner", from: ["active"], to: "suspended" },
  resume: { by: "owner", from: ["suspended"], to: "active" },
  // What is lost or destroyed may turn out to have been lost earlier.
  lose: { by: "owner", from: ["active", "suspended", "lost", "destroyed"], to: "lost" },
  destroy: { by: "owner", from: ["applied", "made", "active", "suspended", "lost"], to: "destroyed" },
  delegate: { by: "owner", from: ["applied", "made", "active", "suspended", "lost"] },
};

/** Does the order only take away? Then one officer suffices, at any hour, and it does not grow old. */
export function onlyStops(what: SealAct, { since, validUntil }: Pick<SealOrder, "since" | "validUntil">): boolean {
  return what === "suspend" || (what === "lose" && since === 0) || (what === "delegate" && validUntil === 0);
}

/** Who must sign for the registry. */
export function needOf(what: SealAct, order: SealOrder, { threshold }: MemberState): Need {
  return onlyStops(what, order) ? { count: 1, bothRoles: false } : { count: threshold, bothRoles: true };
}

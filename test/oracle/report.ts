import type { Bundle, Evidence, StatusEvent } from "./bundle.ts";
import type { View } from "./credential.ts";
import type { AnchorSlots, Slots, State } from "./state.ts";
import type { Final, Network, Trust } from "./trust.ts";
import type { Definition } from "./type.ts";

/** One line of a report: check, result, code (verification.md, "Verdict"). */
export type Result = "valid" | "invalid" | "error" | "skipped";
export type Line = readonly [name: string, result: Result, code: string];

/** What a verifier demands. */
export interface Policy {
  readonly level: "online" | "snapshot" | "archival";
  readonly asOf?: number;
  readonly dayStart?: number;
  readonly seen?: Log & { readonly block?: { readonly number: number; readonly hash: string } };
  readonly requireList?: true;
}

export interface Log {
  readonly size: number;
  readonly root: string;
}

/** What the verifier's own node said. */
export interface NodeFacts {
  readonly registryId?: string;
  readonly evidence: Evidence;
  readonly blockHash: string;
  readonly log: Log;
  readonly ancestor: { readonly hash: string; readonly log: Log | null } | null;
  readonly seenBlock?: string | null;
  readonly statusChanges: readonly StatusEvent[];
}

/** What a mirror answered: the text of a status list file, or nothing that can be used. */
export type ListFact =
  | { readonly mirror: string; readonly ok: true; readonly text: string }
  | { readonly mirror: string; readonly ok: false };

export interface Facts {
  readonly node: { readonly ok: true; readonly facts: NodeFacts } | { readonly ok: false } | null;
  readonly lists?: readonly ListFact[];
}

/** What stands under one anchor, and what is looked at to judge it: a certificate's, or a document's own. */
export interface AnchorCase {
  readonly bundle: Pick<
    Bundle,
    "registryId" | "anchor" | "log" | "evidence" | "checkpoint" | "statusChanges" | "continued"
  >;
  readonly trust: Trust;
  readonly network: Network;
  /** What continues the network, and its final state. */
  readonly following: { readonly network: Network; readonly final: Final } | null;
  readonly policy: Policy;
  readonly facts: Facts;
  readonly now: number;
  /** T: the instant asked about. */
  readonly at: number;
  readonly slots: AnchorSlots;
  /** Where the claim of a claimable certificate stands. */
  readonly nullifier: string | null;
}

/** Everything that one verification looks at. */
export interface Case extends AnchorCase {
  readonly bundle: Bundle;
  readonly slots: Slots;
  readonly view: View | null;
  readonly type: Definition | null;
}

/** What step 4 leaves standing. */
export interface Standing {
  readonly lines: readonly Line[];
  readonly states: readonly { readonly state: State; readonly changes: readonly StatusEvent[] }[];
  readonly latest: State | null;
  readonly changes: readonly StatusEvent[];
  readonly log: Log | null;
  /** `latest` is of the network that follows. */
  readonly moved: boolean;
}

export const LAPSED: ReadonlySet<string> = new Set([
  "status.suspended",
  "status.revoked",
  "status.superseded",
  "status.claimed",
  "time.not_yet_valid",
  "time.expired",
  "time.before_anchor",
  "time.copy_expired",
]);

const FAMILIES = ["trust", "integrity", "issuer", "anchor", "status", "time"];

export type Verdict = "valid" | "invalid" | "not_in_force" | "indeterminate";

export function verdictOf(lines: readonly Line[]): Verdict {
  const lapsed = lines.filter(([, result, code]) => result === "invalid" && LAPSED.has(code));
  if (lines.some(([, result, code]) => result === "invalid" && !LAPSED.has(code))) return "invalid";
  if (lines.some(([, result]) => result === "error")) return "indeterminate";
  const settled = [...lines.filter(([, result]) => result === "valid"), ...lapsed].map(([name]) => name.split(".")[0]);
  if (!FAMILIES.every((family) => settled.includes(family))) return "indeterminate";
  return lapsed.length > 0 ? "not_in_force" : "valid";
}

/** A line that is valid, or invalid with a code. */
export const line = (name: string, right: boolean, code: string): Line =>
  right ? [name, "valid", `${name.split(".")[0]}.ok`] : [name, "invalid", code];

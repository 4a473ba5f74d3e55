import { anchorLines } from "./anchoring.ts";
import { type Bundle, readBundle } from "./bundle.ts";
import { text } from "./bytes.ts";
import { readCredential } from "./credential.ts";
import { integrityLines, pinnedDefinition } from "./integrity.ts";
import { issuerLines } from "./issuer.ts";
import type { Json } from "./json.ts";
import { listAnswer } from "./listed.ts";
import { followingIn } from "./moved.ts";
import { type Facts, type Line, type Policy, type Verdict, verdictOf } from "./report.ts";
import { slotsOf } from "./state.ts";
import { statusLines, timeLines } from "./status.ts";
import { nullifierOf } from "./suites.ts";
import { readTrust, type Trust } from "./trust.ts";
import { establish } from "./vouching.ts";

export type { Facts, Policy, Verdict } from "./report.ts";

/** What the independent checker answers: verdict, and `check code` of every line that is not valid. */
export interface Answer {
  readonly verdict: Verdict;
  readonly faults: readonly string[];
}

const NOT_CALLED_FOR = /\.skipped$/;

/**
 * A second verifier, written from docs/format and from nothing in src/. What is no bundle is invalid, without lines.
 * Throws for a trust file that is none: that is the caller's fault.
 */
export function check(
  bundleBytes: Uint8Array,
  trustBytes: Uint8Array,
  facts: Facts,
  policy: Policy,
  now: number,
): Answer {
  const trust = readTrust(trustBytes);
  let bundle: ReturnType<typeof readBundle>;
  try {
    bundle = readBundle(bundleBytes);
  } catch {
    return { verdict: "invalid", faults: ["bundle"] };
  }
  return answer(certificateLines(bundle, trust, facts, policy, now).lines);
}

/** All lines about a certificate, and until when a list prolongs its evidence. */
export function certificateLines(
  bundle: Bundle,
  trust: Trust,
  facts: Facts,
  policy: Policy,
  now: number,
): { readonly lines: readonly Line[]; readonly until: number | null } {
  const network = trust.networks.find(({ registryId }) => registryId === bundle.registryId);
  if (network === undefined) return { lines: [["trust.network", "error", "trust.unknown_network"]], until: null };
  const view = readCredential(bundle.representations[0]?.credential as Json | undefined);
  const type = pinnedDefinition(bundle, view);
  const at = instantOf(policy, now);
  const secret = type?.claimable === true ? view?.credential.claimSecret : undefined;
  const nullifier = secret === undefined ? null : nullifierOf(bundle.registryId, secret);
  const slots = slotsOf(bundle, nullifier);
  const following = followingIn(trust, bundle.registryId);
  const question = { bundle, trust, network, following, policy, facts, now, at, slots, view, type, nullifier };
  const standing = establish(question);
  const list = listAnswer(question, standing);
  const lines: readonly Line[] = [
    ["trust.network", "valid", "trust.ok"],
    ...standing.lines,
    ...integrityLines(question),
    ...issuerLines(question, standing),
    ...anchorLines(question, standing),
    ...statusLines(question, standing, list.line),
    ...timeLines(question, standing, list.until),
  ];
  return { lines, until: list.until };
}

/** The same for texts. */
export const checkText = (bundle: string, trust: string, facts: Facts, policy: Policy, now: number): Answer =>
  check(text(bundle), text(trust), facts, policy, now);

/** T: asOf, or now; a bare date of a day that has not ended is now. */
export function instantOf({ asOf, dayStart }: Policy, now: number): number {
  if (asOf === undefined) return now;
  return dayStart !== undefined && dayStart <= now && now < asOf ? now : asOf;
}

/** What follows from these lines. */
export function answer(lines: readonly Line[]): Answer {
  return { verdict: verdictOf(lines), faults: faultsIn(lines) };
}

/** `check code` of the lines that something is wrong with. */
export function faultsIn(lines: readonly Line[]): readonly string[] {
  const faults = lines.filter(([, result, code]) => result !== "valid" && !NOT_CALLED_FOR.test(code));
  return faults.map(([name, , code]) => `${name} ${code}`);
}

import type { Seconds } from "../../src/domain/bytes.ts";
import { bundleText } from "../../src/proof/build.ts";
import type { Bundle } from "../../src/proof/bundle.ts";
import type { Facts } from "../../src/proof/facts.ts";
import type { Policy } from "../../src/proof/policy.ts";
import type { Report } from "../../src/proof/report.ts";
import { statusListText } from "../../src/proof/status-list.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import { verify as ours } from "../../src/proof/verify.ts";
import { type Answer, checkText, type Facts as TheirFacts } from "./check.ts";

export * from "../../src/proof/verify.ts";

/** Certificates that ours found valid, and of how many the independent checker was asked, in this process. */
export const tapped = { valid: 0, asked: 0 };

/**
 * `verify`, and wherever it says `valid` the independent checker must say so too: an error in ours that lets something
 * through then fails the test that produced the bundle, whichever it is.
 */
export function verify(bundle: Bundle, facts: Facts, trust: TrustFile, policy: Policy, now: Seconds): Report {
  const report = ours(bundle, facts, trust, policy, now);
  if (report.verdict !== "valid" || !isAsked(tapped.valid++)) return report;
  tapped.asked += 1;
  demandAgreement(checkText(bundleText(bundle), JSON.stringify(trust), written(facts), policy, now));
  return report;
}

/** Facts as the checker takes them: status lists as the files that they were read from. */
export function written({ node, lists }: Facts): TheirFacts {
  const files = lists?.map((one) => (one.ok ? { ...one, text: statusListText(one.list.file) } : one));
  return { node, ...(files === undefined ? {} : { lists: files }) };
}

/** Throws where the independent checker does not find valid what ours did. */
export function demandAgreement({ verdict, faults }: Answer): void {
  if (verdict !== "valid") throw new Error(`valid to us, ${verdict} to the independent checker: ${faults.join(", ")}`);
}

/** Each of the first hundred in a process, then one in ten: it takes some 20 ms, and thousands are of one batch. */
export const isAsked = (before: number): boolean => before < 100 || before % 10 === 0;

import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Bundle } from "../proof/bundle.ts";
import { NO_FACTS } from "../proof/facts.ts";
import type { Level } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import type { Context } from "./context.ts";
import { gather } from "./gather.ts";

/** What the service found about its own bundle. */
export type Finding =
  | { readonly sound: true; readonly levels: readonly Level[] }
  /** Codes of the checks that failed. */
  | { readonly sound: false; readonly checks: readonly string[] };

/**
 * Verifies a bundle before anyone gets it: at level archival where enough witnesses co-signed, else snapshot, else
 * online. A certificate that is genuine and merely not in force (not yet valid, revoked) is sound.
 * Throws `chain.unreachable` where it could not be told.
 */
export async function selfCheck(context: Context, bundle: Bundle, captured: Seconds): Promise<Finding> {
  const { verifier, clock, ledger } = context;
  // A chain that mines fast may be a little ahead of the clock.
  const now = Math.max(clock(), captured);
  if (bundle.checkpoint !== "") {
    for (const [level, reached] of OFFLINE) {
      const report = verifier.verify(bundle, NO_FACTS, { level }, now);
      if (report.verdict !== "indeterminate") return findingOf(report, reached);
    }
  }
  const report = verifier.verify(bundle, await gather(ledger, bundle), { level: "online" }, now);
  if (report.verdict !== "indeterminate") return findingOf(report, ["online"]);
  throw new YinzhengError("chain.unreachable", { checks: failed(report) });
}

const OFFLINE: readonly (readonly ["archival" | "snapshot", readonly Level[]])[] = [
  ["archival", ["online", "snapshot", "archival"]],
  ["snapshot", ["online", "snapshot"]],
];

function findingOf(report: Report, levels: readonly Level[]): Finding {
  return report.verdict === "invalid" ? { sound: false, checks: failed(report) } : { sound: true, levels };
}

function failed({ checks }: Report): readonly string[] {
  return checks.filter(({ result }) => result === "invalid" || result === "error").map(({ code }) => code);
}

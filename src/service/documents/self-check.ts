import type { Seconds } from "../../domain/bytes.ts";
import type { Check } from "../../domain/checks.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { NO_FACTS } from "../../proof/facts.ts";
import type { SealedDocument } from "../../proof/sealed-document.ts";
import { representationChecks } from "../../proof/verify/representation.ts";
import type { Context } from "../context.ts";
import { gatherDocument } from "../gather.ts";

/** Levels at which a document is checked without asking anybody, the best first. */
const OFFLINE = ["archival", "snapshot"] as const;

/**
 * Verifies that a document stands for its certificate before anyone gets it, at the level that its proof reaches. Codes of the
 * checks that failed; null: it is sound. A copy whose time is over is sound. Throws `chain.unreachable` where it could not be told.
 */
export async function documentFaults(
  { trust, clock, ledger }: Context,
  document: SealedDocument,
  captured: Seconds,
): Promise<readonly string[] | null> {
  // A chain that mines fast may be a little ahead of the clock.
  const now = Math.max(clock(), captured);
  const cosigned = typeof document.proof !== "string" && document.proof.checkpoint !== "";
  for (const level of cosigned ? OFFLINE : []) {
    const checks = own(representationChecks(document, NO_FACTS, trust, { level }, now));
    if (!isUntold(checks)) return faultsIn(checks);
  }
  const facts = await gatherDocument(ledger, document);
  const checks = own(representationChecks(document, facts, trust, { level: "online" }, now));
  if (!isUntold(checks)) return faultsIn(checks);
  throw new YinzhengError("chain.unreachable", { checks: checks.map(({ code }) => code) });
}

const own = (checks: readonly Check[]): readonly Check[] => checks.filter(({ name }) => name !== "time.copy");
const isUntold = (checks: readonly Check[]): boolean =>
  checks.every(({ result }) => result !== "invalid") && checks.some(({ result }) => result === "error");

function faultsIn(checks: readonly Check[]): readonly string[] | null {
  const wrong = checks.filter(({ result }) => result === "invalid");
  return wrong.length === 0 ? null : wrong.map(({ code }) => code);
}

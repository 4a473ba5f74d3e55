import type { Seconds } from "../domain/bytes.ts";
import { type Check, documentVerdictOf } from "../domain/checks.ts";
import type { Facts } from "./facts.ts";
import type { Policy } from "./policy.ts";
import type { Report } from "./report.ts";
import type { SealedDocument } from "./sealed-document.ts";
import { type TrustFile, trustDigest } from "./trust.ts";
import { representationChecks } from "./verify/representation.ts";
import { instantOf, verify } from "./verify.ts";

/**
 * Judges a sealed document with the certificate in it. Pure, as `verify`.
 *
 * @param document null: no certificate could be taken from the file
 * @param facts about the certificate, and in `representation` about the document's own anchor
 * @param seals what was found about the file and its signatures: lines `seal.file`, `seal.signature`, `seal.signer`,
 *   `seal.chain` and `seal.timestamp`
 * @returns one report; never throws for what the document holds
 */
export function verifyDocument(
  document: SealedDocument | null,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  seals: readonly Check[],
): Report {
  const certificate =
    document === null ? nothing(trust, policy, now) : verify(document.certificate, facts, trust, policy, now);
  const own = document === null ? [] : representationChecks(document, facts, trust, policy, now);
  const checks = [...certificate.checks, ...seals, ...own];
  return { ...certificate, verdict: documentVerdictOf(checks), checks };
}

/** The report on a file that no certificate could be taken from. */
function nothing(trust: TrustFile, policy: Policy, now: Seconds): Omit<Report, "verdict"> {
  const asOf = { block: null, known: null, time: instantOf(policy, now) };
  return { level: policy.level, trust: trustDigest(trust), certificate: null, asOf, vouchedBy: [], checks: [] };
}

import type { Seconds } from "../domain/bytes.ts";
import { type Check, documentVerdictOf } from "../domain/checks.ts";
import type { Facts } from "./facts.ts";
import { instantOf, type Policy } from "./policy.ts";
import type { Report } from "./report.ts";
import { certificateOf, type SealedDocument } from "./sealed-document.ts";
import { type TrustFile, trustDigest } from "./trust.ts";
import { representationChecks } from "./verify/representation.ts";
import { judgementOf } from "./verify.ts";

/**
 * Judges a sealed document with the certificate in it. Pure, as `verify`.
 *
 * @param document null: no certificate could be taken from the file
 * @param facts about the certificate (`certificateOf`), and in `representation` about the document's own anchor
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
  if (document === null) return nothing(trust, policy, now, seals);
  const certificate = certificateOf(document);
  const { report, prolonged } = judgementOf(certificate, facts, trust, policy, now);
  const own = representationChecks({ ...document, certificate }, facts, trust, policy, now, prolonged);
  const copies = own.filter(({ family }) => family === "time");
  const checks = [...report.checks, ...copies, ...seals, ...own.filter((line) => !copies.includes(line))];
  return { ...report, verdict: documentVerdictOf(checks), checks };
}

/** The report on a file that no certificate could be taken from. */
function nothing(trust: TrustFile, policy: Policy, now: Seconds, checks: readonly Check[]): Report {
  const asOf = { block: null, known: null, time: instantOf(policy, now) };
  const base = { level: policy.level, trust: trustDigest(trust), certificate: null, asOf, vouchedBy: [] };
  return { ...base, verdict: documentVerdictOf(checks), checks };
}

import type { Seconds } from "../domain/bytes.ts";
import { type Check, check, verdictOf } from "../domain/checks.ts";
import { BUNDLE_FORMAT, type Bundle } from "./bundle.ts";
import { type Rebuilt, readCompact } from "./compact.ts";
import { NO_FACTS } from "./facts.ts";
import { evidenceIn, type ReadSnapshot } from "./open-snapshot.ts";
import { instantOf, type Policy } from "./policy.ts";
import type { Report } from "./report.ts";
import { slotsOf, subjectOf } from "./slots.ts";
import type { SnapshotBatch } from "./snapshot.ts";
import { type TrustedNetwork, type TrustFile, trustDigest } from "./trust.ts";
import { verify } from "./verify.ts";

/** A policy that needs no node. */
export type OfflinePolicy = Policy & { readonly level: "snapshot" | "archival" };

/**
 * Judges the certificate in an offline code. Pure, and as strict as `verify`: code and snapshot make a bundle, and that is
 * judged.
 *
 * @param text of the code
 * @returns a report, which is indeterminate where the snapshot does not hold what the code names; its block is the snapshot's
 * @throws qr.format for a text that is no offline code, or not in its one form
 */
export function judgeCode(
  text: string,
  snapshot: ReadSnapshot,
  trust: TrustFile,
  policy: OfflinePolicy,
  now: Seconds,
): Report {
  const { registryId } = snapshot.file;
  const network = trust.networks.find((one) => one.registryId === registryId);
  const read = readCompact(text, snapshot.file);
  if (network === undefined)
    return without(trust, policy, now, [check("trust.network", "error", "trust.unknown_network", { registryId })]);
  if (!read.ok) {
    const known = check("trust.network", "valid", "trust.ok", { network: { ...network.name } });
    return without(trust, policy, now, [known, check("qr.code", "error", read.code)]);
  }
  const bundle = bundleOf(read.certificate, snapshot, network);
  const report = verify(bundle, NO_FACTS, trust, policy, now);
  const checks =
    bundle.path.length === 0 ? unanchored(report.checks) : [...report.checks, check("qr.code", "valid", "qr.ok")];
  return { ...report, checks, verdict: verdictOf(checks) };
}

/** Without a path nothing is known of the leaf: that is not the same as a wrong one. */
function unanchored(checks: readonly Check[]): readonly Check[] {
  const rest = checks.filter(({ name, code }) => name !== "integrity.leaf" || code !== "integrity.path_mismatch");
  return [...rest, check("qr.code", "error", "qr.signature_only")];
}

/** The bundle that a code and a snapshot make together. */
function bundleOf(
  { batch, member, representation, manifest, path, keys, contexts, types }: Rebuilt<SnapshotBatch>,
  snapshot: ReadSnapshot,
  network: TrustedNetwork,
): Bundle {
  const { registryId, log, checkpoint } = snapshot.file;
  const { anchor, logPath, batchSignatures, statusChanges } = batch;
  return {
    format: BUNDLE_FORMAT,
    registryId,
    representations: [representation],
    manifest,
    path,
    anchor,
    log: { ...log, path: logPath },
    evidence: evidenceIn(snapshot, network, slotsOf(subjectOf({ anchor, manifest, keys }, null))),
    checkpoint,
    statusChanges,
    member,
    batchSignatures,
    keys,
    contexts,
    types,
  };
}

function without(trust: TrustFile, policy: Policy, now: Seconds, checks: readonly Check[]): Report {
  const asOf = { block: null, known: null, time: instantOf(policy, now) };
  const base = { level: policy.level, trust: trustDigest(trust), certificate: null, asOf, vouchedBy: [] };
  return { ...base, verdict: verdictOf(checks), checks };
}

import type { Seconds } from "../domain/bytes.ts";
import { type Check, check, verdictOf } from "../domain/checks.ts";
import type { CredentialView } from "../domain/credential.ts";
import { ID_PREFIX } from "../domain/credential-shape.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { TypeDefinition } from "../domain/types/definition.ts";
import type { Bundle } from "./bundle.ts";
import { unsecuredBytes } from "./data-integrity.ts";
import { readDocument } from "./document.ts";
import type { Facts } from "./facts.ts";
import { jcsBytes } from "./ids.ts";
import { hashSuiteName } from "./leaf.ts";
import { instantOf, type Policy } from "./policy.ts";
import type { Report } from "./report.ts";
import { followingOf, type TrustFile, trustDigest } from "./trust.ts";
import { anchorChecks } from "./verify/anchor.ts";
import { claimCheck } from "./verify/claim.ts";
import type { Established } from "./verify/context.ts";
import { establish } from "./verify/establish.ts";
import { integrityChecks } from "./verify/integrity.ts";
import { issuerChecks } from "./verify/issuer.ts";
import { type ListFinding, listFinding } from "./verify/list.ts";
import { statusChecks } from "./verify/status.ts";
import { timeChecks } from "./verify/time.ts";

/**
 * Judges one certificate. Pure: the same arguments give the same report, in Node, CLI and browser.
 *
 * @param bundle parsed, otherwise untrusted
 * @param facts what the verifier's own node and mirrors of status lists said; one that failed is a fact too
 * @param trust what the verifier held beforehand
 * @param policy level and instant that the verifier demands
 * @param now whole seconds; the instant asked about where the policy names none
 * @param written JCS bytes of parts of the bundle, where they are at hand
 * @returns a report for any bundle, true or false; never throws for what the bundle holds
 */
export function verify(
  bundle: Bundle,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  written: Written = {},
): Report {
  return judgementOf(bundle, facts, trust, policy, now, written).report;
}

/** A report, and what it does not say. */
export interface Judgement {
  readonly report: Report;
  /** Until when a status list shows that the evidence still holds; null: none does. */
  readonly prolonged: Seconds | null;
}

/** As `verify`, for who judges a document around the certificate. */
export function judgementOf(
  bundle: Bundle,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  written: Written = {},
): Judgement {
  const at = instantOf(policy, now);
  const network = trust.networks.find(({ registryId }) => registryId === bundle.registryId);
  const { view, type, nullifier } = readDocument(bundle);
  const base = { level: policy.level, trust: trustDigest(trust), certificate: named(bundle, view, type) };
  if (network === undefined) {
    const checks = [check("trust.network", "error", "trust.unknown_network", { registryId: bundle.registryId })];
    const nothing = { block: null, known: null, time: at };
    return { report: { ...base, verdict: verdictOf(checks), asOf: nothing, vouchedBy: [], checks }, prolonged: null };
  }
  const document = written.document ?? unsecuredBytes(bundle.representations[0]?.credential ?? {});
  const manifest = written.manifest ?? jcsBytes(bundle.manifest as unknown as JsonObject);
  const following = followingOf(trust, bundle.registryId);
  const question = { bundle, facts, trust, network, following, policy, at, now, document, manifest, nullifier };
  const established = establish(question);
  const list = listFinding(question, established, view);
  const checks: readonly Check[] = [
    check("trust.network", "valid", "trust.ok", { network: { ...network.name } }),
    ...established.checks,
    ...integrityChecks(question, hashSuiteName(bundle.anchor.anchor.hashSuite), view, type),
    ...issuerChecks(question, established, view, type),
    ...anchorChecks(question, established),
    ...statusChecks(question, established, list),
    claimCheck(question, established, type),
    ...timeChecks(question, established, view, list),
  ];
  const vouchedBy = [...new Set([...established.vouchedBy, ...list.vouchedBy])];
  const report = { ...base, verdict: verdictOf(checks), asOf: asOf(established, list, at), vouchedBy, checks };
  return { report, prolonged: list.holdsUntil };
}

/** Parts of a bundle as its file has them; who passes them vouches for their being those of the bundle. */
export interface Written {
  /** Of the credential without its proofs. */
  readonly document?: Uint8Array;
  readonly manifest?: Uint8Array;
}

function asOf({ latest }: Established, list: ListFinding, at: Seconds): Report["asOf"] {
  const answered = list.block ?? latest?.block;
  return { block: answered?.number ?? null, known: answered?.time ?? null, time: at };
}

function named(bundle: Bundle, view: CredentialView | null, type: TypeDefinition | null): Report["certificate"] {
  if (view === null) return null;
  const { code } = view.certificateType;
  return {
    id: view.credential.id.slice(ID_PREFIX.length),
    type: type === null ? { zh: code, en: code } : { zh: type.names.zh, en: type.names.en },
    issuer: { zh: bundle.member.names.zh, en: bundle.member.names.en },
    ...(view.replaces === null ? {} : { replaces: { ...view.replaces } }),
  };
}

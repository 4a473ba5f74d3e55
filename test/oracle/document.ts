import { anchorLines } from "./anchoring.ts";
import { type Bundle, readBundle } from "./bundle.ts";
import { hex, tagged, text, toHex } from "./bytes.ts";
import { type Answer, certificateLines, faultsIn, instantOf } from "./check.ts";
import { hashOf, holds, leafIsInTree, leafOf } from "./integrity.ts";
import { followingIn } from "./moved.ts";
import { type Facts, type Line, type Policy, type Standing, verdictOf } from "./report.ts";
import { type Proof, readProof } from "./representation.ts";
import { type Seal, slotsOfSeals, useLines } from "./seal-use.ts";
import { anchorSlotsOf } from "./state.ts";
import { evidenceLine } from "./status.ts";
import { readTrust, type Trust } from "./trust.ts";
import { establish } from "./vouching.ts";
import { instant } from "./words.ts";

/** A document taken apart; null: it has no proof. */
export interface Parts {
  /** Of the sealed bytes. */
  readonly mediaType: string;
  /** Electronic seals on it; their signatures are taken for sound. */
  readonly seals: readonly Seal[];
  readonly sealed: Uint8Array;
  readonly certificate: Uint8Array;
  readonly proof: Uint8Array | null;
}

export type DocumentFacts = Facts & { readonly representation?: Facts["node"] };

/** Steps 2 to 4 of representation.md; file and seals are taken for sound. */
export function checkDocument(
  parts: Parts,
  trustBytes: Uint8Array,
  facts: DocumentFacts,
  policy: Policy,
  now: number,
): Answer {
  const trust = readTrust(trustBytes);
  const bundle = readBundle(parts.certificate);
  const proof = parts.proof === null ? null : proofIn(parts.proof);
  const certificate = renewed(bundle, proof);
  const { lines, until } = certificateLines(certificate, trust, facts, policy, now);
  const stands = standsFor(parts, certificate, proof, trust);
  const at = instantOf(policy, now);
  const asked = { trust, facts, policy, at, now };
  const judged = proof === null ? null : judgedAnchor(certificate, proof, asked, until);
  const own: readonly Line[] = [
    copyLine(stands[1] === "valid" ? proof : null, at),
    stands,
    judged === null || proof === null
      ? ["seal.anchor", "skipped", "seal.skipped"]
      : anchorLine(certificate, proof, judged.lines),
    ...usedLines(parts, proof, judged?.standing ?? null),
  ];
  const all = [...lines, ...own];
  const sound = own.slice(1).every(([, result]) => result === "valid");
  const verdict = verdictOf(all);
  return { verdict: sound || verdict === "invalid" ? verdict : "indeterminate", faults: faultsIn(all) };
}

function proofIn(bytes: Uint8Array): Proof | null {
  try {
    return readProof(bytes);
  } catch {
    return null;
  }
}

function renewed(bundle: Bundle, proof: Proof | null): Bundle {
  if (proof?.certificate === undefined) return bundle;
  const { continued: _, ...rest } = bundle;
  return { ...rest, ...proof.certificate };
}

const RESERVED = toHex(tagged("yinzheng/type/v1", text("representation")));

function standsFor(parts: Parts, certificate: Bundle, proof: Proof | null, trust: Trust): Line {
  const fault = (code: string): Line => ["seal.representation", "invalid", `seal.${code}`];
  const { sealed } = parts;
  if (parts.proof === null) return ["seal.representation", "error", "seal.proof_missing"];
  if (proof === null) return fault("proof_unreadable");
  const { manifest, anchor: record } = proof;
  const { anchor } = record;
  if (manifest.typeId !== RESERVED || anchor.typeId !== RESERVED) return fault("wrong_kind");
  const { memberId } = certificate.manifest;
  if (manifest.memberId !== memberId || anchor.memberId !== memberId) return fault("other_issuer");
  if (!isHome(certificate, proof, trust) || !holds(() => isOf(certificate, proof))) return fault("other_certificate");
  const known = anchor.hashSuite === 1 || anchor.hashSuite === 2;
  if (!known || manifest.batchId !== anchor.batchId) return fault("path_mismatch");
  const [entry] = manifest.entries;
  const value = toHex(hashOf({ bundle: { anchor: record } })(hex(proof.salt), sealed));
  const same = entry?.mediaType === parts.mediaType && entry.length === sealed.length && entry.value === value;
  if (!same) return fault("other_document");
  return holds(() => leafIsInTree({ bundle: proof }))
    ? ["seal.representation", "valid", "seal.ok"]
    : fault("path_mismatch");
}

/** The certificate's own installation, that which continues it, that which continues this one, and so on. */
function isHome({ registryId }: Bundle, proof: Proof, trust: Trust): boolean {
  const homes = new Set<string>();
  for (let at: string | undefined = registryId; at !== undefined && !homes.has(at); ) {
    homes.add(at);
    at = followingIn(trust, at)?.network.registryId;
  }
  return homes.has(proof.registryId) && proof.manifest.registryId === proof.registryId;
}

function isOf(certificate: Bundle, { manifest: { of } }: Proof): boolean {
  const { memberId, batchId, index } = certificate.manifest;
  const cell = of.memberId === memberId && of.batchId === batchId && of.index === index;
  return cell && of.leaf === toHex(leafOf(certificate));
}

interface Asked {
  readonly trust: Trust;
  readonly facts: DocumentFacts;
  readonly policy: Policy;
  readonly at: number;
  readonly now: number;
}

/** A document without electronic seals used none. */
function usedLines({ seals }: Parts, proof: Proof | null, standing: Standing | null): readonly Line[] {
  if (seals.length === 0) return [];
  if (proof === null) return [["seal.use", "error", "seal.use_missing"]];
  return useLines(seals, { ...proof, uses: proof.uses ?? [] }, standing);
}

function anchorLine(certificate: Bundle, proof: Proof, lines: readonly Line[]): Line {
  if (lines.some(([, result]) => result === "invalid")) return ["seal.anchor", "invalid", "seal.anchor_refused"];
  if (proof.registryId === certificate.registryId && proof.anchor.logIndex <= certificate.anchor.logIndex)
    return ["seal.anchor", "invalid", "seal.before_certificate"];
  const first = lines.find(([, result]) => result === "error")?.[0];
  if (first === undefined) return ["seal.anchor", "valid", "seal.ok"];
  const vouching = ["trust.network", "trust.level", "trust.history", "trust.continuation"];
  const code = vouching.includes(first) ? "not_vouched" : first === "time.evidence" ? "stale" : "anchor_unproven";
  return ["seal.anchor", "error", `seal.${code}`];
}

interface Judged {
  readonly lines: readonly Line[];
  readonly standing: Standing | null;
}

function judgedAnchor(certificate: Bundle, proof: Proof, asked: Asked, until: number | null): Judged {
  const network = asked.trust.networks.find(({ registryId }) => registryId === proof.registryId);
  if (network === undefined) return { lines: [["trust.network", "error", "trust.unknown_network"]], standing: null };
  const { memberId, batchId } = proof.anchor.anchor;
  const ids = [...new Set((proof.uses ?? []).map(({ sealId }) => sealId))];
  const question = {
    ...asked,
    bundle: { ...proof, statusChanges: [] },
    network,
    following: followingIn(asked.trust, proof.registryId),
    facts: { node: asked.facts.representation ?? null },
    slots: { ...anchorSlotsOf(proof), seals: slotsOfSeals(ids, memberId, batchId) },
    nullifier: null,
  };
  const standing = establish(question);
  const prolonged = proof.log.size >= certificate.log.size ? until : null;
  const lines = [...standing.lines, ...anchorLines(question, standing), evidenceLine(question, standing, prolonged)];
  return { lines, standing };
}

function copyLine(proof: Proof | null, at: number): Line {
  const limits = proof?.manifest.limits;
  if (limits === undefined) return ["time.copy", "skipped", "time.skipped"];
  return at <= (instant(limits.validUntil) ?? -1)
    ? ["time.copy", "valid", "time.ok"]
    : ["time.copy", "invalid", "time.copy_expired"];
}

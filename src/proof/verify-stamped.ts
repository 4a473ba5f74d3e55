import { fromHex } from "../crypto/encoding.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { type Check, type CodeOf, check, stampedVerdictOf } from "../domain/checks.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { Facts } from "./facts.ts";
import { jcsBytes, memberIdOf, profileDigest, SEAL_USE_TYPE_ID, sealIdOf } from "./ids.ts";
import { entryOf, hashSuiteName, leafOfBytes } from "./leaf.ts";
import { instantOf, type Policy } from "./policy.ts";
import type { Report } from "./report.ts";
import type { SealUseProof } from "./seal-use.ts";
import { sealUseSlots } from "./seal-use-evidence.ts";
import { profileSlot, type Slot } from "./slots.ts";
import type { Stamped, StampedFile } from "./stamped-file.ts";
import { type TrustFile, trustDigest } from "./trust.ts";
import type { Established } from "./verify/context.ts";
import { isInBatch } from "./verify/inclusion.ts";
import { anchorLine, ownAnchor } from "./verify/representation-anchor.ts";
import { countedUse, sealUseChecks } from "./verify/seal-use.ts";

/** Slots that a stamped file's evidence proves beside its anchor; a verifier's own node is asked for the same. */
export function stampedSlots({ manifest, anchor: { anchor } }: SealUseProof): readonly Slot[] {
  return [profileSlot(anchor.memberId), ...sealUseSlots(manifest.seals, anchor.memberId, anchor.batchId)];
}

/**
 * Judges a file that electronic seals were put on. Pure, as `verify`.
 *
 * @param file null: the file can't be read as one
 * @param facts `node`: what the verifier's own node said about the proof's anchor and seals (`stampedSlots`)
 * @param found what was found about the file, the agency's signature and the seals' own signatures
 * @returns one report; never throws for what the file holds
 */
export function verifyStamped(
  file: StampedFile | null,
  facts: Facts,
  trust: TrustFile,
  policy: Policy,
  now: Seconds,
  found: readonly Check[],
): Report {
  const at = instantOf(policy, now);
  const base = { level: policy.level, trust: trustDigest(trust), certificate: null };
  if (file === null || typeof file.proof === "string") {
    const checks = [...found, ...without(file)];
    const asOf = { block: null, known: null, time: at };
    const stamped = file === null ? {} : { stamped: stampedIn(file) };
    return { ...base, verdict: stampedVerdictOf(checks), asOf, vouchedBy: [], ...stamped, checks };
  }
  const { proof } = file;
  const question = { facts, trust, policy, at, now, prolonged: null };
  const own = ownAnchor(proof, stampedSlots(proof), facts.node, question);
  const fault = faultOf(file, proof);
  const { registryId, uses, anchor } = proof;
  const { memberId, batchId } = anchor.anchor;
  const checks = [
    ...found,
    anchorLine(own.checks, anchor.time),
    fault === null ? check("seal.stamped", "valid", "seal.ok") : check("seal.stamped", "invalid", fault),
    userCheck(proof, own.established),
    ...sealUseChecks({
      seals: file.seals,
      uses,
      registryId,
      memberId,
      batchId,
      anchoredAt: anchor.time,
      states: own.sealStates,
    }),
  ];
  const block = own.established?.latest?.block;
  const asOf = { block: block?.number ?? null, known: block?.time ?? null, time: at };
  const vouchedBy = own.established?.vouchedBy ?? [];
  return { ...base, verdict: stampedVerdictOf(checks), asOf, vouchedBy, stamped: stampedIn(file), checks };
}

/** Lines about a file that has nothing to go by. */
function without(file: StampedFile | null): readonly Check[] {
  const skipped = [
    check("seal.anchor", "skipped", "seal.skipped"),
    check("seal.user", "skipped", "seal.skipped"),
    check("seal.registered", "skipped", "seal.skipped"),
    check("seal.use", "skipped", "seal.skipped"),
    check("seal.lost", "skipped", "seal.skipped"),
  ];
  if (file === null) return [check("seal.stamped", "skipped", "seal.skipped"), ...skipped];
  return file.proof === "seal.proof_unreadable"
    ? [check("seal.stamped", "invalid", file.proof), ...skipped]
    : [check("seal.stamped", "error", "seal.proof_missing"), ...skipped];
}

/** Why the anchored leaf is not about these seals on these bytes; null: it is, if the batch is on chain. */
function faultOf({ content, seals }: StampedFile, proof: SealUseProof): CodeOf<"seal.stamped"> | null {
  const { registryId, manifest, anchor: record, salt, path } = proof;
  const { anchor } = record;
  if ([manifest, anchor].some(({ typeId }) => typeId !== SEAL_USE_TYPE_ID)) return "seal.wrong_kind";
  const suite = hashSuiteName(anchor.hashSuite);
  const same = manifest.memberId === anchor.memberId && manifest.batchId === anchor.batchId;
  if (suite === null || !same || manifest.registryId !== registryId) return "seal.path_mismatch";
  const [entry] = manifest.entries;
  const own = content === null ? null : entryOf(content.mediaType, content.bytes, fromHex(salt), suite);
  const right = entry?.mediaType === own?.mediaType && entry?.length === own?.length && entry?.value === own?.value;
  if (own === null || !right) return "seal.other_document";
  if (!isEqual(sealIdsOf(seals.map(({ code }) => code)), manifest.seals)) return "seal.other_seals";
  if (
    !isEqual(
      proof.uses.map(({ sealId }) => sealId),
      manifest.seals,
    )
  )
    return "seal.other_seals";
  const leaf = leafOfBytes(jcsBytes(manifest as unknown as JsonObject), suite);
  return isInBatch(record, suite, { index: manifest.index, leaf, path }) ? null : "seal.path_mismatch";
}

/** sealIds of the seals with these codes, each once, in the order of their first use: what a leaf names. */
export function sealIdsOf(codes: readonly string[]): readonly Hex[] {
  return [...new Set(codes)].map(sealIdOf);
}

const isEqual = (a: readonly Hex[], b: readonly Hex[]): boolean =>
  a.length === b.length && a.every((x, i) => x === b[i]);

/** Is the member that the file names the one whose officers put it on chain? */
function userCheck({ member, manifest, anchor: { anchor } }: SealUseProof, established: Established | null): Check {
  const word = established?.latest?.read(profileSlot(anchor.memberId));
  if (word === undefined) return check("seal.user", "error", "seal.profile_unproven");
  const memberId = memberIdOf(member.code);
  const right =
    memberId === anchor.memberId && memberId === manifest.memberId && word === BigInt(profileDigest(member));
  return right ? check("seal.user", "valid", "seal.ok") : check("seal.user", "invalid", "seal.name_mismatch");
}

/** What the file and its proof say, for people. */
export function stampedIn({ seals, proof }: StampedFile): Stamped {
  const single = seals.filter(({ code }, i) => seals.findIndex((other) => other.code === code) === i);
  const named = single.map(({ code, name }) => ({ code, name }));
  if (typeof proof === "string") return { member: null, seals: named, usedAt: null };
  const { code, names } = proof.member;
  const times = proof.uses.map((use) => countedUse(use)?.leaf.time ?? 0);
  const usedAt = Math.max(0, ...times) || null;
  return { member: { code, names: { ...names } }, seals: named, usedAt };
}

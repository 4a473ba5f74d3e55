import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { type LogLeaf, readLogLeaf } from "../../crypto/log-read.ts";
import { leafHash } from "../../crypto/merkle.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { type Check, type CheckName, check } from "../../domain/checks.ts";
import { isYinzhengError } from "../../domain/errors.ts";
import type { SealUse } from "../../domain/seal.ts";
import { sealOwnerOf } from "../../domain/seal-order.ts";
import { memberIdOf, sealIdOf } from "../ids.ts";
import type { SealUseEvidence } from "../seal-use-evidence.ts";
import { type Slot, sealDelegationSlot, sealDigestSlot, sealOwnerSlot, sealStateSlot, sealUseSlot } from "../slots.ts";
import type { FoundSeal } from "../stamped-file.ts";
import { sealStateWord } from "./seal-words.ts";
import type { ProvenState } from "./state.ts";

/** What is asked of the seals on a file. */
export interface SealsQuestion {
  /** Every use on the file, in order. */
  readonly seals: readonly FoundSeal[];
  readonly uses: readonly SealUseEvidence[];
  readonly registryId: Hex;
  /** Whose batch, and when it was anchored. */
  readonly memberId: Hex;
  readonly batchId: Hex;
  readonly anchoredAt: Seconds;
  /** States that must all bear it out, the latest last; none: nothing is proven. */
  readonly states: readonly ProvenState[];
}

const NAMES = ["seal.registered", "seal.use", "seal.lost"] as const satisfies readonly CheckName[];
type Lines = Readonly<Record<(typeof NAMES)[number], Check>>;

/** Lines `seal.registered`, `seal.use` and `seal.lost`: of each the one on the seal that fares worst, which the detail numbers. */
export function sealUseChecks(question: SealsQuestion): readonly Check[] {
  const single = question.seals.filter(
    ({ code, digest }, i, all) => all.findIndex((other) => other.code === code && other.digest === digest) === i,
  );
  const judged = single.map((seal) => linesOf(seal, question));
  return NAMES.map((name) => {
    const lines = judged.map((line, i) => ({ line: line[name], i }));
    const rank = ({ line: { result } }: (typeof lines)[number]) => RANKS.indexOf(result);
    const [worst] = lines.toSorted((a, b) => rank(a) - rank(b));
    if (worst === undefined) return check(name, "skipped", "seal.skipped");
    const detail = { ...Object(worst.line.detail), code: single[worst.i]?.code ?? "" };
    return { ...worst.line, detail: lines.length === 1 ? detail : { ...detail, seal: worst.i + 1, of: lines.length } };
  });
}

const RANKS = ["invalid", "error", "valid", "skipped"] as const;

/** The use that a seal's evidence tells of; null: it tells of none, or can't be read. */
export function countedUse(evidence: SealUseEvidence): { readonly use: SealUse; readonly leaf: LogLeaf } | null {
  try {
    const leaf = readLogLeaf(fromHex(evidence.leaf));
    const { record } = leaf;
    if (record.kind !== "seal" || record.fact.what !== "used" || record.sealId !== evidence.sealId) return null;
    return { use: record.fact.use, leaf };
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

function linesOf(seal: FoundSeal, question: SealsQuestion): Lines {
  const sealId = sealIdOf(seal.code);
  const evidence = question.uses.find((use) => use.sealId === sealId);
  const use = useCheck(sealId, evidence, question);
  const counted = evidence === undefined ? null : countedUse(evidence);
  return {
    "seal.registered": registeredCheck(seal, sealId, question),
    "seal.use": use,
    "seal.lost":
      counted === null ? check("seal.lost", "skipped", "seal.skipped") : lostCheck(sealId, counted.leaf.time, question),
  };
}

/** Values of a slot in all states; null: one does not show it, or there is no state. */
function read({ states }: SealsQuestion, slot: Slot): readonly bigint[] | null {
  const words = states.map((state) => state.read(slot));
  const proven = words.filter((word) => word !== undefined);
  return proven.length === 0 || proven.length < words.length ? null : proven;
}

function registeredCheck({ code, digest }: FoundSeal, sealId: Hex, question: SealsQuestion): Check {
  const owners = read(question, sealOwnerSlot(sealId));
  const digests = read(question, sealDigestSlot(sealId));
  if (owners === null || digests === null) return check("seal.registered", "error", "seal.registration_unproven");
  if (owners.includes(0n)) return check("seal.registered", "invalid", "seal.unregistered");
  const owner = sealOwnerOf(code);
  if (owner === null || owners.some((word) => word !== BigInt(memberIdOf(owner))))
    return check("seal.registered", "invalid", "seal.other_owner");
  return digests.every((word) => word === BigInt(digest))
    ? check("seal.registered", "valid", "seal.ok", { owner })
    : check("seal.registered", "invalid", "seal.other_object");
}

function useCheck(sealId: Hex, evidence: SealUseEvidence | undefined, question: SealsQuestion): Check {
  const { memberId, batchId, registryId, anchoredAt } = question;
  if (evidence === undefined) return check("seal.use", "error", "seal.use_missing");
  const words = read(question, sealUseSlot(sealId, memberId, batchId));
  const owners = read(question, sealOwnerSlot(sealId));
  const windows = read(question, sealDelegationSlot(sealId, memberId));
  if (words === null || owners === null || windows === null) return check("seal.use", "error", "seal.use_unproven");
  if (words.includes(0n)) return check("seal.use", "invalid", "seal.not_counted");
  const counted = countedUse(evidence);
  const hash = BigInt(toHex(leafHash(sha256, fromHex(evidence.leaf))));
  if (counted === null || words.some((word) => word !== hash)) return check("seal.use", "invalid", "seal.use_mismatch");
  const { use, leaf } = counted;
  const right = use.sealId === sealId && use.memberId === memberId && use.batchId === batchId;
  if (!right || leaf.registryId !== registryId) return check("seal.use", "invalid", "seal.use_mismatch");
  if (leaf.time < anchoredAt)
    return check("seal.use", "invalid", "seal.use_before_anchor", { time: leaf.time, anchoredAt });
  const owned = owners.every((word) => word === BigInt(memberId));
  // Ended since or not: that it was given at the time, the registry saw to when it counted the use.
  if (!owned && windows.includes(0n)) return check("seal.use", "invalid", "seal.user_unknown");
  return check("seal.use", "valid", "seal.ok", { time: leaf.time, ...(owned ? {} : { delegated: true }) });
}

/** A loss that begins after the use leaves it good, and so does anything else that became of the seal since: the detail tells. */
function lostCheck(sealId: Hex, usedAt: Seconds, question: SealsQuestion): Check {
  const words = read(question, sealStateSlot(sealId))?.map(sealStateWord);
  const latest = words?.at(-1);
  const block = question.states.at(-1)?.block;
  if (words === undefined || latest === undefined || block === undefined)
    return check("seal.lost", "error", "seal.state_unproven");
  const told = { state: latest.state ?? "unknown", block: block.number, known: block.time };
  const lost = words.find(({ lostSince }) => lostSince !== 0 && lostSince <= usedAt);
  if (lost !== undefined) return check("seal.lost", "invalid", "seal.lost", { ...told, since: lost.lostSince, usedAt });
  const since = latest.lostSince === 0 ? {} : { lostLater: latest.lostSince };
  return check("seal.lost", "valid", "seal.ok", { ...told, ...since });
}

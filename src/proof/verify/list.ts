import { toHex } from "../../crypto/encoding.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { type Check, type CodeOf, check } from "../../domain/checks.ts";
import type { CredentialView } from "../../domain/credential.ts";
import type { CellState } from "../../domain/status.ts";
import { stateInWord } from "../../domain/status-machine.ts";
import { position } from "../list-position.ts";
import { statusHeadSlot, statusWordSlot } from "../slots.ts";
import { type ListedBatch, type ReadStatusList, readState } from "../status-list.ts";
import type { Established, Question } from "./context.ts";
import { type SoundList, soundList } from "./list-sound.ts";

/** What the status list tells about the certificate. */
export interface ListFinding {
  readonly check: Check;
  /** The state that the evidence proves is known to hold until then; null: the list adds nothing to the evidence. */
  readonly holdsUntil: Seconds | null;
  /** The block that the answer is as of, where it is the list's. */
  readonly block: { readonly number: number; readonly time: Seconds } | null;
  readonly vouchedBy: readonly string[];
}

type Code = CodeOf<"status.list">;

/**
 * Judges what mirrors answered. A list takes away: what it shows, newer than the evidence, is believed at every level. It
 * gives only one thing: at level snapshot, that the state the evidence proves to be active still is. What is proven wins.
 */
export function listFinding(question: Question, established: Established, view: CredentialView | null): ListFinding {
  const { requireList } = question.policy;
  const told = question.facts.lists ?? [];
  const unlessDemanded = requireList ? "error" : "skipped";
  if (view === null || established.latest === null) return silent("skipped", "status.skipped");
  if (told.length === 0)
    return requireList ? silent("error", "status.list_unreachable") : silent("skipped", "status.skipped");
  // A list of the installation that was left says nothing about one that answers in its place.
  if (established.answering !== question.network) return silent(unlessDemanded, "status.list_older");
  const fetched = told.flatMap((fact) => (fact.ok ? [fact.list] : []));
  const sound = fetched.map((list) => soundList(question, view, list)).filter((list) => list !== null);
  const newest = sound.toSorted((a, b) => blockOf(b) - blockOf(a))[0];
  if (newest !== undefined) return answerOf(question, established, view, newest);
  if (fetched.length > 0) return silent("error", "status.list_bad");
  const codes = told.flatMap((fact) => (fact.ok ? [] : [fact.code]));
  return silent(unlessDemanded, "status.list_unreachable", { codes });
}

const blockOf = ({ list }: SoundList): number => list.view.source.block.number;

function answerOf(
  question: Question,
  established: Established,
  view: CredentialView,
  { list, witnesses }: SoundList,
): ListFinding {
  const { bundle, at, policy } = question;
  const { block, log } = list.view.source;
  const detail = { block: block.number, time: block.time };
  const lacking = (code: Code): ListFinding => silent(policy.requireList ? "error" : "skipped", code, detail);
  const entry = list.view.source.batches.find(({ batchId }) => batchId === bundle.anchor.anchor.batchId);
  if (entry === undefined)
    return log.size > bundle.anchor.logIndex
      ? silent("error", "status.list_incomplete", detail)
      : lacking("status.list_older");
  if (!isPlaced(question, view, list, entry)) return silent("error", "status.list_position", detail);
  const answersUntil = untilOf(question, list);
  if (at > answersUntil) return lacking("status.list_stale");
  const finding = compared(question, established, { list, entry, place: view.statusList.position });
  if (finding.result === "skipped") return silent("skipped", finding.code, detail);
  if (finding.result === "error") return silent("error", finding.code, detail);
  const compromised = list.view.source.lastCompromise > bundle.log.size;
  if (finding.result === "valid" && compromised) return lacking("status.list_compromise");
  const extends_ = finding.result === "valid" && finding.active && policy.level === "snapshot";
  return {
    check: check("status.list", finding.result, finding.code, { ...detail, answersUntil, witnesses: [...witnesses] }),
    holdsUntil: extends_ ? answersUntil : null,
    block: extends_ || finding.result === "invalid" ? { number: block.number, time: block.time } : null,
    vouchedBy: witnesses,
  };
}

/** The last instant that a list answers for: as long as evidence of its block would, and no longer than it says itself. */
function untilOf({ network }: Question, { view }: ReadStatusList): Seconds {
  return Math.min(view.source.block.time + network.maxStatusAge, view.validUntil);
}

/** Is the place that the signed certificate names the one that its cell has in the list? */
function isPlaced({ bundle }: Question, view: CredentialView, list: ReadStatusList, entry: ListedBatch): boolean {
  const { index } = bundle.manifest;
  const { size } = bundle.anchor.anchor;
  return (
    entry.size === size && index < size && position(list.view.source, entry.offset + index) === view.statusList.position
  );
}

type Compared =
  | { readonly result: "valid"; readonly code: Code; readonly active: boolean }
  | { readonly result: "invalid" | "error" | "skipped"; readonly code: Code };

/** The list's state beside the one that is proven, at the latest block of the evidence. */
function compared(
  { bundle, at, now }: Question,
  { latest }: Established,
  { list, entry, place }: { readonly list: ReadStatusList; readonly entry: ListedBatch; readonly place: number },
): Compared {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const { block } = list.view.source;
  const word = latest?.read(statusWordSlot(memberId, batchId, index));
  if (latest === null || word === undefined) return { result: "skipped", code: "status.skipped" };
  if (block.number <= latest.block.number) return { result: "skipped", code: "status.list_older" };
  const proven = stateInWord(word, index);
  const listed = readState(list.bits, place);
  if (listed === proven) return { result: "valid", code: "status.ok", active: proven === "active" };
  const head = latest.read(statusHeadSlot(memberId, batchId));
  const unchanged = head !== undefined && toHex(bytes32(head)) === entry.statusHead;
  const terminal = proven === "revoked" || proven === "superseded";
  if (terminal || unchanged || listed === "active") return { result: "skipped", code: "status.list_overruled" };
  if (at >= Math.min(block.time, now)) return { result: "invalid", code: NOT_IN_FORCE[listed] };
  // 撤销 reaches back to the beginning, and a list does not tell it from other revocations.
  return at <= latest.block.time && listed !== "revoked"
    ? { result: "skipped", code: "status.list_later" }
    : { result: "error", code: "status.list_undated" };
}

const NOT_IN_FORCE = {
  suspended: "status.suspended",
  revoked: "status.revoked",
  superseded: "status.superseded",
} as const satisfies Record<Exclude<CellState, "active">, Code>;

function bytes32(word: bigint): Uint8Array {
  return Uint8Array.from({ length: 32 }, (_, i) => Number((word >> BigInt(8 * (31 - i))) & 0xffn));
}

function silent(result: "error" | "skipped", code: Code, detail?: Check["detail"]): ListFinding {
  const line = detail === undefined ? check("status.list", result, code) : check("status.list", result, code, detail);
  return { check: line, holdsUntil: null, block: null, vouchedBy: [] };
}

import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import type { Hex } from "../../domain/bytes.ts";
import { sentenceOf } from "../../domain/checks/status.ts";
import { type Check, check } from "../../domain/checks.ts";
import { CELLS_PER_WORD } from "../../domain/status.ts";
import { stateAt, stateInWord, wordOf } from "../../domain/status-machine.ts";
import { remember } from "../sealed.ts";
import { statusHeadSlot, statusWordSlot } from "../slots.ts";
import type { Established, Question, Witnessed } from "./context.ts";
import type { ListFinding } from "./list.ts";
import type { ProvenState } from "./state.ts";

const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;

/** The cell's state at the instant asked about, from all changes of the batch, proven complete by the statusHead. */
export function statusChecks(
  question: Question,
  established: Established,
  list: Pick<ListFinding, "check">,
): readonly Check[] {
  const history = historyCheck(question, established);
  return [cellCheck(question, established, history), history, list.check];
}

/** The status word of 128 cells. */
const wordIn = remember(({ anchor }: AnchorOf, state: ProvenState, word: number): bigint | undefined =>
  state.read(statusWordSlot(anchor.memberId, anchor.batchId, word * CELLS_PER_WORD)),
);

function cellCheck({ bundle, at, policy }: Question, { latest, changes }: Established, history: Check): Check {
  const { index } = bundle.manifest;
  const word = latest === null ? undefined : wordIn(bundle.anchor, latest, wordOf(index));
  if (word === undefined || history.result !== "valid") return check("status.cell", "error", "status.unproven");
  // The day is the policy's or none: which day an instant far off belongs to, no calendar says.
  const { state, since, reason, successor, changedThatDay } = stateAt(changes, index, at, policy.dayStart ?? at);
  const detail = {
    ...(since === null ? {} : { since }),
    ...(reason === null ? {} : { reason }),
    ...(successor === null ? {} : { successor: { ...successor } }),
    ...(policy.dayStart === undefined ? {} : { changedThatDay }),
  };
  if (state === "active") return check("status.cell", "valid", "status.ok", detail);
  const line = check("status.cell", "invalid", `status.${state}`, detail);
  const message = sentenceOf(state, reason);
  return message === undefined ? line : { ...line, message };
}

function historyCheck({ bundle }: Question, established: Established): Check {
  const { states, latest, changes } = established;
  if (latest === null) return check("status.history", "error", "status.history_missing");
  const { anchor, manifest } = bundle;
  const codes = states.map((witnessed) => historyCode(anchor, witnessed, manifest.index));
  if (codes.includes("mismatch")) return check("status.history", "invalid", "status.history_mismatch");
  if (codes.includes("missing")) return check("status.history", "error", "status.history_missing");
  return passedAll(anchor, established)
    ? check("status.history", "valid", "status.ok", { changes: changes.length })
    : check("status.history", "invalid", "status.history_mismatch");
}

/** One history, of which every state shows a beginning: each head is one that the latest changes have passed. */
const passedAll = remember(({ anchor }: AnchorOf, { states, latest, changes }: Established): boolean => {
  const head = statusHeadSlot(anchor.memberId, anchor.batchId);
  const passed = new Set([...changes.map(({ change }) => BigInt(change.expectedHead)), latest?.read(head)]);
  return states.every(({ state }) => passed.has(state.read(head)));
});

type AnchorOf = Question["bundle"]["anchor"];

/** Whether these changes, and no others, lead to the state's statusHead; null: they do. */
const headCode = remember((record: AnchorOf, state: ProvenState, changes: Witnessed["changes"]) => {
  const { memberId, batchId } = record.anchor;
  const proven = state.read(statusHeadSlot(memberId, batchId));
  if (proven === undefined) return "missing";
  let head = FIRST_HEAD;
  let earliest = record.time;
  for (const { change, time } of changes) {
    const fits = change.memberId === memberId && change.batchId === batchId && change.expectedHead === head;
    if (!fits || time < earliest || time > state.block.time) return "mismatch";
    head = toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));
    earliest = time;
  }
  return BigInt(head) === proven ? null : "missing";
});

/** Whether these changes, and no others, lead to the state's statusHead and to the cell's bits. */
function historyCode(record: AnchorOf, { state, changes }: Witnessed, index: number): "ok" | "mismatch" | "missing" {
  const word = wordIn(record, state, wordOf(index));
  if (word === undefined) return "missing";
  const bad = headCode(record, state, changes);
  if (bad !== null) return bad;
  try {
    const last = stateAt(changes, index, state.block.time, state.block.time);
    return last.state === stateInWord(word, index) ? "ok" : "mismatch";
  } catch {
    return "mismatch";
  }
}

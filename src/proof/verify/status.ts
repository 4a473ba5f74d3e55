import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import { stateAt, stateInWord } from "../../domain/status-machine.ts";
import { statusHeadSlot, statusWordSlot } from "../slots.ts";
import type { Established, Question, Witnessed } from "./context.ts";
import type { ProvenState } from "./state.ts";

const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;

/** The cell's state at the instant asked about, from all changes of the batch, proven complete by the statusHead. */
export function statusChecks(question: Question, established: Established): readonly Check[] {
  const history = historyCheck(question, established);
  return [cellCheck(question, established, history), history];
}

function cellCheck({ bundle, at, policy }: Question, { latest, changes }: Established, history: Check): Check {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const word = latest?.read(statusWordSlot(memberId, batchId, index));
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
  return check("status.cell", "invalid", `status.${state}`, detail);
}

function historyCheck({ bundle }: Question, { states, latest, changes }: Established): Check {
  if (latest === null) return check("status.history", "error", "status.history_missing");
  const codes = states.map((witnessed) => historyCode(bundle, witnessed));
  if (codes.includes("mismatch")) return check("status.history", "invalid", "status.history_mismatch");
  if (codes.includes("missing")) return check("status.history", "error", "status.history_missing");
  // One history, of which every state shows a beginning: each head is one that the latest changes have passed.
  const { memberId, batchId } = bundle.anchor.anchor;
  const headIn = (state: ProvenState): bigint | undefined => state.read(statusHeadSlot(memberId, batchId));
  const passed = new Set([...changes.map(({ change }) => BigInt(change.expectedHead)), headIn(latest)]);
  return states.every(({ state }) => passed.has(headIn(state)))
    ? check("status.history", "valid", "status.ok", { changes: changes.length })
    : check("status.history", "invalid", "status.history_mismatch");
}

/** Whether these changes, and no others, lead to the state's statusHead and to the cell's bits. */
function historyCode(bundle: Question["bundle"], { state, changes }: Witnessed): "ok" | "mismatch" | "missing" {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const proven = state.read(statusHeadSlot(memberId, batchId));
  const word = state.read(statusWordSlot(memberId, batchId, index));
  if (proven === undefined || word === undefined) return "missing";
  let head = FIRST_HEAD;
  let earliest = bundle.anchor.time;
  for (const { change, time } of changes) {
    const fits = change.memberId === memberId && change.batchId === batchId && change.expectedHead === head;
    if (!fits || time < earliest || time > state.block.time) return "mismatch";
    head = toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));
    earliest = time;
  }
  if (BigInt(head) !== proven) return "missing";
  try {
    const last = stateAt(changes, index, state.block.time, state.block.time);
    return last.state === stateInWord(word, index) ? "ok" : "mismatch";
  } catch {
    return "mismatch";
  }
}

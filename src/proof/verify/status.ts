import { fromHex, toHex } from "../../crypto/encoding.ts";
import { structHash } from "../../crypto/eip712.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import type { Hex } from "../../domain/bytes.ts";
import { type Check, check } from "../../domain/checks.ts";
import type { StatusEvent } from "../../domain/status.ts";
import { stateAt, stateInWord } from "../../domain/status-machine.ts";
import { statusHeadSlot, statusWordSlot } from "../slots.ts";
import type { Established, Question } from "./context.ts";
import type { ProvenState } from "./state.ts";

const FIRST_HEAD: Hex = `0x${"00".repeat(32)}`;

/** The cell's state at the instant asked about, from all changes of the batch, proven complete by the statusHead. */
export function statusChecks(question: Question, established: Established): readonly Check[] {
  const history = historyCheck(question, established);
  return [cellCheck(question, established, history), history];
}

function cellCheck({ bundle, at, policy }: Question, { latest, events }: Established, history: Check): Check {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const word = latest?.read(statusWordSlot(memberId, batchId, index));
  if (word === undefined || history.result !== "valid") return check("status.cell", "error", "status.unproven");
  const { state, since, reason, changedThatDay } = stateAt(events, index, at, policy.dayStart);
  const detail = {
    ...(since === null ? {} : { since }),
    ...(reason === null ? {} : { reason }),
    ...(policy.dayStart === undefined ? {} : { changedThatDay }),
  };
  if (state === "active") return check("status.cell", "valid", "status.ok", detail);
  return check("status.cell", "invalid", `status.${state}`, detail);
}

function historyCheck({ bundle, facts }: Question, { states, latest, events }: Established): Check {
  if (latest === null) return check("status.history", "error", "status.history_missing");
  const online = facts.node?.ok === true && latest !== states[0];
  const pairs = states.map((state) => [state, state === latest && online ? events : bundle.statusChanges] as const);
  const codes = pairs.map(([state, changes]) => historyCode(bundle, state, changes));
  if (codes.includes("mismatch")) return check("status.history", "invalid", "status.history_mismatch");
  if (codes.includes("missing")) return check("status.history", "error", "status.history_missing");
  return check("status.history", "valid", "status.ok", { changes: events.length });
}

/** Whether these changes, and no others, lead to the state's statusHead and to the cell's bits. */
function historyCode(
  bundle: Question["bundle"],
  state: ProvenState,
  changes: readonly StatusEvent[],
): "ok" | "mismatch" | "missing" {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const proven = state.read(statusHeadSlot(memberId, batchId));
  const word = state.read(statusWordSlot(memberId, batchId, index));
  if (proven === undefined || word === undefined) return "missing";
  let head = FIRST_HEAD;
  for (const { change, time } of changes) {
    const fits = change.memberId === memberId && change.batchId === batchId && change.expectedHead === head;
    if (!fits || time > state.block.time) return "mismatch";
    head = toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));
  }
  if (BigInt(head) !== proven) return "missing";
  try {
    const last = stateAt(changes, index, state.block.time);
    return last.state === stateInWord(word, index) ? "ok" : "mismatch";
  } catch {
    return "mismatch";
  }
}

import type { StatusEvent } from "./bundle.ts";
import type { AnchorCase, Case, Line, Standing } from "./report.ts";
import { line } from "./report.ts";
import { headAfter } from "./signed.ts";
import type { State } from "./state.ts";

/** Steps 8 and 9: the cell at T, and whether evidence and period reach there. */
const STATES = ["active", "suspended", "revoked", "superseded"];
const VOIDED = 4;
const FIRST_HEAD = `0x${"00".repeat(32)}`;

export function statusLines(question: Case, standing: Standing, list: Line): readonly Line[] {
  const history = historyLine(question, standing);
  return [cellLine(question, standing, history), history, list, claimLine(question, standing)];
}

/** Whether a certificate that can be used once has been used by T. */
function claimLine({ type, slots, at }: Case, { latest, states }: Standing): Line {
  if (type?.claimable !== true) return ["status.claim", "skipped", "status.skipped"];
  const [slot, timeSlot] = slots.claim;
  const commitment = slot === undefined ? undefined : latest?.read(slot);
  const since = timeSlot === undefined ? undefined : latest?.read(timeSlot);
  const unproven: Line = ["status.claim", "error", "status.claim_unproven"];
  if (slot === undefined || commitment === undefined || since === undefined) return unproven;
  const shown = states.map(({ state }) => state.read(slot));
  if (shown.some((one) => one !== 0n && one !== commitment)) return unproven;
  return line("status.claim", commitment === 0n || BigInt(at) < since, "status.claimed");
}

const touches = ({ change }: StatusEvent, index: number): boolean =>
  change.ranges.some(({ first, count }) => first <= index && index < first + count);

/** State number of the cell at T; null where its changes make a move that no contract allows. */
function stateAt(changes: readonly StatusEvent[], index: number, at: number): number | null {
  const own = changes.filter((event) => touches(event, index));
  let last = 0;
  for (const { change } of own) {
    const lawful = (last === 0 && change.to > 0) || (last === 1 && change.to !== 1);
    if (!lawful) return null;
    last = change.to;
  }
  if (own.some(({ change }) => change.to === 2 && change.reason === VOIDED)) return 2;
  return own.filter(({ time }) => time <= at).at(-1)?.change.to ?? 0;
}

function cellLine({ bundle, slots, at }: Case, { latest, changes }: Standing, history: Line): Line {
  const { index } = bundle.manifest;
  const state = latest?.read(slots.word) === undefined || history[1] !== "valid" ? null : stateAt(changes, index, at);
  if (state === null) return ["status.cell", "error", "status.unproven"];
  return line("status.cell", state === 0, `status.${STATES[state]}`);
}

function historyLine(question: Case, { states, latest, changes }: Standing): Line {
  if (latest === null) return ["status.history", "error", "status.history_missing"];
  const found = states.map(({ state, changes: own }) => follow(question, state, own));
  if (found.includes("mismatch")) return ["status.history", "invalid", "status.history_mismatch"];
  if (found.includes("missing")) return ["status.history", "error", "status.history_missing"];
  const passed = [...changes.map(({ change }) => BigInt(change.expectedHead)), latest.read(question.slots.head)];
  const one = states.every(({ state }) => passed.includes(state.read(question.slots.head)));
  return line("status.history", one, "status.history_mismatch");
}

/** Whether these changes, and no others, lead to the head and the bits of this state. */
function follow({ bundle, slots }: Case, state: State, changes: readonly StatusEvent[]): "ok" | "mismatch" | "missing" {
  const { memberId, batchId } = bundle.anchor.anchor;
  const { index } = bundle.manifest;
  const [provenHead, word] = [state.read(slots.head), state.read(slots.word)];
  if (provenHead === undefined || word === undefined) return "missing";
  let head = FIRST_HEAD;
  let earliest = bundle.anchor.time;
  for (const event of changes) {
    const { change, time } = event;
    const fits = change.memberId === memberId && change.batchId === batchId && change.expectedHead === head;
    if (!fits || time < earliest || time > state.time) return "mismatch";
    head = headAfter(head, event);
    earliest = time;
  }
  if (BigInt(head) !== provenHead) return "missing";
  const bits = Number((word >> BigInt(2 * (index % 128))) & 3n);
  // The last state, whatever looks back: 撤销 is "revoked" in the bits as well.
  return stateAt(changes, index, Number.POSITIVE_INFINITY) === bits ? "ok" : "mismatch";
}

export function evidenceLine(
  { network, following, at, now }: AnchorCase,
  { latest, moved }: Standing,
  prolonged: number | null,
): Line {
  const age = (moved ? following?.network : network)?.maxStatusAge ?? 0;
  if (latest === null) return ["time.evidence", "skipped", "time.skipped"];
  return at <= Math.max(latest.time + age, prolonged ?? 0) && at <= Math.max(now, latest.time)
    ? ["time.evidence", "valid", "time.ok"]
    : ["time.evidence", "error", "status.stale"];
}

export function timeLines(question: Case, standing: Standing, prolonged: number | null): readonly Line[] {
  const { bundle, view, at } = question;
  const evidence = evidenceLine(question, standing, prolonged);
  if (view === null) return [evidence, ["time.validity", "skipped", "time.skipped"]];
  const code =
    at < bundle.anchor.time
      ? "time.before_anchor"
      : at < view.validFrom
        ? "time.not_yet_valid"
        : view.validUntil !== null && at > view.validUntil
          ? "time.expired"
          : null;
  return [evidence, line("time.validity", code === null, code ?? "")];
}

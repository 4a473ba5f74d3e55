import type { Seconds } from "./bytes.ts";
import { dateAt, startOfDay } from "./dates.ts";
import { YinzhengError } from "./errors.ts";
import {
  CELL_STATES,
  CELLS_PER_WORD,
  type CellRef,
  type CellState,
  STATUS_REASONS,
  type StatusChange,
  type StatusEvent,
  type StatusReason,
  TRANSITIONS,
} from "./status.ts";

/** What was true of one cell at one instant, as known from the events given. */
export interface CellStatus {
  readonly state: CellState;
  /** Block time of the change that led there; 0 = from the beginning (voided); null = never changed. */
  readonly since: Seconds | null;
  readonly reason: StatusReason | null;
  /** Only where superseded. */
  readonly successor: CellRef | null;
  /** A change of this cell lies between the start of the day and the instant, both included. */
  readonly changedThatDay: boolean;
}

const UNCHANGED: CellStatus = { state: "active", since: null, reason: null, successor: null, changedThatDay: false };

/** May a cell move so? Revoked and superseded are terminal. */
export function mayMove(from: CellState, to: CellState): boolean {
  return TRANSITIONS[from].includes(to);
}

/**
 * State of cell `index` at `time`, folded from the changes of its batch in chain order. They act from block time on,
 * except 撤销 (revoked as `voided`), which holds at every instant as soon as it is known. To ask what was known at an
 * earlier log size, pass the events up to it. That the events are those on chain is not checked here.
 *
 * @param dayStart where `changedThatDay` begins to look; the start of the day of `time` in Asia/Shanghai by default
 * @throws chain.history where the events are out of order or make a move that no contract allows
 */
export function stateAt(
  events: readonly StatusEvent[],
  index: number,
  time: Seconds,
  dayStart: Seconds = startOfDay(dateAt(time)),
): CellStatus {
  const own = events.filter((event) => covers(event.change, index));
  requireLawful(own);
  const changedThatDay = own.some((event) => event.time >= dayStart && event.time <= time);
  const voided = own.find(isVoiding);
  const last = voided ?? own.filter((event) => event.time <= time).at(-1);
  return last === undefined ? UNCHANGED : { ...describe(last), changedThatDay };
}

/** Does the change touch this cell? */
export function covers(change: StatusChange, index: number): boolean {
  return change.ranges.some(({ first, count }) => index >= first && index < first + count);
}

/** Number of the status word that holds cell `index`. */
export function wordOf(index: number): number {
  return Math.floor(index / CELLS_PER_WORD);
}

/** State of cell `index` as its 256-bit status word has it. */
export function stateInWord(word: bigint, index: number): CellState {
  return stateNumbered(Number((word >> BigInt(2 * (index % CELLS_PER_WORD))) & 3n));
}

/** Name of a reason by its number on chain; a number we don't know is `unspecified`. */
export function reasonNumbered(reason: number): StatusReason {
  const known = Object.entries(STATUS_REASONS).find(([, number]) => number === reason);
  return (known?.[0] as StatusReason | undefined) ?? "unspecified";
}

function stateNumbered(number: number): CellState {
  const state = CELL_STATES[number];
  if (state === undefined) throw new YinzhengError("chain.history", { state: number });
  return state;
}

function isVoiding({ change }: StatusEvent): boolean {
  return change.reason === STATUS_REASONS.voided && stateNumbered(change.to) === "revoked";
}

function requireLawful(events: readonly StatusEvent[]): void {
  let state: CellState = "active";
  let time: Seconds = 0;
  for (const event of events) {
    const next = stateNumbered(event.change.to);
    if (!mayMove(state, next) || event.time < time) throw new YinzhengError("chain.history", { from: state, to: next });
    state = next;
    time = event.time;
  }
}

function describe(event: StatusEvent): Omit<CellStatus, "changedThatDay"> {
  const state = stateNumbered(event.change.to);
  return {
    state,
    since: isVoiding(event) ? 0 : event.time,
    reason: reasonNumbered(event.change.reason),
    successor: state === "superseded" ? event.change.successor : null,
  };
}

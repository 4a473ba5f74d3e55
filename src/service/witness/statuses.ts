import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { statusHeadOf } from "../../crypto/log-record.ts";
import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { CELL_STATES, type CellRange, type CellRef, type CellState, type StatusChange } from "../../domain/status.ts";
import { type Batches, isNone } from "./batches.ts";
import { type Members, requireActive, requireSigners, requireThreshold } from "./members.ts";
import { keep } from "./rules.ts";

const MAX_RANGES = 256;
/** No batch has more cells; the contract doesn't look at the size of this one. */
const MAX_CELLS = 2 ** 20;
/** Cells that the officers of one member may revoke in a calendar day of Asia/Shanghai, which is UTC+8 all year. */
const DAILY_REVOCATIONS = 1000;
const DAY: Seconds = 86_400;
const SHANGHAI: Seconds = 8 * 3600;

/** A change as the log has it, at its block's time. */
export interface Change {
  readonly change: StatusChange;
  readonly newHead: Hex;
  readonly signers: readonly Hex[];
  readonly time: Seconds;
}

/** Statuses as StatusRegistry keeps them. */
export class Statuses {
  readonly #members: Members;
  readonly #batches: Batches;

  constructor(members: Members, batches: Batches) {
    this.#members = members;
    this.#batches = batches;
  }

  /** Refuses what StatusRegistry would have; then nothing has changed. */
  take({ change, newHead, signers, time }: Change): void {
    const state = CELL_STATES[change.to];
    keep("status.move", state !== undefined);
    const { notBefore, deadline, memberId, batchId, ranges } = change;
    keep("signed.window", notBefore <= time && time <= deadline && deadline - notBefore <= SIGNING_WINDOW);
    this.#requireEntitled(change, state, signers, time);
    const batch = this.#batches.anchored(memberId, batchId);
    keep("status.batch", batch !== undefined);
    keep("status.successor", this.#isSuccessor(change, state));
    const follows = toHex(statusHeadOf(fromHex(batch.head), structHash("StatusChange", change), time));
    keep("status.head", change.expectedHead === batch.head && newHead === follows);
    keep("status.ranges", areRanges(ranges));
    keep("status.move", batch.cells.mayMove(ranges, change.to));
    if (state === "revoked" && !isNone(change.actingMemberId)) this.#charge(change, time);
    batch.head = newHead;
    batch.cells.move(ranges, change.to);
  }

  /** The member itself, the one that succeeds it, or the council, which signs nothing here. */
  #requireEntitled(change: StatusChange, state: CellState, signers: readonly Hex[], time: Seconds): void {
    const { memberId, actingMemberId, officerEpoch } = change;
    if (isNone(actingMemberId)) {
      keep("status.entitled", signers.length === 0 && state !== "superseded");
      return;
    }
    const successor = this.#members.find(memberId)?.successor;
    keep("status.entitled", actingMemberId === memberId || actingMemberId === successor);
    const acting = this.#members.get(actingMemberId);
    if (state === "suspended") {
      // A frozen member may still suspend, and one officer suffices.
      keep("signers.frozen", acting.closedAt === 0);
      keep("signers.epoch", officerEpoch === acting.epoch);
      keep("signers.threshold", signers.length > 0);
      requireSigners(acting, signers, time);
    } else {
      requireActive(acting, time, officerEpoch);
      requireThreshold(acting, signers, time);
    }
  }

  #isSuccessor({ successor, ranges, memberId, batchId }: StatusChange, state: CellState): boolean {
    if (state !== "superseded") return isNoCell(successor);
    const [range, ...more] = ranges;
    if (range?.count !== 1 || more.length > 0) return false;
    const itself = successor.memberId === memberId && successor.batchId === batchId && successor.index === range.first;
    const known = this.#batches.anchored(successor.memberId, successor.batchId) !== undefined;
    return !itself && known && successor.index < MAX_CELLS;
  }

  #charge({ actingMemberId, ranges }: StatusChange, time: Seconds): void {
    const day = Math.floor((time + SHANGHAI) / DAY);
    const acting = this.#members.get(actingMemberId);
    const before = acting.revoked.day === day ? acting.revoked.cells : 0;
    const cells = ranges.reduce((sum, { count }) => sum + count, before);
    keep("status.limit", cells <= DAILY_REVOCATIONS);
    this.#members.set(actingMemberId, { ...acting, revoked: { day, cells } });
  }
}

const isNoCell = ({ memberId, batchId, index }: CellRef): boolean => isNone(memberId) && isNone(batchId) && index === 0;

/** Whether the contract would take these ranges of cells: ascending, apart, none empty. */
export function areRanges(ranges: readonly CellRange[]): boolean {
  let end = 0;
  for (const { first, count } of ranges) {
    if (count === 0 || first < end) return false;
    end = first + count;
  }
  return ranges.length > 0 && ranges.length <= MAX_RANGES && end <= MAX_CELLS;
}

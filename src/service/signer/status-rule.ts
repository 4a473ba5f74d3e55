import { SIGNING_WINDOW } from "../../domain/anchor.ts";
import type { StatusOrder } from "../../domain/approval.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { parseDraft } from "../../domain/draft.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { CELL_STATES, STATUS_REASONS, type StatusChange } from "../../domain/status.ts";
import { SUCCESSION_REASONS } from "../../domain/succession.ts";
import { draftDigest, memberIdOf } from "../../proof/ids.ts";
import { orderMessage } from "../../proof/messages.ts";
import type { StatusRequest } from "../officers.ts";
import type { SignerConfig } from "./config.ts";
import { checkMaker, checkWindow, refuse, SKEW } from "./rule.ts";
import type { SignLog } from "./sign-log.ts";

/**
 * Refuses unless a maker ordered exactly these cells to change exactly so, and, where they are superseded, unless the
 * successor's signed content says that it takes their place. Throws `signer.refused`, and `schema.*` for no draft.
 */
export function checkStatusRequest(
  config: SignerConfig,
  { change, orders, successor }: StatusRequest,
  now: Seconds,
  log: Pick<SignLog, "cellOf">,
): void {
  const acts = change.actingMemberId === memberIdOf(config.profile.code);
  if (!acts || !isOurs(config, change.memberId)) refuse("the cells are another member's");
  checkWindow(change, now);
  const cells = cellsOf(change, orders.length);
  const ordered = new Set(orders.map(({ order }) => order.index));
  if (cells.length !== ordered.size || !cells.every((index) => ordered.has(index)))
    refuse("not every cell was ordered");
  checkSuccessor(change, cells, successor, log);
  for (const { order, officer, signature } of orders) {
    const at = `cells/${order.index}`;
    if (!isOrdered(change, order)) refuse("the change is not the one that was ordered", at);
    checkAge(order, now, at);
    checkMaker(config, orderMessage(config.network, order), officer, signature, at);
  }
}

/** Are a member's cells this officer's to change: its own member's, or a predecessor's that the officer was told of? */
export function isOurs({ profile, predecessors = [] }: SignerConfig, memberId: Hex): boolean {
  return [profile.code, ...predecessors].some((code) => memberIdOf(code) === memberId);
}

/** What stands in the successor's cell is known from this signer's own log; an officer who didn't sign it can't say. */
function checkSuccessor(
  change: StatusChange,
  cells: readonly number[],
  value: JsonObject | undefined,
  log: Pick<SignLog, "cellOf">,
): void {
  if (CELL_STATES[change.to] !== "superseded") return;
  const [cell, ...more] = cells;
  if (value === undefined || cell === undefined || more.length > 0)
    refuse("one cell, and the draft of its successor, are needed");
  const draft = parseDraft(value);
  const stands = log.cellOf(draftDigest(draft));
  const { memberId, batchId, index } = change.successor;
  if (draft.memberId !== memberId || stands?.batchId !== batchId || stands.index !== index)
    refuse("the successor is not the draft that this officer signed into that cell");
  const before = draft.supersedes;
  if (before?.memberId !== change.memberId || before.batchId !== change.batchId || before.index !== cell)
    refuse("the successor does not name the cell that it takes the place of");
  if (STATUS_REASONS[SUCCESSION_REASONS[before.kind]] !== change.reason)
    refuse("the reason is not the one that the successor gives");
}

function isOrdered(change: StatusChange, order: StatusOrder): boolean {
  return (
    order.memberId === change.memberId &&
    order.batchId === change.batchId &&
    order.to === change.to &&
    order.reason === change.reason &&
    order.expectedHead === change.expectedHead &&
    order.successor.memberId === change.successor.memberId &&
    order.successor.batchId === change.successor.batchId &&
    order.successor.index === change.successor.index
  );
}

/**
 * What restricts may come late, as after an outage. What lifts a restriction may not: whoever carries the orders could
 * keep one back until its maker no longer means it.
 */
function checkAge({ to, orderedAt }: StatusOrder, now: Seconds, at: string): void {
  if (orderedAt > now + SKEW) refuse("the order is dated in the future", at);
  const lifts = CELL_STATES[to] === "active";
  if (lifts && orderedAt + SIGNING_WINDOW < now) refuse("the order to resume is older than 24 hours", at);
}

function cellsOf(change: StatusChange, most: number): readonly number[] {
  const total = change.ranges.reduce((sum, { count }) => sum + count, 0);
  if (total !== most || total === 0) refuse("not every cell was ordered");
  return change.ranges.flatMap(({ first, count }) => Array.from({ length: count }, (_, i) => first + i));
}

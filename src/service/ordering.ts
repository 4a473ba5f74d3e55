import type { StatusOrder } from "../domain/approval.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { StatusChange } from "../domain/status.ts";
import type { MemberState } from "../ledger/ledger.ts";
import { statusMessage } from "../proof/messages.ts";
import { actingMember } from "./acting.ts";
import { signingWindow, stillGood } from "./anchoring.ts";
import { type Context, memberIn } from "./context.ts";
import { renewLists } from "./lists.ts";
import { loadCertificate } from "./load.ts";
import type { StatusRequest } from "./officers.ts";
import { SERVICE } from "./outbox.ts";
import { fact } from "./payloads.ts";
import type { Order } from "./projection.ts";
import { collectSignatures } from "./signatures.ts";
import type { Need } from "./signing/officer.ts";
import type { Job } from "./work.ts";

/** What a registry's refusal of a change is: final, unless the change is on chain after all. */
const REFUSED = ["chain.rejected", "conflict.daily_limit"] as const;

/** The work of going on with a journaled order until it is done or given up. */
export function orderJob(context: Context, id: string, orderId: Hex): Job {
  const task = async (): Promise<void> => {
    const batchId = (await loadCertificate(context, id))?.placed?.batchId;
    try {
      await context.locks.run(`status ${batchId}`, () => tryOrder(context, id, orderId));
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  };
  return { name: `order ${orderId}`, task };
}

/**
 * Carries out one journaled order, from where the journal says it stands; runs under the batch's status lock. Resolves
 * when it is done, also if it was done or given up before. Throws what can be tried again, and what is final, once that
 * is journaled.
 */
export async function tryOrder(context: Context, id: string, orderId: Hex): Promise<void> {
  const certificate = await loadCertificate(context, id);
  const order = certificate?.orders.find((known) => known.orderId === orderId);
  if (certificate === null || order === undefined || order.changed !== undefined || order.failed !== undefined) return;
  try {
    const done = (await whereDone(context, order)) ?? (await carryOut(context, id, order));
    await context.records.append(SERVICE, [fact("status.changed", id, { orderId, ...done })]);
    renewLists(context, certificate);
  } catch (error) {
    if (isFinal(error))
      await context.records.append(SERVICE, [fact("status.failed", id, { orderId, code: error.code })]);
    throw error;
  }
}

/** Will trying again lead nowhere? The maker orders anew after such an error. */
export function isFinal(error: unknown): error is YinzhengError {
  if (isYinzhengError(error, "conflict.order_stale", ...REFUSED)) return true;
  const unreachable = isYinzhengError(error, "signer.refused") ? error.detail.unreachable : undefined;
  return Array.isArray(unreachable) && unreachable.length === 0;
}

type Done = { readonly block: number; readonly time: number };

/** The order's own change, where it is on chain already; `conflict.order_stale` where another one took its place. */
async function whereDone({ ledger, chain }: Context, { ordered: { order } }: Order): Promise<Done | null> {
  const { changes } = await chain.status(order.memberId, order.batchId);
  const next = changes.find(({ change }) => change.expectedHead === order.expectedHead);
  if (next === undefined) return null;
  if (!carriesOut(next.change, order)) throw new YinzhengError("conflict.order_stale");
  // Which block it was is not told any more; this one holds it.
  const { number } = await ledger.head();
  return { block: number, time: next.time };
}

async function carryOut(context: Context, id: string, order: Order): Promise<Done> {
  const member = await actingState(context, order.ordered.order.memberId);
  const before = order.signed;
  const same = before?.change.actingMemberId === member.memberId;
  const good = before !== undefined && same && stillGood(before.change, member, context.clock());
  const signed = good ? before : await sign(context, id, order, member);
  try {
    const { number, time } = await context.ledger.submit({ kind: "status", ...signed });
    return { block: number, time };
  } catch (error) {
    // Refused because an attempt before this one has arrived after all?
    const done = isYinzhengError(error, ...REFUSED) ? await whereDone(context, order) : null;
    if (done === null) throw error;
    return done;
  }
}

/** Whose officers sign; of a closed member that nobody succeeded its own, whom the registry refuses. */
async function actingState({ ledger }: Context, memberId: Hex): Promise<MemberState> {
  const member = await ledger.member(memberId);
  const acting = actingMember(member) ?? memberId;
  return acting === memberId ? member : ledger.member(acting);
}

function carriesOut({ memberId, batchId, ranges, to, reason, successor }: StatusChange, order: StatusOrder): boolean {
  const expected = {
    ranges: [{ first: order.index, count: 1 }],
    to: order.to,
    reason: order.reason,
    successor: order.successor,
  };
  const same = canonicalize({ ranges, to, reason, successor }) === canonicalize(expected);
  return same && memberId === order.memberId && batchId === order.batchId;
}

async function sign(
  context: Context,
  id: string,
  order: Order,
  acting: MemberState,
): Promise<NonNullable<Order["signed"]>> {
  const { memberId, batchId, index, to, reason, successor, expectedHead } = order.ordered.order;
  const change: StatusChange = {
    memberId,
    actingMemberId: acting.memberId,
    officerEpoch: acting.officerEpoch,
    batchId,
    ranges: [{ first: index, count: 1 }],
    to,
    reason,
    successor,
    expectedHead,
    ...signingWindow(context.clock()),
  };
  const request = { change, orders: [order.ordered], ...(await successorDraft(context, order)) };
  const { officers } = memberIn(context, acting.memberId);
  const message = statusMessage(context.ledger.network, change);
  const signatures = await collectSignatures(acting, officers, message, needOf(order, acting), (officer) =>
    officer.signStatus(request),
  );
  await context.records.append(SERVICE, [fact("status.signed", id, { orderId: order.orderId, change, signatures })]);
  return { change, signatures };
}

/** What the signers read of the certificate that takes the place. */
async function successorDraft(context: Context, { successor }: Order): Promise<Pick<StatusRequest, "successor">> {
  const certificate = successor === undefined ? null : await loadCertificate(context, successor);
  return certificate === null ? {} : { successor: certificate.draft };
}

/** One officer may suspend; anything else needs the threshold (design §3.4). */
function needOf({ to }: Order, { threshold }: MemberState): Need {
  return to === "suspended" ? { count: 1, bothRoles: false } : { count: threshold, bothRoles: true };
}

import type { Hex } from "../../domain/bytes.ts";
import { type ErrorCode, isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { RegisteredSeal } from "../../domain/seal.ts";
import type { MemberState } from "../../ledger/ledger.ts";
import { signingWindow, stillGood } from "../anchoring.ts";
import { type Context, memberIn } from "../context.ts";
import { isFinal as isFinalOrder } from "../ordering.ts";
import { SERVICE } from "../outbox.ts";
import { fact } from "../payloads.ts";
import { collectSignatures } from "../signatures.ts";
import type { Job } from "../work.ts";
import { actFields } from "./act.ts";
import { ACTS, needOf } from "./acts.ts";
import { actFor, actMessage, termOf } from "./call.ts";
import { isOpen, loadSeal, type OrderState, type SealRecord, sealLock, sealSubject } from "./record.ts";
import { renewKey } from "./ring.ts";
import { shownOf } from "./shown.ts";

/** What the registry says that trying again does not change. */
const REFUSED = [
  "chain.rejected",
  "chain.no_seals",
  "chain.closed",
  "conflict.seal_state",
  "policy.seal_period",
] as const satisfies readonly ErrorCode[];

/** Will trying again lead nowhere? The maker orders anew after such an error. */
export function isFinal(error: unknown): error is YinzhengError {
  return isFinalOrder(error) || isYinzhengError(error, ...REFUSED);
}

/** The work of going on with a journaled order until it is done or given up. */
export function sealJob(context: Context, code: string, orderId: Hex): Job {
  const task = async (): Promise<void> => {
    try {
      await context.locks.run(sealLock(code), () => trySealOrder(context, code, orderId));
    } catch (error) {
      if (!isFinal(error)) throw error;
    }
  };
  return { name: `seal order ${orderId}`, task };
}

/**
 * Carries out one journaled order, from where the journal says it stands; runs under the seal's lock. Resolves when it is done, also if
 * it was done or given up before. Throws what can be tried again, and what is final, once that is journaled.
 */
export async function trySealOrder(context: Context, code: string, orderId: Hex): Promise<void> {
  const seal = await loadSeal(context, code);
  const order = seal?.orders.find((known) => known.orderId === orderId);
  if (seal === null || order === undefined || !isOpen(order)) return;
  try {
    const done = (await whereDone(context, order)) ?? (await carryOut(context, seal, order));
    await context.records.append(SERVICE, [fact("seal.changed", sealSubject(code), { orderId, ...done })]);
  } catch (error) {
    if (isFinal(error))
      await context.records.append(SERVICE, [fact("seal.failed", sealSubject(code), { orderId, code: error.code })]);
    throw error;
  }
  await renewKey(context, code);
}

/** The ledger knows an act of ours to the letter, whatever became of the seal since. */
async function wasSent({ ledger }: Context, { signed }: OrderState): Promise<Done | null> {
  if (signed === undefined) return null;
  try {
    const { number, time } = await ledger.submit({ ...signed.act, signatures: signed.signatures });
    return { block: number, time };
  } catch (error) {
    if (isYinzhengError(error, "conflict.order_stale", ...REFUSED)) return null;
    throw error;
  }
}

type Done = { readonly block: number; readonly time: number };

/** Where the order is on chain already; `conflict.order_stale` where something else took its place. */
async function whereDone(context: Context, state: OrderState): Promise<Done | null> {
  const { ledger } = context;
  const {
    what,
    ordered: { order },
  } = state;
  const seal = await ledger.sealOf(order.sealId);
  if (what === "apply" || what === "make") {
    if (seal === null || (what === "make" && seal.state === "applied")) return null;
    const same = what === "apply" ? seal.maker === order.other : seal.digest === order.digest;
    if (!same) throw new YinzhengError("conflict.order_stale");
  } else {
    if (seal === null || seal.changes === order.expected) return null;
    if (!(await isDone(ledger, seal, what, order))) {
      const sent = await wasSent(context, state);
      if (sent === null) throw new YinzhengError("conflict.order_stale");
      return sent;
    }
  }
  // Which block it was is not told any more; this one holds it.
  const { number, time } = await ledger.head();
  return { block: number, time };
}

async function isDone(
  ledger: Context["ledger"],
  { state, changes, lostSince }: RegisteredSeal,
  what: OrderState["what"],
  { sealId, expected, other, since, ...order }: OrderState["ordered"]["order"],
): Promise<boolean> {
  if (changes !== expected + 1) return false;
  if (what === "lose") return lostSince !== 0 && (since === 0 || lostSince === since);
  if (what !== "delegate") return state === ACTS[what].to;
  const known = await ledger.sealDelegation(sealId, other);
  const term = termOf(order);
  return known?.validFrom === term.validFrom && known.validUntil === term.validUntil;
}

async function carryOut(context: Context, seal: SealRecord, order: OrderState): Promise<Done> {
  const member = await context.ledger.member(order.ordered.order.memberId);
  const before = order.signed;
  const good = before !== undefined && stillGood(actFields(before.act), member, context.clock());
  const { act, signatures } = good ? before : await sign(context, seal, order, member);
  try {
    const { number, time } = await context.ledger.submit({ ...act, signatures });
    return { block: number, time };
  } catch (error) {
    // Refused because an attempt before this one has arrived after all?
    const done = isYinzhengError(error, ...REFUSED) ? await whereDone(context, order) : null;
    if (done === null) throw error;
    return done;
  }
}

async function sign(
  context: Context,
  seal: SealRecord,
  order: OrderState,
  member: MemberState,
): Promise<NonNullable<OrderState["signed"]>> {
  const { orderId, what, ordered } = order;
  const act = actFor(seal.form, ordered.order, member.officerEpoch, signingWindow(context.clock()));
  if (act === null) throw new YinzhengError("internal", { expected: "an order of a known act" });
  const { officers } = memberIn(context, member.memberId);
  const request = { act, order: ordered, ...(await shownOf(context, seal, what)) };
  const message = actMessage(context.ledger.network, act);
  const need = needOf(what, ordered.order, member);
  const signatures = await collectSignatures(member, officers, message, need, (officer) => officer.signSeal(request));
  await context.records.append(SERVICE, [fact("seal.signed", sealSubject(seal.code), { orderId, act, signatures })]);
  return { act, signatures };
}

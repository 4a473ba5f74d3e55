import { toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import type { SealAct, SealOrder } from "../../domain/seal-order.ts";
import { memberIdOf, sealIdOf } from "../../proof/ids.ts";
import { sealOrderMessage } from "../../proof/messages.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { requireMaker, requireTime } from "../approve.ts";
import { type Context, memberIn } from "../context.ts";
import { type Fact, fact } from "../payloads.ts";
import { signedBy } from "../signatures.ts";
import { ACTS, onlyStops } from "./acts.ts";
import { orderOf, ZERO } from "./form.ts";
import { isFinal, sealJob, trySealOrder } from "./ordering.ts";
import { isOpen, loadSeal, type SealRecord, sealLock, sealSubject } from "./record.ts";
import type { SealChangeInput, SealDelegateInput, SealView, SignedSealOrder } from "./seals.ts";
import { requireKnown, viewOf } from "./view.ts";

/**
 * Has a seal activated, suspended, resumed, reported lost or destroyed by its owner, or registered by its maker. The same order again is
 * answered with what became of it.
 * Throws `auth.*`, `http.not_found`, `policy.officer`, `schema.*`, `conflict.seal_state`, `conflict.order_stale`, `signer.*`, `chain.*`.
 */
export async function orderSeal(
  context: Context,
  by: Principal,
  code: string,
  { what, digest, since, expected, order: { orderedAt, ...signed } }: SealChangeInput,
): Promise<SealView> {
  requireMember(by, "maker");
  const seal = await requireActor(context, by, code, what);
  requireFields(what, digest, since);
  const registered = await context.ledger.sealOf(sealIdOf(code));
  const named = { digest: digest ?? registered?.digest ?? ZERO, ...(since === undefined ? {} : { since }) };
  const term = what === "make" ? { validFrom: seal.form.validFrom, validUntil: seal.form.validUntil } : {};
  const order = orderOf(what, { code, memberId: by.memberId, ...named, ...term, expected, orderedAt });
  return carry(context, by, seal, what, { order, ...signed });
}

/** Lets another member use a seal, or ends that. Throws as `orderSeal` does. */
export async function delegateSeal(
  context: Context,
  by: Principal,
  code: string,
  { member, validFrom, validUntil, expected, order: { orderedAt, ...signed } }: SealDelegateInput,
): Promise<SealView> {
  requireMember(by, "maker");
  const seal = await requireActor(context, by, code, "delegate");
  const other = memberIdOf(member);
  const right = validUntil === 0 ? validFrom === 0 : validUntil > validFrom;
  if (!right)
    throw new YinzhengError("schema.value", {
      pointer: "/validUntil",
      expected: "a time after validFrom, or 0 for both",
    });
  if (!context.members.has(other) || other === by.memberId)
    throw new YinzhengError("schema.value", { pointer: "/member", expected: "another member that is served here" });
  const order = orderOf("delegate", { code, memberId: by.memberId, other, validFrom, validUntil, expected, orderedAt });
  return carry(context, by, seal, "delegate", { order, ...signed });
}

/** Only its owner orders about a seal, or its maker that it was made; whoever knows of it is told so. */
async function requireActor(context: Context, by: MemberPrincipal, code: string, what: SealAct): Promise<SealRecord> {
  const seal = await requireKnown(context, by, code);
  const actor = ACTS[what].by === "maker" ? seal.maker : seal.memberId;
  if (actor !== by.memberId || by.tenant !== memberIn(context, actor).tenant) throw new YinzhengError("auth.forbidden");
  return seal;
}

function requireFields(what: SealChangeInput["what"], digest: Hex | undefined, since: number | undefined): void {
  const seen = what === "make" || what === "activate";
  if (seen && digest === undefined) throw new YinzhengError("schema.missing_field", { pointer: "/digest" });
  if (!seen && digest !== undefined) throw new YinzhengError("schema.unknown_field", { pointer: "/digest" });
  if (what !== "lose" && since !== undefined) throw new YinzhengError("schema.unknown_field", { pointer: "/since" });
}

async function carry(
  context: Context,
  by: MemberPrincipal,
  { code }: SealRecord,
  what: SealAct,
  signed: SignedSealOrder,
): Promise<SealView> {
  await context.locks.run(sealLock(code), async () => {
    const seal = await requireKnown(context, by, code);
    const orderId = orderIdOf(context, signed.order);
    if (!seal.orders.some((known) => known.orderId === orderId)) {
      await checkOrder(context, signed);
      await checkState(context, seal, what, signed.order);
      await context.records.append(by, [orderedFact(code, orderId, signed)]);
    }
    await attempt(context, code, orderId);
  });
  return viewOf(context, await requireKnown(context, by, code));
}

export const orderedFact = (code: string, orderId: Hex, signed: SignedSealOrder): Fact =>
  fact("seal.ordered", sealSubject(code), { orderId, ...signed });

export const orderIdOf = ({ ledger }: Context, order: SealOrder): Hex =>
  toHex(sha256(sealOrderMessage(ledger.network, order)));

/**
 * Carries a journaled order out, or leaves it to be tried again; runs under the seal's lock. Throws why it was not done, also where it was
 * given up before.
 */
export async function attempt(context: Context, code: string, orderId: Hex): Promise<void> {
  try {
    await trySealOrder(context, code, orderId);
  } catch (error) {
    if (!isFinal(error)) context.work.later(sealJob(context, code, orderId));
    throw error;
  }
  const failed = (await loadSeal(context, code))?.orders.find((known) => known.orderId === orderId)?.failed;
  if (failed !== undefined) throw new YinzhengError(failed);
}

/** Throws unless a maker of the member signed it, lately. */
export async function checkOrder(context: Context, { order, officer, signature }: SignedSealOrder): Promise<void> {
  requireTime(order.orderedAt, 0, context.clock(), "/order/orderedAt");
  await requireMaker(context, order.memberId, officer, "/order/officer");
  if (!signedBy(sealOrderMessage(context.ledger.network, order), officer, signature))
    throw new YinzhengError("schema.mismatch", {
      pointer: "/order/signature",
      expected: "the maker's signature of this order",
    });
}

/** Throws `conflict.seal_state`, `conflict.order_stale`, and `schema.*` for an order that can't be meant. */
async function checkState(context: Context, seal: SealRecord, what: SealAct, order: SealOrder): Promise<void> {
  const registered = await context.ledger.sealOf(order.sealId);
  const state = registered?.state ?? "none";
  const { from, to } = ACTS[what];
  const open = seal.orders.find(isOpen);
  // What only takes away waits for nobody: whichever comes second on chain is stale, and given up.
  if (open !== undefined && !onlyStops(what, order))
    throw new YinzhengError("conflict.seal_state", { from: state, underWay: open.what });
  if (!from.includes(state)) throw new YinzhengError("conflict.seal_state", { from: state, to: to ?? state });
  if ((registered?.changes ?? 0) !== order.expected)
    throw new YinzhengError("conflict.order_stale", { changes: registered?.changes ?? 0 });
  if ((what === "make" || what === "activate") && seal.made?.digest !== order.digest)
    throw new YinzhengError("schema.mismatch", { pointer: "/digest", expected: "that of the seal object" });
  if (what === "lose") checkLoss(context, order.since, registered?.lostSince ?? 0);
}

/** A loss lies in the past, at most 30 days back, and is never reported later than it was before. */
function checkLoss(context: Context, since: number, before: number): void {
  const now = context.clock();
  if (since > now || (since !== 0 && since < now - REACH))
    throw new YinzhengError("schema.value", { pointer: "/since", expected: "a time of the last 30 days" });
  if (before !== 0 && (since === 0 || since >= before))
    throw new YinzhengError("conflict.seal_state", { lostSince: before, expected: "an earlier time" });
}

const REACH = 30 * 86_400;

import { toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { StatusOrder } from "../domain/approval.ts";
import { parseDraft } from "../domain/draft.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import { CELL_STATES, type CellRef, type CellState, STATUS_REASONS, type StatusReason } from "../domain/status.ts";
import { mayMove } from "../domain/status-machine.ts";
import { SUCCESSION_REASONS, type SuccessionKind } from "../domain/succession.ts";
import { orderMessage } from "../proof/messages.ts";
import { isIssuerOf, type MemberPrincipal, requireMember } from "./access.ts";
import { actingMember, requireHeld } from "./acting.ts";
import { requireMaker, requireTime } from "./approve.ts";
import type { Context } from "./context.ts";
import { loadCertificate, type PlacedCertificate } from "./load.ts";
import { isFinal, orderJob, tryOrder } from "./ordering.ts";
import { fact } from "./payloads.ts";
import type { Order } from "./projection.ts";
import type { StatusInput, StatusResult } from "./service.ts";
import { signedBy } from "./signatures.ts";
import { latestState } from "./view.ts";

/** What `successor` is where there is none. */
export const NO_CELL: CellRef = { memberId: `0x${"00".repeat(32)}`, batchId: `0x${"00".repeat(32)}`, index: 0 };

/**
 * Changes a certificate's status on the order of a maker of its issuer, or of the member that succeeded a closed one: journals it, has the officers sign, and resolves when it is on
 * chain. The same order again is answered with what became of it. An order that could not be carried out for now stays
 * journaled and is tried again; the error says why it was not done at once.
 * Throws `auth.*`, `http.not_found`, `policy.officer`, `schema.*`, `conflict.state`, `conflict.order_stale`,
 * `conflict.daily_limit`, `signer.*`, `chain.*`.
 */
export async function changeStatus(
  context: Context,
  by: Principal,
  id: string,
  input: StatusInput,
): Promise<StatusResult> {
  requireMember(by, "maker");
  const certificate = await issuedCertificate(context, by, id);
  const order = await orderOf(context, by, certificate, input);
  const orderId = toHex(sha256(orderMessage(context.ledger.network, order)));
  await context.locks.run(`status ${certificate.placed.batchId}`, async () => {
    const { orders } = await issuedCertificate(context, by, id);
    if (!orders.some((known) => known.orderId === orderId)) {
      await checkOrder(context, certificate, input, order);
      const { officer, signature } = input.order;
      const { to, reason, successor } = input;
      const named = successor === undefined ? {} : { successor };
      const ordered = { orderId, order, officer, signature, to, reason, ...named };
      await context.records.append(by, [fact("status.ordered", id, ordered)]);
    }
    try {
      await tryOrder(context, id, orderId);
    } catch (error) {
      if (!isFinal(error)) context.work.later(orderJob(context, id, orderId));
      throw error;
    }
  });
  const { orders } = await issuedCertificate(context, by, id);
  return resultOf(
    id,
    orders.find((known) => known.orderId === orderId),
  );
}

async function issuedCertificate(context: Context, by: MemberPrincipal, id: string): Promise<PlacedCertificate> {
  const certificate = await requireHeld(context, by, await loadCertificate(context, id));
  const { placed, issued } = certificate;
  if (placed === undefined || issued === undefined)
    throw new YinzhengError("conflict.state", { expected: "an issued certificate" });
  return { ...certificate, placed };
}

/** What the maker signed, rebuilt from what we know and what was sent. */
async function orderOf(
  context: Context,
  by: MemberPrincipal,
  { memberId, placed }: PlacedCertificate,
  { to, reason, successor, order }: StatusInput,
): Promise<StatusOrder> {
  const { orderedAt, expectedHead } = order;
  const next = await successorCell(context, by, placed, to === "superseded", successor);
  requireReason(to, reason, next.kind);
  return {
    memberId,
    batchId: placed.batchId,
    index: placed.index,
    to: CELL_STATES.indexOf(to),
    reason: STATUS_REASONS[reason],
    successor: next.cell,
    expectedHead,
    orderedAt,
  };
}

/** The successor's cell: an issued certificate of the same member whose signed content names the cell that it replaces. */
async function successorCell(
  context: Context,
  by: MemberPrincipal,
  before: Pick<CellRef, "batchId" | "index">,
  needed: boolean,
  id: string | undefined,
): Promise<{ readonly cell: CellRef; readonly kind: SuccessionKind | null }> {
  const pointer = "/successor";
  if (!needed && id === undefined) return { cell: NO_CELL, kind: null };
  if (!needed) throw new YinzhengError("schema.unknown_field", { pointer });
  if (id === undefined) throw new YinzhengError("schema.missing_field", { pointer });
  const successor = await loadCertificate(context, id);
  if (successor === null || !isIssuerOf(by, successor)) throw new YinzhengError("schema.value", { pointer });
  const { issued, placed, memberId } = successor;
  if (issued === undefined || placed === undefined) throw new YinzhengError("conflict.state", { pointer });
  const named = parseDraft(successor.draft).supersedes;
  if (named?.memberId !== memberId || named.batchId !== before.batchId || named.index !== before.index)
    throw new YinzhengError("schema.mismatch", { pointer, expected: "a successor that names this cell" });
  return { cell: { memberId, batchId: placed.batchId, index: placed.index }, kind: named.kind };
}

/** The reason of a succession is the one that the successor itself gives, and is given for nothing else. */
function requireReason(to: CellState, reason: StatusReason, kind: SuccessionKind | null): void {
  const reasons: readonly StatusReason[] = Object.values(SUCCESSION_REASONS);
  const right = kind === null ? !reasons.includes(reason) : reason === SUCCESSION_REASONS[kind];
  if (right) return;
  const expected = kind === null ? `a reason to be ${to}` : SUCCESSION_REASONS[kind];
  throw new YinzhengError("schema.mismatch", { pointer: "/reason", expected });
}

async function checkOrder(
  context: Context,
  certificate: PlacedCertificate,
  { to, order: { officer, signature } }: StatusInput,
  order: StatusOrder,
): Promise<void> {
  const { memberId, placed, draftedAt } = certificate;
  requireTime(order.orderedAt, draftedAt, context.clock(), "/order/orderedAt");
  // Once its issuer is closed, the makers of the successor order, and nobody else.
  const acting = actingMember(await context.chain.member(memberId));
  if (acting === null) throw new YinzhengError("policy.officer", { pointer: "/order/officer", member: "closed" });
  await requireMaker(context, acting, officer, "/order/officer");
  if (!signedBy(orderMessage(context.ledger.network, order), officer, signature)) {
    throw new YinzhengError("schema.mismatch", {
      pointer: "/order/signature",
      expected: "the maker's signature of this order",
    });
  }
  const status = await context.chain.status(memberId, placed.batchId);
  if (status.head !== order.expectedHead) throw new YinzhengError("conflict.order_stale", { head: status.head });
  const from = latestState(status, placed.index);
  if (!mayMove(from, to)) throw new YinzhengError("conflict.state", { from, to });
}

function resultOf(id: string, order: Order | undefined): StatusResult {
  if (order?.changed !== undefined) return { id, status: order.to, ...order.changed };
  throw new YinzhengError(order?.failed ?? "internal");
}

import type { Hex } from "../../domain/bytes.ts";
import { canonicalize } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Principal } from "../../domain/principal.ts";
import { anchorMessage } from "../../proof/messages.ts";
import { type MemberPrincipal, requireMember } from "../access.ts";
import { anchorOf, documentsOf, goodRequest } from "../anchoring.ts";
import { cargoOf } from "../cargo-of.ts";
import { type Context, memberIn } from "../context.ts";
import { fact } from "../payloads.ts";
import { type Batch, type ClosedBatch, foldBatch } from "../projection.ts";
import { startBatch } from "../road.ts";
import { signedBy } from "../signatures.ts";
import {
  type BroughtSignature,
  SIGNING_REQUEST_FORMAT,
  type SigningRequest,
  type SigningRequests,
  type TakenSignature,
  type WaitingBatch,
} from "./requests.ts";

/** The verbs for officers who sign offline, over one service. */
export function signingOf(context: Context): SigningRequests {
  return {
    waiting: (by) => waiting(context, by),
    request: (by, batchId) => request(context, by, batchId),
    submit: (by, batchId, brought) => submit(context, by, batchId, brought),
  };
}

type Waiting = ClosedBatch & { readonly awaiting: readonly Hex[] };

async function waiting(context: Context, by: Principal): Promise<readonly WaitingBatch[]> {
  requireMember(by, "maker", "checker");
  const found: WaitingBatch[] = [];
  for (const { subject } of await context.records.unfinished("batch")) {
    const batch = foldBatch(await context.records.of(subject));
    if (batch === null || !isOwn(context, by, batch) || !isWaiting(batch)) continue;
    found.push(await viewOf(context, batch));
  }
  return found;
}

async function viewOf(context: Context, batch: Waiting): Promise<WaitingBatch> {
  const { batchId, type: code, awaiting, requested, closedAt = 0 } = batch;
  const deadline =
    requested === undefined || requested.anchor.deadline <= context.clock() ? null : requested.anchor.deadline;
  return {
    batchId,
    ...(batch.import === undefined ? {} : { import: batch.import }),
    type: { code, names: cargoOf(batch).names(context, batch) },
    closedAt,
    officers: awaiting,
    deadline,
  };
}

async function request(context: Context, by: Principal, batchId: Hex): Promise<SigningRequest> {
  requireMember(by, "maker", "checker");
  return context.locks.run(`signing ${batchId}`, async () => {
    const batch = await ownBatch(context, by, batchId);
    requireWaiting(batch);
    const member = await context.ledger.member(batch.memberId);
    const good = goodRequest(context, batch, member);
    const anchor = good?.anchor ?? anchorOf(context, batch, member);
    const made = good === undefined ? [fact("batch.requested", batchId, { anchor })] : [];
    await context.records.append(by, [...made, fact("batch.shown", batchId, {})]);
    const { voidValue, awaiting: officers } = batch;
    return {
      head: { format: SIGNING_REQUEST_FORMAT, anchor, voidValue, officers },
      documents: documentsOf(context, batch),
    };
  });
}

async function submit(
  context: Context,
  by: Principal,
  batchId: Hex,
  { anchor, officer, signature }: BroughtSignature,
): Promise<TakenSignature> {
  requireMember(by, "maker", "checker");
  await context.locks.run(`signing ${batchId}`, async () => {
    const batch = await ownBatch(context, by, batchId);
    requireOffline(context, batch, officer);
    if (!signedBy(anchorMessage(context.ledger.network, anchor), officer, signature))
      throw new YinzhengError("schema.mismatch", {
        pointer: "/signature",
        expected: "the officer's signature of this anchor",
      });
    const asked = batch.requested;
    const same = asked !== undefined && canonicalize({ ...asked.anchor }) === canonicalize({ ...anchor });
    if (same && asked.given.some(({ signer }) => signer === officer)) return;
    requireWaiting(batch);
    const good = goodRequest(context, batch, await context.ledger.member(batch.memberId));
    if (!same || good === undefined) throw new YinzhengError("conflict.request_stale", { batchId });
    await context.records.append(by, [fact("batch.given", batchId, { signer: officer, signature })]);
  });
  startBatch(context, batchId);
  const { requested, awaiting = [] } = await ownBatch(context, by, batchId);
  const missing = awaiting.filter((address) => !requested?.given.some(({ signer }) => signer === address));
  return { batchId, officer, missing };
}

/** Only one of the member's own officers of whom this service was told that they sign offline. */
function requireOffline(context: Context, { memberId }: Batch, officer: Hex): void {
  const known = memberIn(context, memberId).officers.find(({ address }) => address === officer);
  if (known?.offline !== true)
    throw new YinzhengError("policy.officer", { pointer: "/officer", expected: "an officer who signs offline" });
}

async function ownBatch(context: Context, by: MemberPrincipal, batchId: Hex): Promise<Batch> {
  const batch = foldBatch(await context.records.of(batchId));
  if (batch === null || !isOwn(context, by, batch)) throw new YinzhengError("http.not_found");
  return batch;
}

/** A batch's records are the service's own, so whose it is, its member says. */
function isOwn(context: Context, by: MemberPrincipal, { memberId }: Batch): boolean {
  return by.memberId === memberId && by.tenant === memberIn(context, memberId).tenant;
}

function isWaiting(batch: Batch): batch is Waiting {
  const { root, awaiting, signed, record } = batch;
  return root !== undefined && awaiting !== undefined && signed === undefined && record === undefined;
}

function requireWaiting(batch: Batch): asserts batch is Waiting {
  if (!isWaiting(batch))
    throw new YinzhengError("conflict.state", { expected: "a batch that waits for an officer who signs offline" });
}

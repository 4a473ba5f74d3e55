import type { Anchor, AnchorRecord, OfficerSignature } from "../domain/anchor.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { ErrorCode } from "../domain/errors.ts";
import type { SealUseRecord } from "../domain/seal.ts";
import type { CellState, StatusChange, StatusReason } from "../domain/status.ts";
import type { BatchSignature } from "../proof/bundle.ts";
import type { JournalRecord } from "../store/store.ts";
import type { SignedOrder } from "./officers.ts";
import { type Capture, type Payloads, payloadOf } from "./payloads.ts";

/** One certificate, folded from its records. */
export interface Certificate {
  readonly id: string;
  readonly tenant: string;
  readonly memberId: Hex;
  readonly type: string;
  readonly draft: JsonObject;
  readonly draftDigest: Hex;
  readonly draftedAt: Seconds;
  /** Number of the draft's record: the place in its member's list. */
  readonly seq: number;
  readonly supersedes?: Payloads["certificate.drafted"]["supersedes"] & object;
  readonly import?: { readonly id: string; readonly index: number };
  readonly approval?: Payloads["certificate.approved"];
  readonly returned?: { readonly reason: string; readonly at: Seconds };
  readonly placed?: Payloads["certificate.placed"];
  /** Set when the certificate is issued. */
  readonly issued?: Payloads["certificate.issued"];
  readonly orders: readonly Order[];
}

/** One order to change the certificate's status. */
export interface Order {
  readonly orderId: Hex;
  readonly ordered: SignedOrder;
  readonly to: CellState;
  readonly reason: StatusReason;
  /** Identifier of the certificate that takes this one's place. */
  readonly successor?: string;
  readonly signed?: { readonly change: StatusChange; readonly signatures: readonly OfficerSignature[] };
  readonly changed?: { readonly block: number; readonly time: Seconds };
  readonly failed?: ErrorCode;
}

/** One batch, folded from its records. */
export interface Batch extends Readonly<Payloads["batch.opened"]> {
  readonly batchId: Hex;
  readonly tenant: string;
  readonly openedAt: Seconds;
  readonly root?: Hex;
  /** The member's own, over the closed batch. */
  readonly signatures?: readonly BatchSignature[];
  readonly signed?: { readonly anchor: Anchor; readonly signatures: readonly OfficerSignature[] };
  readonly closedAt?: Seconds;
  /** Officers who sign offline, without whom it does not go on. */
  readonly awaiting?: readonly Hex[];
  /** What they were asked to sign last, and what has come back. */
  readonly requested?: { readonly anchor: Anchor; readonly given: readonly OfficerSignature[] };
  readonly record?: AnchorRecord;
  /** Counted uses of the seals in it; absent: none are, or not yet. */
  readonly uses?: readonly SealUseRecord[];
  readonly capture?: Capture;
  /** Note of the last capture's block; absent until witnesses have answered. */
  readonly checkpoint?: string;
  readonly alarm?: { readonly code: ErrorCode; readonly checks: readonly string[] };
  readonly finished: boolean;
}

/** A batch whose tree is closed. */
export type ClosedBatch = Batch & { readonly root: NonNullable<Batch["root"]> };

/** What everything in a batch has in common. */
export type Version = Pick<Batch, "memberId" | "type" | "typeVersion">;

/** null: nothing was drafted under this identifier, or it was erased. */
export function foldCertificate(records: readonly JournalRecord[]): Certificate | null {
  return records.reduce<Certificate | null>(withRecord, null);
}

function withRecord(certificate: Certificate | null, record: JournalRecord): Certificate | null {
  if (certificate === null) return drafted(record);
  const approval = payloadOf("certificate.approved", record);
  if (approval !== null) return { ...certificate, approval };
  const returned = payloadOf("certificate.returned", record);
  if (returned !== null) return { ...certificate, returned: { reason: returned.reason, at: record.time } };
  const placed = payloadOf("certificate.placed", record);
  if (placed !== null) return { ...certificate, placed };
  const issued = payloadOf("certificate.issued", record);
  if (issued !== null) return { ...certificate, issued };
  return { ...certificate, orders: withOrder(certificate.orders, record) };
}

function drafted(record: JournalRecord): Certificate | null {
  const payload = payloadOf("certificate.drafted", record);
  if (payload === null) return null;
  const { request: _, likeness: __, holder: ___, ...draft } = payload;
  const { subject: id, tenant, time: draftedAt, seq } = record;
  return { ...draft, id, tenant, draftedAt, seq, orders: [] };
}

function withOrder(orders: readonly Order[], record: JournalRecord): readonly Order[] {
  const ordered = payloadOf("status.ordered", record);
  if (ordered !== null) {
    const { orderId, to, reason, successor, ...signedOrder } = ordered;
    const named = successor === undefined ? {} : { successor };
    return [...orders, { orderId, to, reason, ordered: signedOrder, ...named }];
  }
  const change = (orderId: Hex, news: Partial<Order>) =>
    orders.map((order) => (order.orderId === orderId ? { ...order, ...news } : order));
  const signed = payloadOf("status.signed", record);
  if (signed !== null) {
    return change(signed.orderId, { signed: { change: signed.change, signatures: signed.signatures } });
  }
  const changed = payloadOf("status.changed", record);
  if (changed !== null) return change(changed.orderId, { changed: { block: changed.block, time: changed.time } });
  const failed = payloadOf("status.failed", record);
  return failed === null ? orders : change(failed.orderId, { failed: failed.code });
}

/** null: no batch was opened under this id. */
export function foldBatch(records: readonly JournalRecord[]): Batch | null {
  return records.reduce<Batch | null>(withBatchRecord, null);
}

function withBatchRecord(batch: Batch | null, record: JournalRecord): Batch | null {
  if (batch === null) {
    const payload = payloadOf("batch.opened", record);
    const { subject, tenant, time: openedAt } = record;
    return payload === null ? null : { ...payload, batchId: subject as Hex, tenant, openedAt, finished: false };
  }
  const { checkpoint: _, ...before } = batch;
  const capture = payloadOf("batch.captured", record);
  if (capture !== null) return { ...before, capture };
  const cosigned = payloadOf("batch.cosigned", record);
  if (cosigned !== null) return withCheckpoint(batch, cosigned);
  if (record.kind === "batch.refused") return withoutSignatures(batch);
  const given = payloadOf("batch.given", record);
  if (given !== null) return withGiven(batch, given);
  return { ...batch, ...batchNews(record) };
}

function batchNews(record: JournalRecord): Partial<Batch> {
  const closed = payloadOf("batch.closed", record);
  if (closed !== null) return { root: closed.root, signatures: closed.signatures, closedAt: record.time };
  const awaiting = payloadOf("batch.awaiting", record);
  if (awaiting !== null) return { awaiting: awaiting.officers };
  const requested = payloadOf("batch.requested", record);
  if (requested !== null) return { requested: { anchor: requested.anchor, given: [] } };
  const signed = payloadOf("batch.signed", record);
  if (signed !== null) return { signed };
  const anchored = payloadOf("batch.anchored", record);
  if (anchored !== null) return { record: anchored.record };
  const used = payloadOf("batch.used", record);
  if (used !== null) return used;
  const alarm = payloadOf("batch.alarmed", record);
  if (alarm !== null) return { alarm };
  return record.kind === "batch.finished" ? { finished: true } : {};
}

/** A note that came when a newer capture was journaled says nothing about that one. */
function withCheckpoint(batch: Batch, { block, checkpoint }: Payloads["batch.cosigned"]): Batch {
  return batch.capture?.block === block ? { ...batch, checkpoint } : batch;
}

function withGiven(batch: Batch, given: OfficerSignature): Batch {
  const { requested } = batch;
  if (requested === undefined) return batch;
  return { ...batch, requested: { ...requested, given: [...requested.given, given] } };
}

function withoutSignatures({ signed: _, requested: __, ...batch }: Batch): Batch {
  return batch;
}

import type { OfficerSignature } from "../../domain/anchor.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import { type ErrorCode, YinzhengError } from "../../domain/errors.ts";
import type { SealAct } from "../../domain/seal-order.ts";
import type { JournalRecord } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { payloadOf } from "../payloads.ts";
import type { SealActCall } from "./act.ts";
import { actOf } from "./form.ts";
import type { SealPayloads } from "./payloads.ts";
import type { SignedSealOrder } from "./seals.ts";

/** One order about a seal, and how far it has come. */
export interface OrderState {
  readonly orderId: Hex;
  readonly what: SealAct;
  readonly ordered: SignedSealOrder;
  readonly signed?: { readonly act: SealActCall; readonly signatures: readonly OfficerSignature[] };
  readonly changed?: { readonly block: number; readonly time: Seconds };
  readonly failed?: ErrorCode;
}

/** A seal as its journal has it: since it was last applied for. */
export interface SealRecord extends Readonly<SealPayloads["seal.applied"]> {
  readonly code: string;
  readonly tenant: string;
  readonly made?: SealPayloads["seal.made"];
  /** Oldest first; the first is the application. */
  readonly orders: readonly OrderState[];
}

const PREFIX = "seal/";
export const sealSubject = (code: string): string => `${PREFIX}${code}`;
export const codeOf = (subject: string): string => subject.slice(PREFIX.length);
export const sealLock = sealSubject;

/** null: nobody has applied for it here. */
export async function loadSeal({ records }: Context, code: string): Promise<SealRecord | null> {
  return foldSeal(await records.of(sealSubject(code)));
}

/** The seals that a member owns, makes or may use. */
export async function sealsOfMember(context: Context, memberId: Hex): Promise<readonly SealRecord[]> {
  const listed = await context.records.seals(memberId);
  const histories = await context.records.ofEach(listed.map(({ subject }) => subject));
  return histories.map(foldSeal).filter((seal) => seal !== null);
}

function foldSeal(records: readonly JournalRecord[]): SealRecord | null {
  return records.reduce<SealRecord | null>(withRecord, null);
}

function withRecord(seal: SealRecord | null, record: JournalRecord): SealRecord | null {
  const applied = payloadOf("seal.applied", record);
  const { subject, tenant } = record;
  if (applied !== null) return { ...applied, code: codeOf(subject), tenant, orders: [] };
  if (seal === null) return null;
  const made = payloadOf("seal.made", record);
  return made === null ? { ...seal, orders: withOrder(seal.orders, record) } : { ...seal, made };
}

function withOrder(orders: readonly OrderState[], record: JournalRecord): readonly OrderState[] {
  const ordered = payloadOf("seal.ordered", record);
  if (ordered !== null) {
    const { orderId, ...signed } = ordered;
    const what = actOf(signed.order);
    return what === null ? orders : [...orders, { orderId, what, ordered: signed }];
  }
  const news = newsOf(record);
  return news === null ? orders : orders.map((one) => (one.orderId === news.orderId ? { ...one, ...news } : one));
}

function newsOf(record: JournalRecord): (Partial<OrderState> & { readonly orderId: Hex }) | null {
  const signed = payloadOf("seal.signed", record);
  if (signed !== null) return { orderId: signed.orderId, signed: { act: signed.act, signatures: signed.signatures } };
  const changed = payloadOf("seal.changed", record);
  if (changed !== null) return { orderId: changed.orderId, changed: { block: changed.block, time: changed.time } };
  const failed = payloadOf("seal.failed", record);
  return failed === null ? null : { orderId: failed.orderId, failed: failed.code };
}

/** The order by which it was applied for, which begins its records. */
export function applicationOf({ orders: [first] }: SealRecord): SignedSealOrder {
  if (first === undefined) throw new YinzhengError("internal", { expected: "an application for the seal" });
  return first.ordered;
}

export const isOpen = ({ changed, failed }: OrderState): boolean => changed === undefined && failed === undefined;

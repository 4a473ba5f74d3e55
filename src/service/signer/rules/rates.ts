import type { Hex, Seconds } from "../../../domain/bytes.ts";
import { dateAt, startOfDay } from "../../../domain/dates.ts";
import { decimal, millionths } from "./amounts.ts";
import { type DocumentRates, type RuleName, refuseBy, type SignerRules } from "./rules.ts";

const HOUR: Seconds = 3600;

/** The sum of one field over the documents of one batch: millionths. */
export interface Amount {
  readonly field: string;
  readonly sum: bigint;
}

/** What one batch counts, once, from when it was first signed. */
export interface SignedBatch {
  readonly batchId: Hex;
  readonly typeId: Hex;
  readonly documents: number;
  /** Absent where no rule asked for it. */
  readonly amount?: Amount;
}

/** What was signed and when, as the sign-log has it. */
export interface Counted {
  readonly batches: readonly (SignedBatch & { readonly time: Seconds })[];
  /** Cells whose status was changed, without suspensions; `name` tells a change that is signed again. */
  readonly changes: readonly { readonly name: string; readonly cells: number; readonly time: Seconds }[];
}

/** The batch of a type as its rules see it. */
export interface RatedBatch extends SignedBatch {
  /** Code of its type. */
  readonly type: string;
}

/** Throws `signer.refused` where this batch is too much by itself, or with what was signed this hour or today. */
export function judgeRates(rules: SignerRules, batch: RatedBatch, { batches }: Counted, now: Seconds): void {
  const { type, typeId } = batch;
  const today = startOfDay(dateAt(now));
  // Signed again after an outage it is no new document, and it was counted when it was.
  const again = batches.some(({ batchId }) => batchId === batch.batchId);
  const since = (start: Seconds) => (again ? [] : batches.filter(({ time }) => time >= start));
  const documentsSince = (start: Seconds, of?: Hex): number =>
    since(start)
      .filter((one) => of === undefined || one.typeId === of)
      .reduce((sum, { documents }) => sum + documents, again ? 0 : batch.documents);
  const judge = (rates: DocumentRates | undefined, of: Hex | undefined): void => {
    const named = of === undefined ? {} : { type };
    most("documents.per_batch", rates?.perBatch, batch.documents, named);
    most("documents.per_hour", rates?.perHour, documentsSince(now - HOUR + 1, of), named);
    most("documents.per_day", rates?.perDay, documentsSince(today, of), named);
  };
  judge(rules.documents, undefined);
  judge(rules.types?.[type]?.documents, typeId);
  judgeAmounts(
    rules,
    batch,
    since(today).filter((one) => one.typeId === typeId),
  );
}

function judgeAmounts(rules: SignerRules, { type, amount }: RatedBatch, before: Counted["batches"]): void {
  const rule = rules.types?.[type]?.amount;
  if (rule === undefined || amount === undefined) return;
  const { field, perBatch, perDay } = rule;
  const judge = (name: RuleName, limit: string | undefined, value: bigint): void => {
    if (limit !== undefined && value > millionths(limit)) refuseBy(name, { type, field, limit, value: decimal(value) });
  };
  judge("amount.per_batch", perBatch, amount.sum);
  if (perDay === undefined) return;
  const known = before.map((one) => (one.amount?.field === field ? one.amount.sum : null));
  // Signed today before there was this rule: what it came to is not known, and not known is not nothing.
  if (known.includes(null)) refuseBy("amount.unknown", { type, field, limit: perDay });
  judge(
    "amount.per_day",
    perDay,
    known.reduce<bigint>((sum, one) => sum + (one ?? 0n), amount.sum),
  );
}

/** Throws `signer.refused` where these cells are more than may be changed today. */
export function judgeChanges(
  rules: SignerRules,
  change: { readonly name: string; readonly cells: number },
  { changes }: Counted,
  now: Seconds,
): void {
  const perDay = rules.statusOrders?.perDay;
  if (perDay === undefined || changes.some(({ name }) => name === change.name)) return;
  const today = startOfDay(dateAt(now));
  const cells = changes.filter(({ time }) => time >= today).reduce((sum, before) => sum + before.cells, change.cells);
  most("status_orders.per_day", perDay, cells, {});
}

function most(rule: RuleName, limit: number | undefined, value: number, of: { readonly type?: string }): void {
  if (limit !== undefined && value > limit) refuseBy(rule, { ...of, limit, value });
}

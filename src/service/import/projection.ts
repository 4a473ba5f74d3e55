import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JournalRecord } from "../../store/store.ts";
import type { Context } from "../context.ts";
import { type Payloads, payloadOf } from "../payloads.ts";

/** One import, folded from its records. */
export interface Import extends Readonly<Payloads["import.received"]> {
  readonly id: string;
  readonly tenant: string;
  readonly receivedAt: Seconds;
  /** Number of its first record: the place in its member's list. */
  readonly seq: number;
  readonly checked?: Payloads["import.checked"];
  readonly drafted?: Payloads["import.drafted"] & { readonly at: Seconds };
  readonly approved?: Payloads["import.approved"];
  readonly returned?: { readonly reason: string; readonly at: Seconds };
  /** The batch of its certificates. */
  readonly batchId?: Hex;
  readonly placed: boolean;
}

/** null: there is no such import. */
export async function loadImport({ records }: Context, id: string): Promise<Import | null> {
  return (await records.of(id)).reduce<Import | null>(withRecord, null);
}

function withRecord(before: Import | null, record: JournalRecord): Import | null {
  if (before !== null) return { ...before, ...news(record) };
  const received = payloadOf("import.received", record);
  const { subject: id, tenant, time: receivedAt, seq } = record;
  return received === null ? null : { ...received, id, tenant, receivedAt, seq, placed: false };
}

function news(record: JournalRecord): Partial<Import> {
  const checked = payloadOf("import.checked", record);
  if (checked !== null) return { checked };
  const drafted = payloadOf("import.drafted", record);
  if (drafted !== null) return { drafted: { ...drafted, at: record.time } };
  const approved = payloadOf("import.approved", record);
  if (approved !== null) return { approved };
  const returned = payloadOf("import.returned", record);
  if (returned !== null) return { returned: { reason: returned.reason, at: record.time } };
  const opened = payloadOf("import.opened", record);
  if (opened !== null) return { batchId: opened.batchId };
  return record.kind === "import.placed" ? { placed: true } : {};
}

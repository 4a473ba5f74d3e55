import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import { REPRESENTATION_TYPE } from "../proof/representation.ts";
import type { Placer } from "./batcher.ts";
import { claimJob } from "./claiming.ts";
import type { Context } from "./context.ts";
import { startImport } from "./import/job.ts";
import { loadBatch } from "./load.ts";
import { orderJob } from "./ordering.ts";
import { journalOutbox } from "./outbox.ts";
import { payloadOf } from "./payloads.ts";
import { startBatch } from "./road.ts";
import { sealJob } from "./seals/ordering.ts";
import { codeOf } from "./seals/record.ts";

/** Who goes on with what is unfinished. */
interface Parts {
  readonly certificates: Placer;
  readonly documents: Placer;
  readonly desk: { start(id: string): void };
}

/**
 * Brings the service to where the journal, which is open, says it was: outbox, and every piece of unfinished work. The chain is
 * asked before anything is sent again. Throws `store.*`, and `chain.mismatch` for another chain; a chain that does not
 * answer is tried again while the service runs.
 */
export async function recover(context: Context, parts: Parts): Promise<void> {
  const outbox = journalOutbox(context.records);
  try {
    await context.ledger.start(outbox);
  } catch (error) {
    if (!isYinzhengError(error, "chain.unreachable")) throw error;
    const task = async (): Promise<void> => {
      await context.ledger.start(outbox);
      // What has waited for the chain need not wait for its own next attempt.
      await resume(context, parts);
    };
    context.work.later({ name: "chain", task });
  }
  await resume(context, parts);
}

/** Starts whatever is unfinished; what is under way already goes on as it is. */
async function resume(context: Context, parts: Parts): Promise<void> {
  await resumeBatches(context, parts);
  for (const { subject } of await context.records.unfinished("import")) startImport(context, subject);
  for (const { subject } of await context.records.unfinished("place")) parts.certificates.start(subject);
  for (const { subject } of await context.records.unfinished("document")) parts.desk.start(subject);
  for (const record of await context.records.unfinished("order")) {
    const ordered = payloadOf("status.ordered", record);
    if (ordered !== null) context.work.run(orderJob(context, record.subject, ordered.orderId));
  }
  await resumeClaims(context);
  for (const record of await context.records.unfinished("seal")) {
    const ordered = payloadOf("seal.ordered", record);
    if (ordered !== null) context.work.run(sealJob(context, codeOf(record.subject), ordered.orderId));
  }
}

async function resumeClaims(context: Context): Promise<void> {
  for (const record of await context.records.unfinished("claim")) {
    const ordered = payloadOf("claim.ordered", record);
    if (ordered !== null) context.work.run(claimJob(context, ordered));
  }
}

async function resumeBatches(context: Context, parts: Parts): Promise<void> {
  for (const { subject } of await context.records.unfinished("batch")) {
    const batch = await loadBatch(context, subject as Hex);
    if (batch.root !== undefined) startBatch(context, batch.batchId);
    // The batch of an import waits for nobody else, and goes on with the import.
    else if (batch.import === undefined) placerOf(parts, batch).resume(batch);
  }
}

function placerOf({ certificates, documents }: Parts, { type }: { readonly type: string }): Placer {
  return type === REPRESENTATION_TYPE ? documents : certificates;
}

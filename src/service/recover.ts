import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import type { Placer } from "./batcher.ts";
import { claimJob } from "./claiming.ts";
import type { Context } from "./context.ts";
import { startImport } from "./import/job.ts";
import { loadBatch } from "./load.ts";
import { orderJob } from "./ordering.ts";
import { journalOutbox } from "./outbox.ts";
import { payloadOf } from "./payloads.ts";
import { startBatch } from "./road.ts";

/**
 * Brings the service to where the journal, which is open, says it was: outbox, and every piece of unfinished work. The chain is
 * asked before anything is sent again. Throws `store.*`, and `chain.mismatch` for another chain; a chain that does not
 * answer is tried again while the service runs.
 */
export async function recover(context: Context, batcher: Placer): Promise<void> {
  const outbox = journalOutbox(context.records);
  try {
    await context.ledger.start(outbox);
  } catch (error) {
    if (!isYinzhengError(error, "chain.unreachable")) throw error;
    const task = async (): Promise<void> => {
      await context.ledger.start(outbox);
      // What has waited for the chain need not wait for its own next attempt.
      await resume(context, batcher);
    };
    context.work.later({ name: "chain", task });
  }
  await resume(context, batcher);
}

/** Starts whatever is unfinished; what is under way already goes on as it is. */
async function resume(context: Context, batcher: Placer): Promise<void> {
  await resumeBatches(context, batcher);
  for (const { subject } of await context.records.unfinished("import")) startImport(context, subject);
  for (const { subject } of await context.records.unfinished("place")) batcher.start(subject);
  for (const record of await context.records.unfinished("order")) {
    const ordered = payloadOf("status.ordered", record);
    if (ordered !== null) context.work.run(orderJob(context, record.subject, ordered.orderId));
  }
  await resumeClaims(context);
}

async function resumeClaims(context: Context): Promise<void> {
  for (const record of await context.records.unfinished("claim")) {
    const ordered = payloadOf("claim.ordered", record);
    if (ordered !== null) context.work.run(claimJob(context, ordered));
  }
}

async function resumeBatches(context: Context, batcher: Placer): Promise<void> {
  for (const { subject } of await context.records.unfinished("batch")) {
    const batch = await loadBatch(context, subject as Hex);
    if (batch.root !== undefined) startBatch(context, batch.batchId);
    // The batch of an import waits for nobody else, and goes on with the import.
    else if (batch.import === undefined) batcher.resume(batch);
  }
}

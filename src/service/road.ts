import type { Hex } from "../domain/bytes.ts";
import { type ErrorCode, isYinzhengError, type YinzhengError } from "../domain/errors.ts";
import type { BatchTree } from "../proof/batch.ts";
import { anchorBatch, CLOSED } from "./anchoring.ts";
import { type AnchoredBatch, type CapturedBatch, captureBatch, cosign } from "./capture.ts";
import { cargoOf } from "./cargo-of.ts";
import type { Context } from "./context.ts";
import { loadBatch } from "./load.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import type { Batch, ClosedBatch } from "./projection.ts";
import { treeOf } from "./tree.ts";
import { countUses, REFUSED_USES } from "./uses.ts";

/** So many are issued by one append. */
const PIECE = 500;

/** Takes a closed batch on its way; what fails for now is tried again with growing delays. */
export function startBatch(context: Context, batchId: Hex): void {
  context.work.run({ name: `batch ${batchId}`, task: () => travel(context, batchId) });
}

/**
 * The road of a closed batch, from where the journal says it stands: officers sign → anchor → uses of seals → evidence → self-check →
 * issued. Every step is journaled before the next, and each can be repeated.
 */
async function travel(context: Context, batchId: Hex): Promise<void> {
  const batch = await loadBatch(context, batchId);
  if (batch.finished || !isClosed(batch)) return;
  try {
    const record = batch.record ?? (await anchorBatch(context, batch));
    const used = await countUses(context, { ...batch, record });
    await finish(context, await withEvidence(context, used));
    tellImport(context, batch);
  } catch (error) {
    if (!isYinzhengError(error, "chain.closed", ...REFUSED_USES) && !isForClosed(error)) throw error;
    await alarm(context, batch, error.code, []);
    tellImport(context, batch);
  }
}

/** The member was closed, which is for ever: no attempt will get its batch on chain. */
function isForClosed(error: unknown): error is YinzhengError {
  return isYinzhengError(error, "chain.rejected") && error.detail.error === CLOSED;
}

/** Whoever watches the import looks at how it stands now. */
function tellImport(context: Context, batch: Batch): void {
  if (batch.import !== undefined) context.progress.changed(batch.import);
}

/** The evidence of an attempt before, while it is fresh: the journal need not hold the same twice. */
async function withEvidence(context: Context, batch: AnchoredBatch): Promise<CapturedBatch> {
  const { capture } = batch;
  const fresh = capture !== undefined && context.clock() - capture.time <= context.network.maxStatusAge / 4;
  if (!fresh) return captureBatch(context, batch);
  return batch.checkpoint === undefined ? cosign(context, { ...batch, capture }) : { ...batch, capture };
}

/** Checks the proof of everything in the batch, and only then hands it out: all or none. */
async function finish(context: Context, batch: CapturedBatch): Promise<void> {
  const cargo = cargoOf(batch);
  const tree = await treeOf(context, batch);
  const faults = await cargo.faults(context, batch, tree);
  if (faults !== null) return alarm(context, batch, "service.self_check", faults);
  await issueAll(context, batch, tree);
  await cargo.finished(context, batch);
}

/** In pieces, so that others are served in between; what was issued before a restart is not issued again. */
async function issueAll(context: Context, batch: CapturedBatch, tree: BatchTree): Promise<void> {
  const ids: string[] = [];
  let facts: Fact[] = [];
  for await (const { id, fact: issue } of cargoOf(batch).issues(context, batch, tree)) {
    ids.push(id);
    if (issue !== null) facts.push(issue);
    if (facts.length < PIECE) continue;
    await context.records.append(SERVICE, facts);
    facts = [];
  }
  await context.records.append(SERVICE, [...facts, fact("batch.finished", batch.batchId, {})]);
  for (const id of ids) context.waiters.tell(id, "issued");
}

/** Stops for a person to look; tried again when the service starts. Nothing of the batch is handed out. */
async function alarm(context: Context, batch: Batch, code: ErrorCode, checks: readonly string[]): Promise<void> {
  const { batchId, alarm: before } = batch;
  context.notice({ what: "alarm", where: `batch ${batchId}`, code, detail: { checks } });
  if (before?.code !== code) {
    await context.records.append(SERVICE, [fact("batch.alarmed", batchId, { code, checks })]);
  }
  for await (const { id } of cargoOf(batch).items(context, batch)) context.waiters.tell(id, "failed");
}

function isClosed(batch: Batch): batch is ClosedBatch {
  return batch.root !== undefined;
}

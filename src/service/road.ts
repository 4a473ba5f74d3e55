import type { Hex } from "../domain/bytes.ts";
import { type ErrorCode, isYinzhengError } from "../domain/errors.ts";
import { anchorBatch, type ClosedBatch } from "./anchoring.ts";
import { type AnchoredBatch, type CapturedBatch, captureBatch, cosign } from "./capture.ts";
import { claimProof } from "./claim-evidence.ts";
import type { Context } from "./context.ts";
import { loadBatch, loadPlaced, type PlacedCertificate } from "./load.ts";
import { makeBundle } from "./make-bundle.ts";
import { SERVICE } from "./outbox.ts";
import { type Fact, fact } from "./payloads.ts";
import type { Batch } from "./projection.ts";
import { selfCheck } from "./self-check.ts";
import { treeOf } from "./tree.ts";

/** Takes a closed batch on its way; what fails for now is tried again with growing delays. */
export function startBatch(context: Context, batchId: Hex): void {
  context.work.run({ name: `batch ${batchId}`, task: () => travel(context, batchId) });
}

/**
 * The road of a closed batch, from where the journal says it stands: officers sign → anchor → evidence → self-check →
 * issued. Every step is journaled before the next, and each can be repeated.
 */
async function travel(context: Context, batchId: Hex): Promise<void> {
  const batch = await loadBatch(context, batchId);
  if (batch.finished || !isClosed(batch)) return;
  try {
    const record = batch.record ?? (await anchorBatch(context, batch));
    await finish(context, await withEvidence(context, { ...batch, record }));
  } catch (error) {
    if (!isYinzhengError(error, "conflict.used")) throw error;
    await alarm(context, batch, error.code, []);
  }
}

/** The evidence of an attempt before, while it is fresh: the journal need not hold the same twice. */
async function withEvidence(context: Context, batch: AnchoredBatch): Promise<CapturedBatch> {
  const { capture } = batch;
  const fresh = capture !== undefined && context.clock() - capture.time <= context.network.maxStatusAge / 4;
  if (!fresh) return captureBatch(context, batch);
  return batch.checkpoint === undefined ? cosign(context, { ...batch, capture }) : { ...batch, capture };
}

/** Checks the proof of every certificate of the batch, and issues all or none. */
async function finish(context: Context, batch: CapturedBatch): Promise<void> {
  const certificates = await loadPlaced(context, batch.batchId);
  const tree = treeOf(context.ledger.network.registryId, batch, certificates);
  const issued: Fact[] = [];
  for (const certificate of certificates) {
    const path = tree.path(certificate.placed.index);
    const claim = await claimProof(context, batch, certificate);
    const made = makeBundle(context, batch, certificate, path, claim);
    const finding = await selfCheck(context, made, batch.capture.time);
    if (!finding.sound) return alarm(context, batch, "service.self_check", finding.checks, certificates);
    issued.push(fact("certificate.issued", certificate.id, { path }));
  }
  await context.records.append(SERVICE, [...issued, fact("batch.finished", batch.batchId, {})]);
  for (const { id } of certificates) context.waiters.tell(id, "issued");
}

/** Stops for a person to look; tried again when the service starts. Nothing of the batch is handed out. */
async function alarm(
  context: Context,
  { batchId, alarm: before }: Batch,
  code: ErrorCode,
  checks: readonly string[],
  certificates?: readonly PlacedCertificate[],
): Promise<void> {
  context.notice({ what: "alarm", where: `batch ${batchId}`, code, detail: { checks } });
  if (before?.code !== code) {
    await context.records.append(SERVICE, [fact("batch.alarmed", batchId, { code, checks })]);
  }
  for (const { id } of certificates ?? (await loadPlaced(context, batchId))) context.waiters.tell(id, "failed");
}

function isClosed(batch: Batch): batch is ClosedBatch {
  return batch.root !== undefined;
}

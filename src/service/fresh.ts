import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { sealStateSlot } from "../proof/slots.ts";
import { sealStateWord } from "../proof/verify/seal-words.ts";
import { openEvidence } from "../proof/verify/state.ts";
import { type CapturedBatch, captureBatch, cosign } from "./capture.ts";
import { claimedSince } from "./claim-evidence.ts";
import type { Context } from "./context.ts";
import { loadBatch } from "./load.ts";
import type { Certificate } from "./projection.ts";

/** A batch with evidence that is fresh enough, for this certificate of it where one is named. */
export function freshBatch(context: Context, batchId: Hex, certificate?: Certificate): Promise<CapturedBatch> {
  return context.locks.run(`evidence ${batchId}`, () => freshened(context, batchId, certificate));
}

async function freshened(context: Context, batchId: Hex, certificate?: Certificate): Promise<CapturedBatch> {
  const batch = await loadBatch(context, batchId);
  if (!isCaptured(batch)) throw new YinzhengError("internal", { batchId });
  const { changes } = await context.chain.status(batch.memberId, batch.batchId);
  const changed = changes.length !== batch.capture.statusChanges.length;
  const claimed = certificate !== undefined && (await claimedSince(context, batch, certificate));
  const known = changed || claimed || reportedSince(context, batch);
  if (known || (await sealChangedSince(context, batch))) return captureBatch(context, batch);
  const old = context.clock() - batch.capture.time > context.network.maxStatusAge / 4;
  const renewed = old ? await newer(context, batch) : batch;
  return renewed.checkpoint === undefined ? cosign(context, renewed) : renewed;
}

/** Was a key or officer of the member reported compromised after the capture, as far as the log was looked at (`watch.ts`)? */
function reportedSince({ lists: { book } }: Context, { memberId, capture }: CapturedBatch): boolean {
  return book.lastCompromise(memberId, book.size) > capture.log.size;
}

/** Was a seal that was used in the batch changed since the capture: reported lost, above all? */
async function sealChangedSince({ ledger, network }: Context, { uses = [], capture }: CapturedBatch): Promise<boolean> {
  if (uses.length === 0) return false;
  const opened = openEvidence(capture.evidence, network);
  if (!opened.ok) throw new YinzhengError("internal", { expected: "evidence of our own" });
  for (const sealId of new Set(uses.map(({ use }) => use.sealId))) {
    const word = opened.state.read(sealStateSlot(sealId));
    const seal = await ledger.sealOf(sealId);
    if (word === undefined || seal === null) return true;
    const { state, lostSince } = sealStateWord(word);
    if (state !== seal.state || lostSince !== seal.lostSince) return true;
  }
  return false;
}

/** Newer evidence of an unchanged status, if the chain has a newer block and answers; the older says the same of its time. */
async function newer(context: Context, batch: CapturedBatch): Promise<CapturedBatch> {
  try {
    const { number } = await context.ledger.head();
    return number === batch.capture.block ? batch : await captureBatch(context, batch);
  } catch (error) {
    if (isYinzhengError(error, "chain.unreachable")) return batch;
    throw error;
  }
}

function isCaptured(batch: object): batch is CapturedBatch {
  return "record" in batch && "capture" in batch;
}

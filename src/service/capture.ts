import type { Hex } from "../domain/bytes.ts";
import { CELLS_PER_WORD } from "../domain/status.ts";
import type { Bundle, Evidence } from "../proof/bundle.ts";
import { sealUseSlots } from "../proof/seal-use-evidence.ts";
import { anchorSlots, type Slot, slotsOf } from "../proof/slots.ts";
import { type Context, memberIn } from "./context.ts";
import type { HostedKey } from "./hosted-keys.ts";
import { SERVICE } from "./outbox.ts";
import { type Capture, fact } from "./payloads.ts";
import type { Batch } from "./projection.ts";
import { cosignedNote } from "./witnesses.ts";

/** A batch that is on chain. */
export type AnchoredBatch = Batch & { readonly record: NonNullable<Batch["record"]> };
/** A batch with evidence. */
export type CapturedBatch = AnchoredBatch & { readonly capture: Capture };

/**
 * Slots that prove the cell `index` of a batch whose certificate these keys signed, but for a claim, which is read for
 * each certificate by itself.
 */
function slotsOfCell(
  { memberId, typeId, batchId, record }: AnchoredBatch,
  index: number,
  keyIds: readonly Hex[],
): readonly Slot[] {
  const officers = record.signatures.map(({ signer }) => signer);
  return slotsOf({ memberId, typeId, batchId, index, officers, keyIds, nullifier: null });
}

/**
 * The keys of a member that sign certificates or batches, as bundles carry them. Certificates of one batch may have been
 * signed by different ones, so all of them are proven.
 */
export function provingKeys(keys: readonly HostedKey[]): Bundle["keys"] {
  return keys
    .filter(({ purpose }) => purpose !== "status")
    .map(({ keyId, suite, signer }) => ({ keyId, suite, publicKey: signer.publicKey }));
}

/** Slots that prove every cell of a batch, whichever of the member's keys signed, each once; of its anchor alone where no cell has a status. */
export function slotsOfBatch(batch: AnchoredBatch, keys: readonly HostedKey[]): readonly Slot[] {
  if (batch.list === undefined) return [...anchorSlots(batch.record), ...useSlots(batch)];
  const words = Array.from({ length: Math.ceil(batch.capacity / CELLS_PER_WORD) }, (_, word) => word * CELLS_PER_WORD);
  const keyIds = provingKeys(keys).map(({ keyId }) => keyId);
  return distinct(words.flatMap((index) => slotsOfCell(batch, index, keyIds)));
}

/** Slots of the seals used in a batch, of all of them or of these. */
function useSlots({ memberId, batchId, uses = [] }: AnchoredBatch, seals?: readonly Hex[]): readonly Slot[] {
  return sealUseSlots(seals ?? uses.map(({ use }) => use.sealId), memberId, batchId);
}

/** Reads all evidence of a batch at the chain's head, journals it, and asks the witnesses for that block's checkpoint. */
export async function captureBatch(context: Context, batch: AnchoredBatch): Promise<CapturedBatch> {
  const { ledger, records } = context;
  const { memberId, batchId, record } = batch;
  const { number, hash, time } = await ledger.head();
  const slots = slotsOfBatch(batch, memberIn(context, memberId).keys);
  const [evidence, log, statusChanges] = await Promise.all([
    ledger.capture(slots, number),
    ledger.logState(number),
    ledger.changesOf(memberId, batchId, number),
  ]);
  const path = await ledger.inclusion(record.logIndex, log.size);
  const capture = {
    block: number,
    blockHash: hash,
    time,
    evidence,
    log: { size: log.size, root: log.root, path },
    statusChanges,
  };
  await records.append(SERVICE, [fact("batch.captured", batchId, capture)]);
  const { checkpoint: _, ...before } = batch;
  return cosign(context, { ...before, capture });
}

/** Asks the witnesses for the checkpoint of the last capture. Those who don't answer leave the batch as it is. */
export async function cosign(context: Context, batch: CapturedBatch): Promise<CapturedBatch> {
  const { block, blockHash, time, log } = batch.capture;
  const state = { size: log.size, root: log.root, block: { number: block, hash: blockHash, time } };
  const checkpoint = await cosignedNote(context.cosigners, context.network, state);
  if (checkpoint === "" || checkpoint === batch.checkpoint) return batch;
  context.checkpoints.saw(state.block, checkpoint);
  await context.records.append(SERVICE, [fact("batch.cosigned", batch.batchId, { block, checkpoint })]);
  return { ...batch, checkpoint };
}

/** The part of a capture that proves one cell whose certificate these keys signed. */
export function evidenceOfCell(
  context: Context,
  batch: CapturedBatch,
  index: number,
  keyIds: readonly Hex[],
): Evidence {
  return evidenceOf(context, batch.capture.evidence, slotsOfCell(batch, index, keyIds));
}

/** The part of a capture that proves the batch's anchor, whatever stands in it, and the uses of these seals in it. */
export function evidenceOfAnchor(context: Context, batch: CapturedBatch, seals: readonly Hex[] = []): Evidence {
  return evidenceOf(context, batch.capture.evidence, [...anchorSlots(batch.record), ...useSlots(batch, seals)]);
}

/** The part of evidence that proves these slots. */
export function evidenceOf(
  { ledger }: Pick<Context, "ledger">,
  { header, accounts }: Evidence,
  slots: readonly Slot[],
): Evidence {
  const addresses = ledger.network.contracts;
  const wanted = new Set(slots.map(({ contract, key }) => `${addresses[contract]}/${key}`));
  const own = accounts.map(({ address, proof, slots }) => ({
    address,
    proof,
    slots: slots.filter(({ key }) => wanted.has(`${address}/${key}`)),
  }));
  return { header, accounts: own };
}

/** Each slot once. */
export function distinct(slots: readonly Slot[]): readonly Slot[] {
  return [...new Map(slots.map((slot) => [`${slot.contract}/${slot.key}`, slot])).values()];
}

import { toHex } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import type { Bundle } from "../../proof/bundle.ts";
import { readDocument } from "../../proof/document.ts";
import { recordSlot, slotsOf, subjectOf } from "../../proof/slots.ts";
import type { TrustedNetwork } from "../../proof/trust.ts";
import { recordLeaf } from "../../proof/verify/anchor.ts";
import { openEvidence } from "../../proof/verify/state.ts";
import { blockOf, mismatch, witnessed } from "./checkpoint.ts";

/**
 * The bundle of a certificate whose installation was closed, with the state that it has in the one that continues it, at
 * the block of a checkpoint that this one's quorum co-signed; everything else in it stays as it is. Throws
 * `migrate.unwitnessed`, `migrate.not_adopted` where its batch does not stand there, `chain.mismatch` for a checkpoint or a
 * node of another network, `chain.unreachable`.
 *
 * @param network what is trusted of the new installation; `ledger`: a node of it, with the state of that block
 */
export async function refreshBundle(
  ledger: Ledger,
  network: TrustedNetwork,
  bundle: Bundle,
  note: string,
): Promise<Bundle> {
  const { registryId } = network;
  if (ledger.network.registryId !== registryId || registryId === bundle.registryId) {
    throw new YinzhengError("chain.mismatch", { what: "registryId", found: ledger.network.registryId });
  }
  const checkpoint = witnessed(note, network);
  const block = await blockOf(ledger, checkpoint);
  const { memberId, batchId } = bundle.anchor.anchor;
  const [evidence, statusChanges] = await Promise.all([
    ledger.capture(slotsOf(subjectOf(bundle, readDocument(bundle).nullifier)), block.number),
    ledger.changesOf(memberId, batchId, block.number),
  ]);
  const opened = openEvidence(evidence, network);
  if (!opened.ok) throw mismatch("proof", block);
  const record = opened.state.read(recordSlot(memberId, batchId));
  if (record !== BigInt(toHex(recordLeaf(bundle.anchor, bundle.registryId))))
    throw new YinzhengError("migrate.not_adopted", { batchId });
  const log = { size: checkpoint.size, root: checkpoint.root };
  return { ...bundle, continued: { registryId, evidence, log, checkpoint: note, statusChanges } };
}

import type { Hex } from "../../domain/bytes.ts";
import { REPRESENTATION_FORMAT, type RepresentationProof } from "../../proof/representation.ts";
import { type CapturedBatch, evidenceOfAnchor } from "../capture.ts";
import type { Context } from "../context.ts";
import type { PlacedDocument } from "./document.ts";
import { representationManifest } from "./manifest.ts";

/** What shows that the officers have put this document on chain, from what is journaled. */
export function proofOf(
  context: Context,
  batch: CapturedBatch,
  document: PlacedDocument,
  path: readonly Hex[],
): RepresentationProof {
  const { registryId } = context.ledger.network;
  const { block: _, ...anchor } = batch.record;
  return {
    format: REPRESENTATION_FORMAT,
    registryId,
    manifest: manifestIn(context, document),
    salt: document.sealed.salt,
    path,
    anchor,
    log: batch.capture.log,
    evidence: evidenceOfAnchor(context, batch),
    checkpoint: batch.checkpoint ?? "",
  };
}

/** What the document's leaf says. */
export function manifestIn({ ledger }: Context, { memberId, placed, sealed, limits }: PlacedDocument) {
  const { registryId } = ledger.network;
  const { entry, of } = sealed;
  const cell = { registryId, memberId, batchId: placed.batchId, index: placed.index };
  return representationManifest(cell, { entry, of, ...(limits === undefined ? {} : { limits }) });
}

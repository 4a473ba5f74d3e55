import type { Hex } from "../../domain/bytes.ts";
import { parseBundle } from "../../proof/parse.ts";
import { type CertificateState, REPRESENTATION_FORMAT, type RepresentationProof } from "../../proof/representation.ts";
import type { SealedDocument } from "../../proof/sealed-document.ts";
import { type CapturedBatch, evidenceOfAnchor } from "../capture.ts";
import type { Context } from "../context.ts";
import { contentIn } from "./carrier.ts";
import type { PlacedDocument } from "./document.ts";
import { representationManifest } from "./manifest.ts";

/**
 * A document with what shows that the officers have put it on chain, from what is journaled and stored.
 *
 * @param state of the certificate, where it is fresher than that of the bundle in the document
 */
export async function provenDocument(
  context: Context,
  batch: CapturedBatch,
  document: PlacedDocument,
  path: readonly Hex[],
  state?: CertificateState,
): Promise<SealedDocument & { readonly proof: RepresentationProof }> {
  const { objects } = context;
  const { file, bundle } = document.sealed;
  const [bytes, text] = await Promise.all([objects.get(file), objects.get(bundle)]);
  const content = await contentIn(document.carrier, bytes);
  const proof = proofOf(context, batch, document, path);
  const fresh = state === undefined ? {} : { certificate: state };
  return { ...content, certificate: parseBundle(text), proof: { ...proof, ...fresh } };
}

function proofOf(
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

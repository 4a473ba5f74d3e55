import { toBase64 } from "../../crypto/encoding.ts";
import type { Hex } from "../../domain/bytes.ts";
import { sealIdOf } from "../../proof/ids.ts";
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
  const { seals, ...content } = await contentIn(document.carrier, bytes);
  const proof = { ...proofOf(context, batch, document, path), ...(await usesOf(context, batch, document)) };
  const fresh = state === undefined ? {} : { certificate: state };
  // Without a registry of seals nobody counts their uses, and so nobody is asked for them.
  const counted = proof.uses === undefined ? {} : { seals };
  return { ...content, ...counted, certificate: parseBundle(text), proof: { ...proof, ...fresh } };
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
    evidence: evidenceOfAnchor(context, batch, sealsOn(document)),
    checkpoint: batch.checkpoint ?? "",
  };
}

/** The counted uses of the seals on a document, and the lists of revoked certificates that answer for their time. */
async function usesOf(
  { workshop }: Context,
  { uses = [] }: CapturedBatch,
  document: PlacedDocument,
): Promise<Pick<RepresentationProof, "uses" | "revocations">> {
  const own = sealsOn(document).flatMap((sealId) => uses.filter(({ use }) => use.sealId === sealId));
  if (own.length === 0) return {};
  const lists = (await workshop?.keys.revocations()) ?? [];
  return {
    uses: own.map(({ use: { sealId }, leaf }) => ({ sealId, leaf })),
    ...(lists.length === 0 ? {} : { revocations: lists.map(toBase64) }),
  };
}

const sealsOn = ({ sealed }: PlacedDocument): readonly Hex[] => [...new Set(sealed.seals)].map(sealIdOf);

/** What the document's leaf says. */
export function manifestIn({ ledger }: Context, { memberId, placed, sealed, limits }: PlacedDocument) {
  const { registryId } = ledger.network;
  const { entry, of } = sealed;
  const cell = { registryId, memberId, batchId: placed.batchId, index: placed.index };
  return representationManifest(cell, { entry, of, ...(limits === undefined ? {} : { limits }) });
}

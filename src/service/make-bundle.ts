import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { BUNDLE_FORMAT, type Bundle, CREDENTIAL_MEDIA_TYPE } from "../proof/bundle.ts";
import { type CapturedBatch, evidenceOfCell } from "./capture.ts";
import { type Context, HOSTED_SUITE, memberIn } from "./context.ts";
import { manifestOf } from "./credential.ts";
import type { PlacedCertificate } from "./load.ts";
import { contextResource, typeOf, typeResource } from "./resources.ts";

/** The bundle of one certificate, from what is journaled and nothing else. */
export function makeBundle(
  context: Context,
  batch: CapturedBatch,
  certificate: PlacedCertificate,
  path: readonly Hex[],
): Bundle {
  const { registryId } = context.ledger.network;
  const { profile, key } = memberIn(context, batch.memberId);
  if (key === null) throw new YinzhengError("keys.missing", { memberId: batch.memberId });
  const { placed, type } = certificate;
  const { block: _, ...anchor } = batch.record;
  const typeVersion = Number(certificate.draft.typeVersion);
  return {
    format: BUNDLE_FORMAT,
    registryId,
    representations: [{ mediaType: CREDENTIAL_MEDIA_TYPE, entry: 0, salt: placed.salt, credential: placed.credential }],
    manifest: manifestOf(registryId, batch, certificate),
    path,
    anchor,
    log: batch.capture.log,
    evidence: evidenceOfCell(context, batch, placed.index),
    checkpoint: batch.checkpoint ?? "",
    statusChanges: batch.capture.statusChanges,
    member: profile,
    batchSignatures: [],
    keys: [{ keyId: key.keyId, suite: HOSTED_SUITE, publicKey: key.signer.publicKey }],
    contexts: [contextResource()],
    types: [typeResource(typeOf(type, typeVersion))],
  };
}

import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { type AccountProof, BUNDLE_FORMAT, type Bundle, CREDENTIAL_MEDIA_TYPE } from "../proof/bundle.ts";
import { keyIdIn, proofsOf, readProof } from "../proof/data-integrity.ts";
import { type CapturedBatch, evidenceOfCell } from "./capture.ts";
import { type Context, memberIn } from "./context.ts";
import { manifestOf } from "./credential.ts";
import { carriedKeys } from "./hosted-keys.ts";
import type { PlacedCertificate } from "./load.ts";
import { contextResource, typeOf, typeResource } from "./resources.ts";

/** The bundle of one certificate, from what is journaled and nothing else but, where it is claimable, its `claimProof`. */
export function makeBundle(
  context: Context,
  batch: CapturedBatch,
  certificate: PlacedCertificate,
  path: readonly Hex[],
  claim: readonly AccountProof[] = [],
): Bundle {
  const { registryId } = context.ledger.network;
  const { profile, keys: hosted } = memberIn(context, batch.memberId);
  const { placed, type } = certificate;
  const batchSignatures = batch.signatures ?? [];
  const signers = [...proofKeyIds(placed.credential), ...batchSignatures.map(({ keyId }) => keyId)];
  const keys = carriedKeys(hosted, new Set(signers));
  const keyIds = keys.map(({ keyId }) => keyId);
  const evidence = evidenceOfCell(context, batch, placed.index, keyIds);
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
    evidence: { ...evidence, accounts: [...evidence.accounts, ...claim] },
    checkpoint: batch.checkpoint ?? "",
    statusChanges: batch.capture.statusChanges,
    member: profile,
    batchSignatures,
    keys,
    contexts: [contextResource()],
    types: [typeResource(typeOf(context, type, typeVersion))],
  };
}

/** The keys that a credential's proofs name. */
function proofKeyIds(credential: JsonObject): readonly string[] {
  return proofsOf(credential).flatMap((proof) => {
    const read = readProof(proof);
    return read === null ? [] : [keyIdIn(read)];
  });
}

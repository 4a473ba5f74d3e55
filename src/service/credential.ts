import { fromHex } from "../crypto/encoding.ts";
import { SUITES } from "../crypto/suites/table.ts";
import type { HashSuite } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { credentialOf } from "../domain/credential.ts";
import { formatInstant } from "../domain/dates.ts";
import { parseDraft } from "../domain/draft.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Manifest } from "../domain/manifest.ts";
import { CREDENTIAL_MEDIA_TYPE } from "../proof/bundle.ts";
import { addProof } from "../proof/data-integrity.ts";
import { jcsBytes } from "../proof/ids.ts";
import { entryOf } from "../proof/leaf.ts";
import { position } from "../proof/list-position.ts";
import { type Context, memberIn } from "./context.ts";
import { signingKeys } from "./hosted-keys.ts";
import type { PlacedCertificate } from "./load.ts";
import type { Batch, Certificate } from "./projection.ts";
import { contextResource, pinned, typeOf, typeResource } from "./resources.ts";

type Cell = Pick<Batch, "batchId" | "list"> & { readonly index: number };

/** The credential of an approved draft in its cell, with a proof in each suite that its type requires. */
export async function signedCredential(context: Context, certificate: Certificate, cell: Cell): Promise<JsonObject> {
  const { profile, keys } = memberIn(context, certificate.memberId);
  const draft = parseDraft(certificate.draft);
  const type = typeOf(context, certificate.type, draft.typeVersion);
  const signing = signingKeys(type, keys);
  if (signing === null) throw new YinzhengError("keys.missing", { memberId: certificate.memberId });
  const { list, batchId, index } = cell;
  if (list === undefined) throw new YinzhengError("internal", { batchId });
  const credential = credentialOf(draft, {
    profile,
    type,
    cell: { batchId, index },
    statusList: {
      url: `${context.publicUrl}/v1/status-lists/${list.id}`,
      position: position(list, list.offset + index),
    },
    context: pinned(contextResource()),
    typeDefinition: pinned(typeResource(type)),
  });
  const created = formatInstant(context.clock());
  let signed = credential as unknown as JsonObject;
  for (const { suite, keyId, signer } of signing.credential) {
    const verificationMethod = `${profile.issuer}#${keyId}`;
    const sign = (message: Uint8Array): Promise<Uint8Array> => signer.sign(message);
    signed = await addProof(signed, { suite: SUITES[suite], verificationMethod, created, sign });
  }
  return signed;
}

/** What is hashed: the credential without its proofs. */
export function unsecured({ proof: _, ...credential }: JsonObject): JsonObject {
  return credential;
}

/** What the certificate's leaf says. */
export function manifestOf(registryId: Hex, batch: Batch, { placed }: PlacedCertificate): Manifest {
  const { memberId, typeId, batchId } = batch;
  const suite: HashSuite = batch.hashSuite;
  const bytes = jcsBytes(unsecured(placed.credential));
  const entry = entryOf(CREDENTIAL_MEDIA_TYPE, bytes, fromHex(placed.salt), suite);
  const { index } = placed;
  return {
    format: "yinzheng-manifest/1",
    registryId,
    memberId,
    typeId,
    kind: "certificate",
    batchId,
    index,
    entries: [entry],
  };
}

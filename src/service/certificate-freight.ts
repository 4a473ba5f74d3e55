import { toHex } from "../crypto/encoding.ts";
import type { Freight } from "./batcher.ts";
import type { Context } from "./context.ts";
import { signedCredential } from "./credential.ts";
import { loadCertificate } from "./load.ts";
import { SALT_BYTES } from "./new-batch.ts";
import { fact } from "./payloads.ts";
import type { Certificate, Version } from "./projection.ts";

/** Approved certificates, which are signed when their cell is known. */
export function certificateFreight(context: Context): Freight<Certificate & Version> {
  return {
    capacity: context.policy.capacity,
    expectsMore: () => false,
    async waiting(id) {
      const certificate = await loadCertificate(context, id);
      const waits = certificate?.approval !== undefined && certificate.placed === undefined;
      return waits ? { ...certificate, typeVersion: Number(certificate.draft.typeVersion) } : null;
    },
    async placed(certificate, batch, index) {
      const credential = await signedCredential(context, certificate, { ...batch, index });
      const salt = toHex(context.random(SALT_BYTES));
      return fact("certificate.placed", certificate.id, { batchId: batch.batchId, index, credential, salt });
    },
  };
}

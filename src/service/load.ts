import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Context } from "./context.ts";
import { payloadOf } from "./payloads.ts";
import { type Batch, type Certificate, foldBatch, foldCertificate } from "./projection.ts";

/** A certificate with the cell that it was given. */
export type PlacedCertificate = Certificate & { readonly placed: NonNullable<Certificate["placed"]> };

/** null: there is no such certificate. */
export async function loadCertificate({ records }: Context, id: string): Promise<Certificate | null> {
  return foldCertificate(await records.of(id));
}

/** Many of them, where the journal has them close together. */
export async function loadCertificates(
  { records }: Context,
  ids: readonly string[],
): Promise<readonly (Certificate | null)[]> {
  return (await records.ofEach(ids)).map(foldCertificate);
}

/** Throws `internal` for a batchId that was never opened. */
export async function loadBatch({ records }: Context, batchId: Hex): Promise<Batch> {
  const batch = foldBatch(await records.of(batchId));
  if (batch === null) throw new YinzhengError("internal", { batchId });
  return batch;
}

/** Every certificate of a batch, in the order of placing: one at a time, since a batch may be larger than memory. */
export async function* placedIn(context: Context, batchId: Hex): AsyncGenerator<PlacedCertificate> {
  for await (const records of context.records.placedIn(batchId)) {
    const certificates = await loadCertificates(
      context,
      records.map(({ subject }) => subject),
    );
    yield* certificates.filter(isPlaced).filter((certificate) => certificate.placed.batchId === batchId);
  }
}

/** Indices of a batch that are taken. */
export async function takenIn({ records }: Context, batchId: Hex): Promise<ReadonlySet<number>> {
  const taken = new Set<number>();
  for await (const page of records.placedIn(batchId)) {
    for (const record of page) {
      const placed = payloadOf("certificate.placed", record) ?? payloadOf("document.placed", record);
      taken.add(placed?.index ?? -1);
    }
  }
  taken.delete(-1);
  return taken;
}

/** Throws what the batch of a certificate that is not issued came to a stop with: `service.self_check`, `conflict.used`. */
export async function requireNoAlarm(context: Context, { placed, issued }: Certificate): Promise<void> {
  if (issued !== undefined || placed === undefined) return;
  const { alarm } = await loadBatch(context, placed.batchId);
  if (alarm !== undefined) throw new YinzhengError(alarm.code, { checks: alarm.checks });
}

function isPlaced(certificate: Certificate | null): certificate is PlacedCertificate {
  return certificate?.placed !== undefined;
}

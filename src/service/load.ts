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

/** Throws `internal` for a batchId that was never opened. */
export async function loadBatch({ records }: Context, batchId: Hex): Promise<Batch> {
  const batch = foldBatch(await records.of(batchId));
  if (batch === null) throw new YinzhengError("internal", { batchId });
  return batch;
}

/** Every certificate of a batch, by index. */
export async function loadPlaced(context: Context, batchId: Hex): Promise<readonly PlacedCertificate[]> {
  const records = await context.records.placedIn(batchId);
  const certificates = await Promise.all(records.map(({ subject }) => loadCertificate(context, subject)));
  const placed = certificates.filter(isPlaced).filter((certificate) => certificate.placed.batchId === batchId);
  return placed.sort((a, b) => a.placed.index - b.placed.index);
}

/** Indices of a batch that are taken. */
export async function takenIn({ records }: Context, batchId: Hex): Promise<ReadonlySet<number>> {
  const placed = (await records.placedIn(batchId)).map((record) => payloadOf("certificate.placed", record)?.index);
  return new Set(placed.filter((index) => index !== undefined));
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

import type { Context } from "../context.ts";
import { loadCertificates } from "../load.ts";
import { SERVICE } from "../outbox.ts";
import { type Fact, fact } from "../payloads.ts";
import type { Import } from "./projection.ts";

/** Returns every draft of a returned import. */
export async function withdraw(context: Context, { id, returned, placed }: Import): Promise<void> {
  if (returned === undefined || placed) return;
  const { reason } = returned;
  for await (const page of context.records.draftsIn(id)) {
    const certificates = await loadCertificates(
      context,
      page.map(({ subject }) => subject),
    );
    const facts: Fact[] = certificates.flatMap((one) =>
      one === null || one.returned !== undefined ? [] : [fact("certificate.returned", one.id, { reason })],
    );
    await context.records.append(SERVICE, facts);
  }
  await context.records.append(SERVICE, [fact("import.placed", id, {})]);
}

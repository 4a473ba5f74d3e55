import { toHex } from "../../crypto/encoding.ts";
import { BATCH_SIZE } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Context } from "../context.ts";
import { signedCredential } from "../credential.ts";
import { Pool } from "../draw.ts";
import { loadBatch, takenIn } from "../load.ts";
import { groupOf, newBatch, SALT_BYTES, sealTree } from "../new-batch.ts";
import { SERVICE } from "../outbox.ts";
import { type Fact, fact } from "../payloads.ts";
import { type Batch, type Certificate, foldCertificate } from "../projection.ts";
import { startBatch } from "../road.ts";
import type { Import } from "./projection.ts";

/** Gives every draft of an approved import its cell in one batch of its own, and closes that. */
export async function placeDrafts(context: Context, found: Import): Promise<void> {
  const { id } = found;
  const batchId = found.batchId ?? (await open(context, found));
  const batch = await loadBatch(context, batchId);
  const taken = await takenIn(context, batchId);
  const pool = new Pool(batch.capacity, taken);
  // In the order of the drafts, page by page: those that have their cells come first.
  let done = 0;
  for await (const page of context.records.draftsIn(id)) {
    done += page.length;
    if (done <= taken.size) continue;
    const drafts = page.map((record) => foldCertificate([record])).filter((one) => one !== null);
    await placePage(context, batch, pool, drafts.slice(Math.max(0, taken.size - done + page.length)));
    context.progress.tell(id, { step: "placing", done });
  }
  const closed = await sealTree(context, batch);
  await context.records.append(SERVICE, [fact("batch.closed", batchId, closed), fact("import.placed", id, {})]);
  startBatch(context, batchId);
}

/** Opens the batch; everything about it is decided here. */
async function open(context: Context, { id, memberId, type, typeVersion, drafted }: Import): Promise<Hex> {
  return context.locks.run(groupOf({ memberId, type }), async () => {
    const version = { memberId, type, typeVersion };
    const { batchId, opened } = await newBatch(context, version, capacityFor(drafted?.count ?? 0));
    await context.records.append(SERVICE, [
      fact("batch.opened", batchId, { ...opened, import: id }),
      fact("import.opened", id, { batchId }),
    ]);
    return batchId;
  });
}

/** The smallest batch with so many cells. */
function capacityFor(count: number): number {
  return Math.max(BATCH_SIZE.min, 2 ** Math.ceil(Math.log2(count)));
}

async function placePage(context: Context, batch: Batch, pool: Pool, drafts: readonly Certificate[]): Promise<void> {
  const facts: Fact[] = [];
  for (const certificate of drafts) {
    const { index, take } = pool.draw(context.random);
    const credential = await signedCredential(context, certificate, { ...batch, index });
    const placed = { batchId: batch.batchId, index, credential, salt: toHex(context.random(SALT_BYTES)) };
    facts.push(fact("certificate.approved", certificate.id, { import: batch.import ?? "" }));
    facts.push(fact("certificate.placed", certificate.id, placed));
    take();
  }
  await context.records.append(SERVICE, facts);
}

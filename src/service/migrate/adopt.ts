import { YinzhengError } from "../../domain/errors.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { type Continuation, treeOf } from "./continuation.ts";

/** Batches under way at a time. */
const LANES = 16;

/**
 * Relays every adoption to the new installation. What stands there already is success, so it may be done again from the
 * start whenever it was cut short. Throws `chain.mismatch` for another installation than the continuation's, and what
 * `Ledger.submit` throws; then what was adopted before stands.
 */
export async function adoptAll(
  ledger: Ledger,
  { to, origin, adoptions }: Continuation,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<void> {
  if (ledger.network.registryId !== to) {
    throw new YinzhengError("chain.mismatch", { what: "registryId", known: to, found: ledger.network.registryId });
  }
  const from = origin.registryId;
  const { path } = treeOf(from, adoptions);
  const batches = Map.groupBy(
    adoptions.map((adopted, index) => ({ adopted, index })),
    ({ adopted: { adoption } }) => `${adoption.memberId}/${adoption.batchId}`,
  ).values();
  let done = 0;
  const lane = async (): Promise<void> => {
    for (const parts of batches) {
      for (const { adopted, index } of parts) {
        await ledger.submit({ kind: "adopt", from, index, path: path(index), adopted });
        onProgress(++done, adoptions.length);
      }
    }
  };
  // One iterator for all: each lane takes the next batch, and the parts of one go in their order.
  await Promise.all(Array.from({ length: LANES }, lane));
}

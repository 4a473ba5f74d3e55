import { YinzhengError } from "../domain/errors.ts";
import type { Context } from "./context.ts";

const LEAVES_AT_ONCE = 1000;

/** Brings the book up to a log of `size` leaves; call it under the lock of the status lists. Throws `chain.*`. */
export async function readBook({ ledger, lists: { book } }: Context, size: number): Promise<void> {
  while (book.size < size) {
    const leaves = await ledger.logLeaves(book.size, Math.min(size, book.size + LEAVES_AT_ONCE));
    if (leaves.length === 0) throw new YinzhengError("chain.unreachable", { what: "leaves of the log" });
    for (const leaf of leaves) book.add(leaf);
  }
}

import { isYinzhengError } from "../domain/errors.ts";
import type { Context } from "./context.ts";
import { LISTS, renewBehind } from "./lists.ts";
import { readBook } from "./read-book.ts";
import { retryNotice } from "./work.ts";

/** How often the log is looked at. */
export const WATCH_MS = 15_000;

/**
 * Looks at the log for what did not go through this service: a status changed by the council, a compromise that was
 * reported, what a successor's own service did. Views and bundles ask the chain each time; status lists have to be made anew,
 * and bundles from before a compromise captured anew (`bundle.ts`).
 */
export class Watch {
  readonly #context: Context;
  #cancel: (() => void) | null = null;
  #looking: Promise<void> = Promise.resolve();
  #closed = false;

  constructor(context: Context) {
    this.#context = context;
  }

  start(): void {
    if (this.#closed) return;
    this.#cancel = this.#context.timers.after(WATCH_MS, () => {
      this.#looking = this.#look().then(() => this.start());
    });
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#cancel?.();
    await this.#looking;
  }

  async #look(): Promise<void> {
    const { ledger, lists, locks, notice } = this.#context;
    try {
      const { size } = await ledger.logState();
      if (size === lists.book.size) return;
      await locks.run(LISTS, () => readBook(this.#context, size));
      renewBehind(this.#context, size);
    } catch (error) {
      // That the chain does not answer, the heartbeat says.
      if (!isYinzhengError(error, "chain.unreachable")) notice(retryNotice("watch", error));
    }
  }
}

import { YinzhengError } from "../domain/errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/**
 * Resolves when the process is asked to end: Ctrl-C, SIGTERM, or, where attached, the end of standard input. Asked once
 * more, it ends at once, as any process does.
 */
export function stopRequested(attached: boolean): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  const stop = (reason: string): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
    // Open, it would keep the process alive.
    if (attached) process.stdin.destroy();
    resolve(reason);
  };
  for (const signal of SIGNALS) process.once(signal, stop);
  if (attached) {
    // A parent that dies, even by kill -9, closes its end of the pipe.
    process.stdin.once("end", () => stop("end"));
    process.stdin.once("error", () => stop("end"));
    process.stdin.resume();
  }
  return promise;
}

/**
 * What is open, closed in the opposite order; every part is closed, and the first failure is thrown at the end. What is
 * opened after that, by a start that was interrupted, is closed at once, and `add` throws to end that start.
 */
export class Closing {
  readonly #parts: (() => Promise<unknown>)[] = [];
  #closed = false;

  add<T>(part: T, close: (part: T) => Promise<unknown>): T {
    if (this.#closed) {
      void close(part).catch(() => undefined);
      throw new YinzhengError("store.closed", { reason: "stopped while starting" });
    }
    this.#parts.push(() => close(part));
    return part;
  }

  async close(): Promise<void> {
    this.#closed = true;
    const failures: unknown[] = [];
    for (let part = this.#parts.pop(); part !== undefined; part = this.#parts.pop()) {
      await part().catch((failure: unknown) => failures.push(failure));
    }
    if (failures.length > 0) throw failures[0];
  }
}

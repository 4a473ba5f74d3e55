import { YinzhengError } from "../domain/errors.ts";

const SIGNALS = ["SIGINT", "SIGTERM"] as const;

/** Resolves when the process is asked to end; once forgotten, a signal ends it at once, as it does any process. */
interface StopRequest {
  readonly asked: Promise<void>;
  forget(): void;
}

/** Ctrl-C, SIGTERM, or, where attached, the end of standard input: a parent that dies, even by kill -9, closes its end. */
function stopRequest(attached: boolean): StopRequest {
  const { promise, resolve } = Promise.withResolvers<void>();
  const forget = (): void => {
    for (const signal of SIGNALS) process.off(signal, stop);
    // Open, it would keep the process alive.
    if (attached) process.stdin.destroy();
  };
  const stop = (): void => {
    forget();
    resolve();
  };
  for (const signal of SIGNALS) process.on(signal, stop);
  if (attached) process.stdin.once("end", stop).once("error", stop).resume();
  return { asked: promise, forget };
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

const SAME_MOMENT_MS = 250;

/**
 * Ctrl-C reaches every process of a terminal at once, so that a start can fail by a child's end before our own signal is
 * seen: such a failure is no failure. Any other is thrown again.
 */
function unlessAsked(asked: Promise<void>): (failure: unknown) => Promise<void> {
  return async (failure) => {
    const late = new Promise<never>((_, reject) => setTimeout(() => reject(failure), SAME_MOMENT_MS));
    await Promise.race([asked, late]);
    late.catch(() => undefined);
  };
}

/**
 * What every long-running command is: `start` opens things, and all is closed when the process is asked to end, also in
 * the middle of a start, or when that fails. Resolves with the exit code.
 */
export async function untilStopped(
  attached: boolean,
  start: (closing: Closing) => Promise<void>,
  onStop: () => void = () => undefined,
): Promise<number> {
  const closing = new Closing();
  const { asked, forget } = stopRequest(attached);
  try {
    await Promise.race([start(closing), asked]).catch(unlessAsked(asked));
    await asked;
    onStop();
  } finally {
    forget();
    await closing.close();
  }
  return 0;
}

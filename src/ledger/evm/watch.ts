import { setTimeout as delay } from "node:timers/promises";

/** Resolves after `ms` milliseconds, or when `signal` aborts, and never rejects. */
export type Sleep = (ms: number, signal: AbortSignal) => Promise<void>;

/** By the clock of the machine. */
export const sleepByTimer: Sleep = async (ms, signal) => {
  await delay(ms, undefined, { signal }).catch(() => {});
};

const FIRST_MS = 25;
const LONGEST_MS = 2_000;

/**
 * Calls `look` until it says that nothing is left: at once when woken, and otherwise ever less often. Never twice at the
 * same time.
 */
export class Watch {
  readonly #sleep: Sleep;
  readonly #look: () => Promise<boolean>;
  #alarm = new AbortController();
  #woken = false;
  #stopped = false;
  #running: Promise<void> | null = null;

  constructor(sleep: Sleep, look: () => Promise<boolean>) {
    this.#sleep = sleep;
    this.#look = look;
  }

  /** Looks again now, also where a look is under way. */
  wake(): void {
    if (this.#stopped) return;
    this.#woken = true;
    this.#alarm.abort();
    this.#running ??= this.#run().finally(() => {
      this.#running = null;
      if (this.#woken) this.wake();
    });
  }

  /** Resolves when the last look is over. */
  async stop(): Promise<void> {
    this.#stopped = true;
    this.#woken = false;
    this.#alarm.abort();
    await this.#running;
  }

  async #run(): Promise<void> {
    let pause = FIRST_MS;
    do {
      this.#woken = false;
      this.#alarm = new AbortController();
      const left = await this.#look();
      if (this.#woken) pause = FIRST_MS;
      else if (!left) return;
      else await this.#sleep(pause, this.#alarm.signal);
      pause = this.#woken ? FIRST_MS : Math.min(2 * pause, LONGEST_MS);
    } while (!this.#stopped);
  }
}

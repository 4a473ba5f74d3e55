import type { Timers } from "../../src/service/deps.ts";

interface Waiting {
  readonly ms: number;
  readonly task: () => void;
}

/** Delays that pass when a test says so; a delay of 0 passes at once. */
export class TestTimers implements Timers {
  #waiting: Waiting[] = [];
  #changed = Promise.withResolvers<void>();

  after(ms: number, task: () => void): () => void {
    const waiting = { ms, task };
    if (ms === 0) {
      const immediate = setImmediate(task);
      return () => clearImmediate(immediate);
    }
    this.#waiting.push(waiting);
    this.#changed.resolve();
    this.#changed = Promise.withResolvers();
    return () => {
      this.#waiting = this.#waiting.filter((other) => other !== waiting);
    };
  }

  /** Resolves when somebody waits for exactly `ms`. */
  async set(ms: number): Promise<void> {
    while (!this.#waiting.some((waiting) => waiting.ms === ms)) await this.#changed.promise;
  }

  /** Lets the first delay of exactly `ms` pass, as soon as there is one. */
  async pass(ms: number): Promise<void> {
    await this.set(ms);
    const found = this.#waiting.find((waiting) => waiting.ms === ms);
    this.#waiting = this.#waiting.filter((other) => other !== found);
    found?.task();
  }
}

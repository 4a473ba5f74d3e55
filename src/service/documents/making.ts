import type { Hex } from "../../domain/bytes.ts";

/** Documents that are sealed at a time; the threads behind it are fewer, and none waits for the next. */
const AT_ONCE = 8;

/** Lets a few documents be made at a time, however many were asked for, and knows whose are to come. */
export class Making {
  readonly #expected = new Map<Hex, number>();
  readonly #waiting: (() => void)[] = [];
  #running = 0;

  /** Runs the task in its turn. */
  async run<T>(memberId: Hex, task: () => Promise<T>): Promise<T> {
    this.#count(memberId, 1);
    try {
      if (this.#running >= AT_ONCE) await new Promise<void>((resolve) => this.#waiting.push(resolve));
      else this.#running += 1;
      return await task();
    } finally {
      // The turn passes on to the next.
      const next = this.#waiting.shift();
      if (next === undefined) this.#running -= 1;
      else next();
      this.#count(memberId, -1);
    }
  }

  /** Is a document of this member being made, or waiting to be? */
  expects(memberId: Hex): boolean {
    return this.#expected.has(memberId);
  }

  #count(memberId: Hex, change: number): void {
    const count = (this.#expected.get(memberId) ?? 0) + change;
    if (count === 0) this.#expected.delete(memberId);
    else this.#expected.set(memberId, count);
  }
}

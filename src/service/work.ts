import { isYinzhengError } from "../domain/errors.ts";
import type { Notice, Timers } from "./deps.ts";

const FIRST_DELAY_MS = 1_000;
const LONGEST_DELAY_MS = 300_000;

/** Something to do, known by its name. */
export interface Job {
  readonly name: string;
  readonly task: () => Promise<void>;
}

interface Held extends Job {
  attempt: number;
  /** Asked for again while it was running. */
  again: boolean;
  running: Promise<void> | null;
  cancel: (() => void) | null;
}

/**
 * Work that goes on after a request was answered: each job is known by its name, runs at most once at a time, and is
 * tried again with growing delays until it resolves. All of it can be found again in the journal, so nothing is lost
 * when the process ends.
 */
export class Work {
  readonly #timers: Timers;
  readonly #notice: (notice: Notice) => void;
  readonly #jobs = new Map<string, Held>();
  #closed = false;

  constructor(timers: Timers, notice: (notice: Notice) => void) {
    this.#timers = timers;
    this.#notice = notice;
  }

  /** Starts the job; one of that name that waits for its next attempt is tried now. */
  run(job: Job): void {
    if (this.#closed) return;
    const held = this.#hold(job);
    if (held.running !== null) held.again = true;
    else this.#attempt(held);
  }

  /** Begins with a delay, as after a first attempt that failed; one that is under way goes on as it is. */
  later(job: Job): void {
    if (this.#closed || this.#jobs.has(job.name)) return;
    this.#delay(this.#hold(job));
  }

  /** Stops all delays and resolves when what is running has come to an end. */
  async close(): Promise<void> {
    this.#closed = true;
    const jobs = [...this.#jobs.values()];
    for (const job of jobs) job.cancel?.();
    await Promise.all(jobs.map((job) => job.running));
  }

  #attempt(held: Held): void {
    held.cancel?.();
    held.cancel = null;
    held.running = this.#settle(held);
  }

  async #settle(held: Held): Promise<void> {
    try {
      await held.task();
      held.running = null;
      if (held.again && !this.#closed) this.#repeat(held);
      else this.#jobs.delete(held.name);
    } catch (error) {
      held.running = null;
      this.#notice(retryNotice(held.name, error));
      if (!this.#closed) this.#delay(held);
    }
  }

  #hold(job: Job): Held {
    const held = this.#jobs.get(job.name) ?? { ...job, attempt: 0, again: false, running: null, cancel: null };
    this.#jobs.set(job.name, held);
    return held;
  }

  #delay(held: Held): void {
    held.cancel = this.#timers.after(delayOf(held.attempt), () => this.#attempt(held));
    held.attempt += 1;
  }

  #repeat(held: Held): void {
    held.again = false;
    held.attempt = 0;
    this.#attempt(held);
  }
}

/** What an operator is told of something that failed and will be tried again. */
export function retryNotice(where: string, error: unknown): Notice {
  const [code, detail] = isYinzhengError(error) ? [error.code, error.detail] : ["internal", {}];
  return { what: "retry", where, code, detail };
}

function delayOf(attempt: number): number {
  return Math.min(FIRST_DELAY_MS * 2 ** attempt, LONGEST_DELAY_MS);
}

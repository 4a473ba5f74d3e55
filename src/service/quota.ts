import type { Seconds } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";

/** How often each caller may do something: a number of times in a window that begins with the first. */
export class Quota {
  readonly #times: number;
  readonly #window: Seconds;
  readonly #counts = new Map<string, { readonly since: Seconds; readonly count: number }>();

  constructor(times: number, window: Seconds) {
    this.#times = times;
    this.#window = window;
  }

  /** Throws `http.rate` where the caller has done it often enough. */
  require(caller: string, now: Seconds): void {
    this.#forget(now);
    if ((this.#counts.get(caller)?.count ?? 0) >= this.#times) throw new YinzhengError("http.rate");
  }

  count(caller: string, now: Seconds): void {
    const { since = now, count = 0 } = this.#counts.get(caller) ?? {};
    this.#counts.set(caller, { since, count: count + 1 });
  }

  /** Both in one, so that nothing comes between them. Throws as `require` does. */
  spend(caller: string, now: Seconds): void {
    this.require(caller, now);
    this.count(caller, now);
  }

  /** Windows that have passed; a clock that went back ends them too. */
  #forget(now: Seconds): void {
    for (const [caller, { since }] of this.#counts) {
      if (now >= since + this.#window || now < since) this.#counts.delete(caller);
    }
  }
}

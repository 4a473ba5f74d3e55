/** Callers that wait for certificates to be issued. */
export class Waiters {
  readonly #waiting = new Map<string, Set<(outcome: Outcome) => void>>();

  /** Resolves at the outcome; `stop` forgets the caller. */
  wait(id: string): { readonly outcome: Promise<Outcome>; readonly stop: () => void } {
    const waiting = this.#waiting.get(id) ?? new Set();
    this.#waiting.set(id, waiting);
    let told: (outcome: Outcome) => void = () => undefined;
    const outcome = new Promise<Outcome>((resolve) => {
      told = resolve;
    });
    waiting.add(told);
    const stop = (): void => {
      waiting.delete(told);
      if (waiting.size === 0) this.#waiting.delete(id);
    };
    return { outcome, stop };
  }

  tell(id: string, outcome: Outcome): void {
    for (const told of this.#waiting.get(id) ?? []) told(outcome);
  }
}

export type Outcome = "issued" | "failed";

/** What an import is doing: `done` of so many certificates as it has. Not journaled: it says how far a running step is. */
export interface Step {
  readonly step: "checking" | "drafting" | "placing" | "signing" | "proving";
  readonly done: number;
}

/** Who watches imports hears of every step, and of every change that the journal holds. */
export class Progress {
  readonly #steps = new Map<string, Step>();
  readonly #watching = new Map<string, Set<() => void>>();

  step(id: string): Step | null {
    return this.#steps.get(id) ?? null;
  }

  /** A step went on. */
  tell(id: string, step: Step): void {
    this.#steps.set(id, step);
    this.#call(id);
  }

  /** The import stands where it did not: look again. */
  changed(id: string): void {
    this.#steps.delete(id);
    this.#call(id);
  }

  /** Calls `listener` after every change until the function it gives is called. */
  watch(id: string, listener: () => void): () => void {
    const watching = this.#watching.get(id) ?? new Set();
    this.#watching.set(id, watching);
    watching.add(listener);
    return () => {
      watching.delete(listener);
      if (watching.size === 0) this.#watching.delete(id);
    };
  }

  #call(id: string): void {
    for (const listener of this.#watching.get(id) ?? []) listener();
  }
}

/** What was made and checked, by what it was made from; it can be made again, so only some are kept. */
export class Kept<T> {
  readonly #most: number;
  readonly #kept = new Map<string, { readonly from: string; readonly made: T }>();

  constructor(most: number) {
    this.#most = most;
  }

  /** null: nothing was made of this, or from something else. */
  get(of: string, from: string): T | null {
    const known = this.#kept.get(of);
    return known?.from === from ? known.made : null;
  }

  set(of: string, from: string, made: T): void {
    if (this.#kept.size >= this.#most) this.#kept.clear();
    this.#kept.set(of, { from, made });
  }
}

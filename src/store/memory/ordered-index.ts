import type { Index, IndexEntry } from "../store.ts";

/** An ordered map in the order of LevelDB: that of the keys' UTF-8 bytes, which `Bytes` holds one to a character. */
type Bytes = string;

export class MemoryIndex implements Index {
  readonly mac: Index["mac"];
  readonly #keys: Bytes[] = [];
  readonly #values = new Map<Bytes, string>();
  readonly #requireOpen: () => void;

  constructor(mac: Index["mac"], requireOpen: () => void) {
    this.mac = mac;
    this.#requireOpen = requireOpen;
  }

  async get(key: string): Promise<string | null> {
    this.#requireOpen();
    return this.#values.get(bytesOf(key)) ?? null;
  }

  async range(
    prefix: string,
    options: { readonly after?: string; readonly limit?: number; readonly reverse?: boolean } = {},
  ): Promise<readonly IndexEntry[]> {
    this.#requireOpen();
    const { after, limit = Number.POSITIVE_INFINITY, reverse = false } = options;
    const bytes = bytesOf(prefix);
    let [start, end] = [this.#place(bytes), this.#place(`${bytes}\u00ff`)];
    if (after !== undefined && reverse) end = Math.min(end, this.#place(bytesOf(after)));
    // The next possible key is one with a zero byte more.
    if (after !== undefined && !reverse) start = Math.max(start, this.#place(`${bytesOf(after)}\u0000`));
    const keys = this.#keys.slice(start, Math.max(start, end));
    if (reverse) keys.reverse();
    return keys.slice(0, limit).map((key) => ({ key: textOf(key), value: this.#values.get(key) ?? "" }));
  }

  async write(puts: readonly IndexEntry[], deletes: readonly string[] = []): Promise<void> {
    this.#requireOpen();
    for (const key of deletes.map(bytesOf)) {
      if (this.#values.delete(key)) this.#keys.splice(this.#place(key), 1);
    }
    for (const { key, value } of puts) {
      const bytes = bytesOf(key);
      if (!this.#values.has(bytes)) this.#keys.splice(this.#place(bytes), 0, bytes);
      this.#values.set(bytes, value);
    }
  }

  async clear(): Promise<void> {
    this.#requireOpen();
    this.#keys.length = 0;
    this.#values.clear();
  }

  /** How many keys come before this one. */
  #place(bytes: Bytes): number {
    let [low, high] = [0, this.#keys.length];
    while (low < high) {
      const middle = (low + high) >>> 1;
      if ((this.#keys[middle] ?? "") < bytes) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

function bytesOf(text: string): Bytes {
  return Buffer.from(text, "utf8").toString("latin1");
}

function textOf(bytes: Bytes): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}

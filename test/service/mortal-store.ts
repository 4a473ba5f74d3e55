import type { Index, Journal, Objects, Store } from "../../src/store/store.ts";

/** A process that ends after the journal's record `last`: that record is on disk, and nothing after it happens. */
export class MortalStore implements Store {
  readonly journal: Journal;
  readonly index: Index;
  readonly objects: Objects;
  readonly #store: Store;
  readonly #end = Promise.withResolvers<void>();
  #dead = false;

  constructor(store: Store, last: number) {
    this.#store = store;
    const alive = <A extends readonly unknown[], T>(call: (...args: A) => T): ((...args: A) => T) => {
      return (...args) => {
        if (this.#dead) throw new Error("killed");
        return call(...args);
      };
    };
    const { journal, index, objects } = store;
    this.objects = { put: alive((bytes) => objects.put(bytes)), get: alive((ref) => objects.get(ref)) };
    this.journal = {
      append: async (records) => {
        if (this.#dead) throw new Error("killed");
        const written = await journal.append(records);
        this.#dead ||= journal.head().seq >= last;
        if (!this.#dead) return written;
        this.#end.resolve();
        throw new Error("killed");
      },
      read: alive((seq) => journal.read(seq)),
      scan: alive((from) => journal.scan(from)),
      head: alive(() => journal.head()),
      erase: alive((seq, by) => journal.erase(seq, by)),
      audit: alive(() => journal.audit()),
    };
    this.index = {
      get: alive((key) => index.get(key)),
      range: alive((prefix, options) => index.range(prefix, options)),
      write: alive((puts, deletes) => index.write(puts, deletes)),
      clear: alive(() => index.clear()),
      mac: (name) => index.mac(name),
    };
  }

  /** Resolves when it dies; never, where it lives to the end. */
  get death(): Promise<void> {
    return this.#end.promise;
  }

  close(): Promise<void> {
    return this.#store.close();
  }
}

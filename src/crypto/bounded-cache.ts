/** A cache of at most so many values. What it holds must follow from the name alone. */
export interface BoundedCache<V> {
  /** The value of that name, now the most recently used; undefined where it is not (or no longer) there. */
  get(name: string): V | undefined;
  /** The least recently used value leaves when the cache is full. */
  set(name: string, value: V): void;
}

/** An empty cache for up to `size` values. */
export function boundedCache<V>(size: number): BoundedCache<V> {
  const values = new Map<string, V>();
  return {
    get(name) {
      const value = values.get(name);
      if (value === undefined) return undefined;
      values.delete(name);
      values.set(name, value);
      return value;
    },
    set(name, value) {
      values.delete(name);
      values.set(name, value);
      if (values.size <= size) return;
      for (const oldest of values.keys()) {
        values.delete(oldest);
        break;
      }
    },
  };
}

import type { IndexEntry } from "../store/store.ts";
import type { IndexChange } from "./index-entries.ts";

/** Changes one after another as one: what is put and then deleted is deleted, and the other way round. */
export function mergedChanges(changes: readonly IndexChange[]): {
  readonly puts: readonly IndexEntry[];
  readonly deletes: readonly string[];
} {
  const values = new Map<string, string | null>();
  for (const { puts, deletes } of changes) {
    for (const { key, value } of puts) values.set(key, value);
    for (const key of deletes) values.set(key, null);
  }
  const puts = [...values].flatMap(([key, value]) => (value === null ? [] : [{ key, value }]));
  return { puts, deletes: [...values].flatMap(([key, value]) => (value === null ? [key] : [])) };
}

import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { YinzhengError } from "../../domain/errors.ts";

/** Holds a folder for one process. */
export interface Lock {
  release(): void;
}

/**
 * Locks a folder with the file `lock` in it. SQLite's exclusive transaction is used for nothing but the lock of the
 * operating system below it: it ends with its process, however that ends, so a kill leaves no stale lock behind. Throws
 * `store.locked` where another process, or this one, holds it.
 */
export function lockFolder(dir: string): Lock {
  const database = new DatabaseSync(join(dir, "lock"), { timeout: 0 });
  try {
    database.exec("BEGIN EXCLUSIVE");
  } catch (cause) {
    database.close();
    throw new YinzhengError("store.locked", { path: dir }, cause);
  }
  return { release: () => database.close() };
}

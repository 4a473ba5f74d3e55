import { rm } from "node:fs/promises";
import { Level } from "level";
import { YinzhengError } from "../../domain/errors.ts";
import type { Index, IndexEntry } from "../store.ts";
import { codeOf, diskError } from "./disk.ts";

/** Keys and values as UTF-8 bytes, because LevelDB orders bytes. */
export type Database = Level<Buffer, Buffer>;

/** UTF-8 has no such byte: it comes after every key with the same beginning. */
const AFTER_ALL = Uint8Array.of(0xff);

/**
 * Opens the index. A damaged one is emptied, since it can be rebuilt; so the caller must hold the lock of the data
 * directory.
 */
export async function openDatabase(location: string): Promise<Database> {
  try {
    return await open(location);
  } catch (error) {
    if (levelCode(error) !== "LEVEL_CORRUPTION") throw levelError(error);
  }
  try {
    await rm(location, { recursive: true });
    return await open(location);
  } catch (error) {
    throw levelError(error);
  }
}

/**
 * Keeps every other writer out until it is closed: a LevelDB that nothing is ever written to. It locks its folder
 * through the operating system, so that kill -9 leaves nothing to clean up. Throws `store.locked`.
 */
export async function openLock(location: string): Promise<Database> {
  try {
    return await open(location);
  } catch (error) {
    throw levelError(error);
  }
}

async function open(location: string): Promise<Database> {
  const database: Database = new Level(location, { keyEncoding: "buffer", valueEncoding: "buffer" });
  await database.open();
  return database;
}

export class LevelIndex implements Index {
  readonly mac: Index["mac"];
  readonly #database: Database;

  constructor(database: Database, mac: Index["mac"]) {
    this.#database = database;
    this.mac = mac;
  }

  async get(key: string): Promise<string | null> {
    const value = await translated(() => this.#database.get(Buffer.from(key)));
    return value?.toString("utf8") ?? null;
  }

  async range(
    prefix: string,
    options: { readonly after?: string; readonly limit?: number; readonly reverse?: boolean } = {},
  ): Promise<readonly IndexEntry[]> {
    const { after, limit = -1, reverse = false } = options;
    const first = Buffer.from(prefix);
    const end = Buffer.concat([first, AFTER_ALL]);
    const beyond = after === undefined ? null : Buffer.from(after);
    const bounds = reverse
      ? { gte: first, lt: beyond === null || beyond.compare(end) > 0 ? end : beyond }
      : { ...(beyond === null || beyond.compare(first) < 0 ? { gte: first } : { gt: beyond }), lt: end };
    const entries = await translated(() => this.#database.iterator({ ...bounds, limit, reverse }).all());
    return entries.map(([key, value]) => ({ key: key.toString("utf8"), value: value.toString("utf8") }));
  }

  async write(puts: readonly IndexEntry[], deletes: readonly string[] = []): Promise<void> {
    await translated(() =>
      this.#database.batch([
        ...deletes.map((key) => ({ type: "del" as const, key: Buffer.from(key) })),
        ...puts.map(({ key, value }) => ({ type: "put" as const, key: Buffer.from(key), value: Buffer.from(value) })),
      ]),
    );
  }

  async clear(): Promise<void> {
    await translated(() => this.#database.clear());
  }
}

async function translated<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw levelError(error);
  }
}

function levelError(error: unknown): YinzhengError {
  const code = levelCode(error);
  if (code === "LEVEL_LOCKED") return new YinzhengError("store.locked", {}, error);
  if (code === "LEVEL_CORRUPTION") return new YinzhengError("store.damaged", { what: "the index" }, error);
  if (code === "LEVEL_DATABASE_NOT_OPEN" || code === "LEVEL_ITERATOR_NOT_OPEN") {
    return new YinzhengError("store.closed", {}, error);
  }
  return diskError(error);
}

/** The code of the innermost error that LevelDB gave: "not open" has the reason as its cause. */
function levelCode(error: unknown): string {
  const inner = error instanceof Error && error.cause !== undefined ? levelCode(error.cause) : "";
  return inner.startsWith("LEVEL_") ? inner : codeOf(error);
}

import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { kmsOf, type MasterKey } from "../kms.ts";
import type { Store } from "../store.ts";
import { diskError, makeFolder, readIfThere } from "./disk.ts";
import { openJournal } from "./journal.ts";
import { openStoreKeys } from "./master.ts";
import { LevelObjects } from "./objects.ts";
import { type Database, LevelIndex, openDatabase, openLock } from "./ordered-index.ts";

export type LevelStoreOptions = MasterKey & {
  /** Made if there is none, for its owner only. */
  readonly dir: string;
  /** From this length on a segment of the journal is finished and the next begun. */
  readonly segmentBytes?: number;
};

const SEGMENT_BYTES = 64 * 2 ** 20;

/**
 * Opens a data directory, or makes one: `store.json` (the store's key, wrapped), `journal/` (the truth), `index/`
 * (LevelDB, rebuildable), `objects/` (sealed files), `lock/` (LevelDB, for its lock alone), `writer.pid` (for the message to a second opener).
 *
 * @throws store.locked while another process, or this one, has it open; store.key for another master key;
 *   store.damaged where the journal isn't as it was written; storage.full, store.unreachable
 */
export async function openLevelStore(options: LevelStoreOptions): Promise<Store> {
  const { dir, segmentBytes = SEGMENT_BYTES } = options;
  const kms = kmsOf(options);
  /** What to close, last opened first. */
  const opened: { close(): Promise<void> }[] = [];
  const close = async () => {
    for (let last = opened.pop(); last !== undefined; last = opened.pop()) await last.close();
  };
  try {
    opened.push(await lock(dir));
    const folder = join(dir, "journal");
    const keys = await openStoreKeys(dir, folder, kms);
    const database = await openDatabase(join(dir, "index"));
    opened.push(database);
    const journal = await openJournal(folder, keys.records, segmentBytes);
    opened.push(journal);
    const objects = new LevelObjects(join(dir, "objects"));
    opened.push(objects);
    return { journal, index: new LevelIndex(database, keys.mac), objects, close };
  } catch (error) {
    await close();
    throw diskError(error);
  }
}

async function lock(dir: string): Promise<Database> {
  await makeFolder(dir);
  const note = join(dir, "writer.pid");
  try {
    const held = await openLock(join(dir, "lock"));
    await writeFile(note, `${process.pid}\n`, { mode: 0o600 });
    return held;
  } catch (error) {
    if (!isYinzhengError(error, "store.locked")) throw error;
    const pid = Number((await readIfThere(note))?.toString("utf8") ?? 0);
    throw new YinzhengError("store.locked", { dir, pid }, error);
  }
}

import { createSecretKey } from "node:crypto";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type LevelJournal, openJournal } from "../../src/store/level/journal.ts";
import { openLevelStore } from "../../src/store/level/open.ts";
import { createSegment } from "../../src/store/level/segment.ts";
import { GENESIS } from "../../src/store/record.ts";
import type { Store } from "../../src/store/store.ts";

export const MASTER_KEY = new Uint8Array(32).fill(0x5a);
const JOURNAL_KEY = createSecretKey(MASTER_KEY);

/** Data directories of one test file; all go after each test. */
export function folders(): { make: () => string; copy: (from: string) => string } {
  const made: string[] = [];
  const make = () => {
    const folder = mkdtempSync(join(tmpdir(), "yinzheng-store-"));
    made.push(folder);
    return folder;
  };
  afterEach(() => {
    for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
  });
  return {
    make,
    copy(from) {
      const folder = make();
      cpSync(from, folder, { recursive: true });
      return folder;
    },
  };
}

export function open(dir: string, segmentBytes?: number): Promise<Store> {
  return openLevelStore({ dir, masterKey: MASTER_KEY, ...(segmentBytes === undefined ? {} : { segmentBytes }) });
}

/** Opens, does something, and closes. */
export async function using<T>(dir: string, work: (store: Store) => Promise<T>, segmentBytes?: number): Promise<T> {
  const store = await open(dir, segmentBytes);
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Every file below a folder. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, encoding: "utf8" })
    .map((name) => join(folder, name))
    .filter((path) => statSync(path).isFile());
}

/** The files below a folder that hold these bytes. */
export function filesWith(folder: string, needle: string | Buffer): string[] {
  return filesBelow(folder).filter((path) => readFileSync(path).includes(needle));
}

/** Opens the journal of a folder alone, or makes it: quicker than a store, for tests that open hundreds. */
export async function usingJournal<T>(folder: string, work: (journal: LevelJournal) => Promise<T>): Promise<T> {
  if (filesBelow(folder).length === 0) await createSegment(folder, { number: 1, firstSeq: 1, previous: GENESIS });
  const journal = await openJournal(folder, JOURNAL_KEY, 1 << 20);
  try {
    return await work(journal);
  } finally {
    await journal.close();
  }
}

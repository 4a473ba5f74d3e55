import { constants, type FileHandle, open } from "node:fs/promises";
import { dirname } from "node:path";
import { YinzhengError } from "../../domain/errors.ts";
import { syncFolder, writeAt, writeFailure } from "./durable.ts";
import { type Entry, formatLine, isTorn, type Link, parseLine } from "./line.ts";

/** Where a chain keeps what it mined. Read once, from the beginning, before anything is written; one caller at a time. */
export interface ChainJournal {
  /** All entries, oldest first. `onRead` hears which part of the file has been read, 0 to 1. Throws `store.damaged`. */
  entries(onRead: (part: number) => void): AsyncIterable<Entry>;
  /** Resolves when the entries are on disk. Throws `storage.full`, `store.unreachable`; then none of them was taken. */
  commit(entries: readonly Entry[]): Promise<void>;
  /** As commit, but they are on disk only after the next commit or close: for what a replay finds out again. */
  note(entries: readonly Entry[]): Promise<void>;
  close(): Promise<void>;
}

const CHUNK_BYTES = 1 << 20;

/** Makes an empty journal file. Throws `store.damaged` where one that isn't empty is there already. */
export async function createJournal(path: string): Promise<void> {
  await using file = await open(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  if ((await file.stat()).size > 0)
    throw new YinzhengError("store.damaged", { path, expected: "the chain's genesis file" });
  await file.sync();
  await syncFolder(dirname(path));
}

/** Opens a journal file; `start` is the link that its first line follows. Throws `store.damaged` where it is missing. */
export async function openJournal(path: string, start: Link): Promise<ChainJournal> {
  const file = await open(path, "r+").catch((cause: unknown) => {
    throw new YinzhengError("store.damaged", { path, expected: "the chain's journal" }, cause);
  });
  return new FileJournal(path, file, start);
}

class FileJournal implements ChainJournal {
  readonly #path: string;
  readonly #file: FileHandle;
  #link: Link;
  /** Length of the file up to its last whole line, in bytes. */
  #length = 0;
  /** Set once the file may hold what we don't know of. */
  #lost: unknown = null;

  constructor(path: string, file: FileHandle, start: Link) {
    this.#path = path;
    this.#file = file;
    this.#link = start;
  }

  async *entries(onRead: (part: number) => void): AsyncIterable<Entry> {
    const { size } = await this.#file.stat();
    const chunk = new Uint8Array(CHUNK_BYTES);
    let rest = "";
    for (let read = 0; read < size; ) {
      const { bytesRead } = await this.#file.read(chunk, 0, CHUNK_BYTES, read);
      if (bytesRead === 0) break;
      read += bytesRead;
      // latin1: one character a byte, so that lengths are lengths and a flipped bit stays visible.
      const lines = (rest + Buffer.from(chunk.buffer, 0, bytesRead).toString("latin1")).split("\n");
      rest = lines.pop() ?? "";
      for (const line of lines) yield this.#read(line);
      onRead(read / size);
    }
    if (rest !== "") await this.#dropTorn(rest);
  }

  async commit(entries: readonly Entry[]): Promise<void> {
    await this.note(entries);
    try {
      await this.#file.datasync();
    } catch (cause) {
      // After a failed fsync nobody knows what is on disk; only reading it again tells.
      this.#lost = cause;
      throw writeFailure(this.#path, cause);
    }
  }

  async note(entries: readonly Entry[]): Promise<void> {
    if (this.#lost !== null) throw writeFailure(this.#path, this.#lost);
    let link = this.#link;
    let text = "";
    for (const entry of entries) {
      const line = formatLine(entry, link);
      link = line.link;
      text += line.text;
    }
    const bytes = Buffer.from(text, "latin1");
    await this.#write(bytes);
    this.#link = link;
    this.#length += bytes.length;
  }

  async close(): Promise<void> {
    if (this.#lost === null) await this.#file.datasync();
    await this.#file.close();
  }

  async #write(bytes: Uint8Array): Promise<void> {
    try {
      await writeAt(this.#file, bytes, this.#length);
    } catch (cause) {
      await this.#file.truncate(this.#length).catch((failure: unknown) => {
        this.#lost = failure;
      });
      throw writeFailure(this.#path, cause);
    }
  }

  #read(line: string): Entry {
    const parsed = parseLine(line, this.#link);
    if (parsed === null) throw this.#damaged();
    this.#link = parsed.link;
    this.#length += line.length + 1;
    return parsed.entry;
  }

  async #dropTorn(tail: string): Promise<void> {
    if (!isTorn(tail)) throw this.#damaged();
    await this.#file.truncate(this.#length);
    await this.#file.sync();
  }

  #damaged(): YinzhengError {
    return new YinzhengError("store.damaged", { path: this.#path, offset: this.#length });
  }
}

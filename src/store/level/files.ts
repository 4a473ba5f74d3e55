import { type FileHandle, open } from "node:fs/promises";
import { YinzhengError } from "../../domain/errors.ts";
import { partOf } from "./segment.ts";

export interface SegmentFiles {
  readonly records: FileHandle;
  readonly keys: FileHandle;
}

/** The open files of a journal's segments: opened when first needed, closed together. */
export class OpenFiles {
  readonly #folder: string;
  readonly #opened = new Map<number, Promise<SegmentFiles>>();
  #closed = false;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Throws `store.closed` after close(), so that a slow reader opens nothing behind its back. */
  async of(segment: number): Promise<SegmentFiles> {
    if (this.#closed) throw new YinzhengError("store.closed");
    const known = this.#opened.get(segment);
    if (known !== undefined) return known;
    const files = this.#open(segment);
    // An error (no file handles left, say) is not kept: the next caller tries again.
    files.catch(() => this.#opened.delete(segment));
    this.#opened.set(segment, files);
    return files;
  }

  async close(): Promise<void> {
    this.#closed = true;
    for (const files of await Promise.allSettled(this.#opened.values())) {
      if (files.status === "rejected") continue;
      await files.value.records.close();
      await files.value.keys.close();
    }
    this.#opened.clear();
  }

  async #open(segment: number): Promise<SegmentFiles> {
    const records = await open(partOf(this.#folder, segment, "seg"), "r+");
    try {
      return { records, keys: await open(partOf(this.#folder, segment, "key"), "r+") };
    } catch (error) {
      await records.close();
      throw error;
    }
  }
}

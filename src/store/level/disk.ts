import { type FileHandle, mkdir, open, readFile, rename, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";

/** EFBIG and EDQUOT: a limit on the file or the user, to us the same as a full disk. */
const FULL = new Set(["ENOSPC", "EDQUOT", "EFBIG"]);

/** The code that the operating system or LevelDB gave to an error, "" where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/** An error of the disk in our terms: `storage.full`, else `store.unreachable`. Ours pass as they are. */
export function diskError(error: unknown): YinzhengError {
  if (isYinzhengError(error)) return error;
  // LevelDB has one code for all I/O errors and says only in words which.
  const full = FULL.has(codeOf(error)) || /no space left|disk quota|file too large/i.test(causes(error));
  return new YinzhengError(full ? "storage.full" : "store.unreachable", {}, error);
}

function causes(error: unknown): string {
  return error instanceof Error ? `${error.message} ${causes(error.cause)}` : "";
}

/** Makes a folder that only its owner can enter, with its parents. */
export async function makeFolder(path: string): Promise<void> {
  await mkdir(path, { recursive: true, mode: 0o700 });
}

/** Makes the names in a folder durable; a folder can't be fsynced on Windows. */
export async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

/** Writes a new file, or in place of an old one, of which a crash leaves either all or nothing. */
export async function replaceFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const temporary = `${path}.tmp`;
  await createFile(temporary, bytes);
  await rename(temporary, path);
  await syncFolder(dirname(path));
}

/** Writes and fsyncs a file. Its name is durable only after syncFolder. */
export async function createFile(path: string, bytes: Uint8Array | string): Promise<void> {
  const file = await open(path, "w", 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

export async function truncateFile(path: string, length: number): Promise<void> {
  const file = await open(path, "r+");
  try {
    await file.truncate(length);
    await file.sync();
  } finally {
    await file.close();
  }
}

/** null = there is no such file. */
export async function readIfThere(path: string): Promise<Buffer | null> {
  try {
    return await readFile(path);
  } catch (error) {
    if (codeOf(error) === "ENOENT") return null;
    throw error;
  }
}

/** Length of a file; −1 = there is no such file. */
export async function sizeOf(path: string): Promise<number> {
  try {
    return (await stat(path)).size;
  } catch (error) {
    if (codeOf(error) === "ENOENT") return -1;
    throw error;
  }
}

/** Writes all of the bytes at a position; one write(2) may take a part of them only. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** Reads exactly `length` bytes; throws `store.damaged` when the file ends before. */
export async function readAt(file: FileHandle, position: number, length: number): Promise<Buffer> {
  const bytes = Buffer.alloc(length);
  for (let done = 0; done < length; ) {
    const { bytesRead } = await file.read(bytes, done, length - done, position + done);
    if (bytesRead === 0) throw new YinzhengError("store.damaged", { what: "a file is shorter than it was" });
    done += bytesRead;
  }
  return bytes;
}

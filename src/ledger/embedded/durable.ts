import { type FileHandle, mkdir, open, rename } from "node:fs/promises";
import { dirname } from "node:path";
import { YinzhengError } from "../../domain/errors.ts";

/** Makes a file that is there whole or not at all, also after a power cut. */
export async function writeWhole(path: string, text: string): Promise<void> {
  const scratch = `${path}.new`;
  await using file = await open(scratch, "w", 0o600);
  await file.writeFile(text);
  await file.sync();
  await rename(scratch, path);
  await syncFolder(dirname(path));
}

/** Makes a folder's entries durable. */
export async function syncFolder(dir: string): Promise<void> {
  // Windows can't open a folder, and needs no such call.
  if (process.platform === "win32") return;
  await using folder = await open(dir, "r");
  await folder.sync();
}

/** Makes a folder for this account alone, its parents too. */
export async function makeFolder(dir: string): Promise<void> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
}

/** Writes all of `bytes` at `position`. */
export async function writeAt(file: FileHandle, bytes: Uint8Array, position: number): Promise<void> {
  for (let done = 0; done < bytes.length; ) {
    const { bytesWritten } = await file.write(bytes, done, bytes.length - done, position + done);
    done += bytesWritten;
  }
}

/** What a failed write means for the caller: `storage.full`, otherwise `store.unreachable`. */
export function writeFailure(path: string, cause: unknown): YinzhengError {
  const full = cause instanceof Error && "code" in cause && (cause.code === "ENOSPC" || cause.code === "EDQUOT");
  return new YinzhengError(full ? "storage.full" : "store.unreachable", { path }, cause);
}

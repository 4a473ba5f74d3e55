import { randomBytes } from "node:crypto";
import { link, open, readFile, rm, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { YinzhengError } from "../../domain/errors.ts";

const OWNER_ONLY = 0o600;
const OTHERS = 0o077;

/** The code that the operating system gave to an error, "" where there is none. */
export function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}

/**
 * Writes a file that only its owner can read, whole or not at all, and never over another.
 * Throws `conflict.state` when the name is taken, `storage.full`, `store.unreachable`.
 */
export async function writeNew(path: string, text: string): Promise<void> {
  const temporary = `${path}.${randomBytes(6).toString("hex")}.tmp`;
  try {
    const file = await open(temporary, "wx", OWNER_ONLY);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
    // Unlike rename, link never replaces.
    await link(temporary, path);
    await syncFolder(dirname(path));
  } catch (error) {
    throw writeError(path, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

/** null = there is no such file. Throws `keys.permissions` for one that others can read or write. */
export async function readOwn(path: string): Promise<string | null> {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits.
    if (process.platform !== "win32" && (mode & OTHERS) !== 0) {
      throw new YinzhengError("keys.permissions", { path, expected: "chmod 600" });
    }
    return await readFile(path, "utf8");
  } catch (error) {
    if (error instanceof YinzhengError) throw error;
    if (codeOf(error) === "ENOENT") return null;
    throw new YinzhengError("store.unreachable", { path }, error);
  }
}

async function syncFolder(path: string): Promise<void> {
  if (process.platform === "win32") return;
  const folder = await open(path, "r");
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}

function writeError(path: string, error: unknown): YinzhengError {
  const code = codeOf(error);
  if (code === "EEXIST")
    return new YinzhengError("conflict.state", { path, expected: "a name that no key has" }, error);
  const full = code === "ENOSPC" || code === "EDQUOT" || code === "EFBIG";
  return new YinzhengError(full ? "storage.full" : "store.unreachable", { path }, error);
}

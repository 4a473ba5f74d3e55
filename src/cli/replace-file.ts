import { rename, rm, writeFile } from "node:fs/promises";

/**
 * A file whole or not at all, on disk when it resolves: written beside its place under a name of this process, lest two
 * commands at once mix what they write, then put there. Throws what the file system does, and leaves nothing behind.
 */
export async function replaceFile(path: string, content: string | Uint8Array): Promise<void> {
  const beside = `${path}.${process.pid}.tmp`;
  try {
    await writeFile(beside, content, { flush: true });
    await rename(beside, path);
  } catch (cause) {
    await rm(beside, { force: true });
    throw cause;
  }
}

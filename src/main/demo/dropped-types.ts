import { copyFile, mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { YinzhengError } from "../../domain/errors.ts";

const EXAMPLES = fileURLToPath(new URL("types", import.meta.url));

/** The demo's folder for types that are dropped in as files; where it is new, with an example in it. */
export async function demoTypes(dataDir: string): Promise<string> {
  const folder = join(dataDir, "types");
  try {
    const made = await mkdir(folder, { recursive: true, mode: 0o700 });
    const examples = made === undefined ? [] : await readdir(EXAMPLES);
    for (const name of examples) await copyFile(join(EXAMPLES, name), join(folder, name));
  } catch (error) {
    throw new YinzhengError("store.unreachable", { dir: folder }, error);
  }
  return folder;
}

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { YinzhengError } from "../domain/errors.ts";

/** What `npm run build` made for the verify page in one file. Throws `config.invalid` where it was not made. */
export async function offlineParts(): Promise<{ readonly script: string; readonly style: string }> {
  const part = (name: string): Promise<string> => {
    const path = fileURLToPath(new URL(`../../dist/offline/${name}`, import.meta.url));
    return readFile(path, "utf8").catch((cause: unknown) => {
      throw new YinzhengError("config.invalid", { path, expected: "what npm run build makes" }, cause);
    });
  };
  const [script, style] = await Promise.all([part("offline.js"), part("offline.css")]);
  return { script, style };
}

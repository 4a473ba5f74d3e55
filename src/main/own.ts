import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { YinzhengError } from "../domain/errors.ts";
import { readPassphrase } from "../keys/passphrase.ts";

/** The passphrase of a party's folder: YZ_PASSPHRASE, the file that YZ_PASSPHRASE_FILE names, or `passphrase` in it. */
export function ownPassphrase(dir: string): Promise<string> {
  const { YZ_PASSPHRASE, YZ_PASSPHRASE_FILE } = process.env;
  const named = YZ_PASSPHRASE !== undefined || YZ_PASSPHRASE_FILE !== undefined;
  return readPassphrase("YZ_PASSPHRASE", named ? process.env : { YZ_PASSPHRASE_FILE: join(dir, "passphrase") });
}

/** A secret in a file of the party's folder; throws `config.invalid` where there is none. */
export async function ownSecret(dir: string, name: string): Promise<string> {
  const path = join(dir, name);
  const text = await readFile(path, "utf8").catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file with a secret" }, cause);
  });
  return text.trim();
}

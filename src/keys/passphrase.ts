import { readFile, stat } from "node:fs/promises";
import { YinzhengError } from "../domain/errors.ts";

/**
 * A passphrase from the environment: `NAME` holds it, or `NAME_FILE` names a file that does (one line feed at its end
 * is not part of it). Not the command line, which everybody on the machine can read.
 *
 * @throws keys.passphrase when neither or both are set, or it is empty; keys.permissions for a file that everybody can
 *   read (a group may: that is how orchestrators mount secrets)
 */
export async function readPassphrase(
  name: string,
  environment: Readonly<Record<string, string | undefined>>,
): Promise<string> {
  const [value, file] = [environment[name], environment[`${name}_FILE`]];
  if ((value === undefined) === (file === undefined)) {
    throw new YinzhengError("keys.passphrase", { expected: `one of ${name} and ${name}_FILE to be set` });
  }
  const passphrase = value ?? (file === undefined ? "" : await readSecretFile(file));
  if (passphrase === "") throw new YinzhengError("keys.passphrase", { expected: `${name} not to be empty` });
  return passphrase;
}

async function readSecretFile(path: string): Promise<string> {
  try {
    const { mode } = await stat(path);
    // Windows has no such bits.
    if (process.platform !== "win32" && (mode & 0o007) !== 0) {
      throw new YinzhengError("keys.permissions", { path, expected: "chmod 600" });
    }
    return (await readFile(path, "utf8")).replace(/\r?\n$/, "");
  } catch (error) {
    if (error instanceof YinzhengError) throw error;
    throw new YinzhengError("keys.passphrase", { path, expected: "a file that can be read" }, error);
  }
}

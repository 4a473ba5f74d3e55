import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InitCouncil } from "../cli/runtime.ts";
import { YinzhengError } from "../domain/errors.ts";
import { openFileKeys } from "../keys/file/open.ts";
import type { Keys } from "../keys/keys.ts";
import { parseSeat } from "../service/council/own.ts";
import { withAddress } from "./demo/found.ts";
import { keyIn, keysOf, openParty } from "./demo/keys.ts";
import { ownPassphrase } from "./own.ts";

/**
 * `yz council init`: makes a council member's folder: a keystore with the key that signs and one to send with, and
 * `council.json`, a copy of another member's. A folder that has one already is refused.
 */
export const initCouncil: InitCouncil = async ({ dir, council }) => {
  const bytes = await readFile(council).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: council, expected: "a file that can be read" }, cause);
  });
  parseSeat(bytes);
  const path = join(dir, "council.json");
  const keys = await openNew(dir);
  try {
    await writeFile(path, bytes, { mode: 0o600, flag: "wx" }).catch((cause: unknown) => {
      throw new YinzhengError("config.invalid", { path, expected: "no council member yet" }, cause);
    });
    const own = withAddress(await keyIn(keys, "council", "secp256k1", "council"));
    const sender = withAddress(await keyIn(keys, "sender", "secp256k1", "transaction"));
    return { council: own.address, sender: sender.address };
  } finally {
    await keys.close();
  }
};

/** By the passphrase that the environment names, else by a random one that is left in the folder. */
async function openNew(dir: string): Promise<Keys> {
  const { YZ_PASSPHRASE, YZ_PASSPHRASE_FILE } = process.env;
  if (YZ_PASSPHRASE === undefined && YZ_PASSPHRASE_FILE === undefined) return keysOf(await openParty(dir));
  return openFileKeys({ dir: join(dir, "keys"), passphrase: await ownPassphrase(dir) });
}

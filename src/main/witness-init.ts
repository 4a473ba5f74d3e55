import { copyFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { InitWitness } from "../cli/runtime.ts";
import { fromHex } from "../crypto/encoding.ts";
import { formatVkey } from "../crypto/note.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { keyIn, keysOf, makeLog, openParty, secretFile } from "./demo/keys.ts";
import { trustOf } from "./witness.ts";

/**
 * `yz witness init`: makes a witness's folder: passphrase, keystore with its key, journal, token, `witness.json` and a copy
 * of the trust file. A folder that is a witness's already stays as it is. Gives the vkey.
 */
export const initWitness: InitWitness = async ({ dir, name, rpc, trust, registryId }) => {
  await trustOf(trust, registryId);
  const config = { name, rpc, trust: "trust.json", ...(registryId === undefined ? {} : { registryId }) };
  const vkey = vkeyFor(name);
  const party = await openParty(dir);
  await writeFile(join(dir, "witness.json"), `${JSON.stringify(config, null, 2)}\n`, { mode: 0o600, flag: "wx" }).catch(
    (cause: unknown) => {
      throw new YinzhengError("config.invalid", { path: join(dir, "witness.json"), expected: "no witness yet" }, cause);
    },
  );
  await copyFile(trust, join(dir, "trust.json"));
  const keys = await keysOf(party);
  const key = await keyIn(keys, "witness", "ed25519", "witness");
  await keys.close();
  await makeLog(party);
  await secretFile(join(dir, "service.token"));
  return vkey(fromHex(key.publicKey));
};

/** Before anything is written: a name that no vkey can have is refused. */
function vkeyFor(name: string): (publicKey: Uint8Array) => string {
  try {
    formatVkey(name, new Uint8Array(32));
  } catch (cause) {
    if (!isYinzhengError(cause)) throw cause;
    throw new YinzhengError("config.invalid", { option: "--name", expected: "no spaces, no plus signs" }, cause);
  }
  return (publicKey) => formatVkey(name, publicKey);
}

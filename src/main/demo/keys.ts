import { randomBytes } from "node:crypto";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { toBase64Url } from "../../crypto/encoding.ts";
import { openFileKeys } from "../../keys/file/open.ts";
import type { Algorithm, Keys, Purpose, Signer } from "../../keys/keys.ts";
import { passphraseKms } from "../../store/kms.ts";
import { openLevelStore } from "../../store/level/open.ts";

/** Every party of the demo has a folder of its own, with its own passphrase and keystore; nobody opens another's. */
export interface Party {
  readonly dir: string;
  readonly passphrase: string;
}

/** The party's folder, made with a random passphrase where it is new. */
export async function openParty(dir: string): Promise<Party> {
  await mkdir(dir, { recursive: true, mode: 0o700 });
  return { dir, passphrase: await secretFile(join(dir, "passphrase")) };
}

/** log2 N of scrypt. These passphrases are 256 random bits, which no stretching makes harder to guess. */
const COST = 14;

export const keysOf = ({ dir, passphrase }: Party): Promise<Keys> =>
  openFileKeys({ dir: join(dir, "keys"), passphrase, scrypt: { N: 2 ** COST, r: 8, p: 1 } });

/** Makes the party's own log, so that opening it costs no more than its keystore. */
export async function makeLog({ dir, passphrase }: Party): Promise<void> {
  const store = await openLevelStore({ dir: join(dir, "log"), kms: passphraseKms(passphrase, COST) });
  await store.close();
}

/** A secret of 256 random bits in a file that only its owner reads; made where there is none. */
export async function secretFile(path: string): Promise<string> {
  const secret = toBase64Url(randomBytes(32));
  try {
    await writeFile(path, `${secret}\n`, { mode: 0o600, flag: "wx" });
    return secret;
  } catch (error) {
    if (!(error instanceof Error && "code" in error && error.code === "EEXIST")) throw error;
    return (await readFile(path, "utf8")).trim();
  }
}

/** The key of that name, made where there is none. */
export async function keyIn(keys: Keys, name: string, algorithm: Algorithm, purpose: Purpose): Promise<Signer> {
  const known = (await keys.list()).some((key) => key.name === name);
  return known ? keys.get(name) : keys.create(name, algorithm, purpose);
}

import { randomBytes } from "node:crypto";
import { mkdir, readdir } from "node:fs/promises";
import { join } from "node:path";
import { YinzhengError } from "../../domain/errors.ts";
import type { Algorithm, KeyInfo, Keys, Purpose, Signer } from "../keys.ts";
import { infoOf, type Random, requireName, SECRET_BYTES, signerOf } from "../signer.ts";
import { readOwn, writeNew } from "./disk.ts";
import { decodeKey, encodeKey, type OpenedKey } from "./key-file.ts";
import { DEFAULT_COSTS, type Master, openMaster, type ScryptCosts } from "./master.ts";

export interface FileKeysOptions {
  /** Made if there is none, for its owner only: `keystore.json` and one `<name>.key.json` per key. */
  readonly dir: string;
  readonly passphrase: string;
  /** For a keystore that is made; an old one keeps its own. Lower it in tests only. */
  readonly scrypt?: ScryptCosts;
  readonly random?: Random;
}

const SUFFIX = ".key.json";

/**
 * Opens a keystore in a folder, or makes one.
 *
 * @throws keys.passphrase for a wrong passphrase (or a keystore.json that was changed); keys.permissions for a file that
 *   others can read; keys.format for one that can't be read; storage.full, store.unreachable
 */
export async function openFileKeys(options: FileKeysOptions): Promise<Keys> {
  const { dir, passphrase, scrypt = DEFAULT_COSTS, random = randomBytes } = options;
  try {
    await mkdir(dir, { recursive: true, mode: 0o700 });
  } catch (error) {
    throw new YinzhengError("store.unreachable", { dir }, error);
  }
  return new FileKeys(dir, await openMaster(dir, passphrase, scrypt, random), random);
}

class FileKeys implements Keys {
  readonly #dir: string;
  readonly #master: Master;
  readonly #random: Random;
  readonly #opened = new Map<string, OpenedKey>();
  #closed = false;

  constructor(dir: string, master: Master, random: Random) {
    this.#dir = dir;
    this.#master = master;
    this.#random = random;
  }

  async list(): Promise<readonly KeyInfo[]> {
    this.#requireOpen();
    const names = (await readdir(this.#dir)).filter((file) => file.endsWith(SUFFIX)).sort();
    // Every file is opened: a public part that nobody vouches for is not shown.
    return Promise.all(names.map(async (file) => (await this.#open(file.slice(0, -SUFFIX.length))).info));
  }

  async get(name: string): Promise<Signer> {
    this.#requireOpen();
    requireName(name);
    const { info, secret } = await this.#open(name);
    return signerOf(info, secret);
  }

  async create(name: string, algorithm: Algorithm, purpose: Purpose): Promise<Signer> {
    this.#requireOpen();
    const secret = Uint8Array.from(this.#random(SECRET_BYTES));
    const key = { info: infoOf(name, algorithm, purpose, secret), secret };
    await writeNew(this.#path(name), encodeKey(key, this.#master, this.#random));
    this.#keep(name, key);
    return signerOf(key.info, secret);
  }

  async close(): Promise<void> {
    this.#closed = true;
    this.#master.forget();
    for (const { secret } of this.#opened.values()) secret.fill(0);
    this.#opened.clear();
  }

  async #open(name: string): Promise<OpenedKey> {
    const known = this.#opened.get(name);
    if (known !== undefined) return known;
    const text = await readOwn(this.#path(name));
    this.#requireOpen();
    if (text === null) throw new YinzhengError("keys.missing", { name });
    return this.#keep(name, decodeKey(text, name, this.#master));
  }

  /** What two callers opened at the same time is kept once, so that close() forgets all there is. */
  #keep(name: string, key: OpenedKey): OpenedKey {
    const known = this.#opened.get(name);
    if (known !== undefined) {
      key.secret.fill(0);
      return known;
    }
    this.#opened.set(name, key);
    return key;
  }

  #path(name: string): string {
    return join(this.#dir, `${name}${SUFFIX}`);
  }

  #requireOpen(): void {
    if (this.#closed) throw new YinzhengError("store.closed");
  }
}

import { hkdfSync, scrypt, timingSafeEqual } from "node:crypto";
import { join } from "node:path";
import { fromBase64Url, toBase64Url } from "../../crypto/encoding.ts";
import { canonicalize } from "../../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json-value.ts";
import type { Random } from "../signer.ts";
import { readOwn, writeNew } from "./disk.ts";

/** scrypt's costs, RFC 7914 §2: N a power of two; memory is 128 · N · r bytes. */
export interface ScryptCosts {
  readonly N: number;
  readonly r: number;
  readonly p: number;
}

/** 128 MiB and about 0.3 s: once per opening, however many keys there are. */
export const DEFAULT_COSTS: ScryptCosts = { N: 2 ** 17, r: 8, p: 1 };
/** What we compute for a file that asks for it: 1 GiB. */
const MAX_MEMORY = 2 ** 30;
const FORMAT = "yinzheng-keystore/1";

interface Header extends ScryptCosts {
  readonly format: typeof FORMAT;
  readonly kdf: "scrypt";
  /** 32 bytes, base64url. */
  readonly salt: string;
}

/** Keys that derive from a passphrase by scrypt, then by HKDF-SHA-256 for one use each. */
export interface Master {
  derive(use: string, salt: Uint8Array): Uint8Array;
  forget(): void;
}

/**
 * The master of a keystore: `keystore.json` has the costs and the salt, and a value derived from the passphrase and all
 * of them, by which a wrong passphrase is told from a damaged key. Made where there is none.
 * Throws `keys.passphrase`, `keys.format`, `keys.permissions`.
 */
export async function openMaster(dir: string, passphrase: string, costs: ScryptCosts, random: Random): Promise<Master> {
  if (passphrase === "") throw new YinzhengError("keys.passphrase", { expected: "a passphrase that is not empty" });
  const path = join(dir, "keystore.json");
  const found = await readOwn(path);
  const made = found === null ? await make(path, passphrase, costs, random) : null;
  if (made !== null) return made;
  const { header, verifier } = parse(path, found ?? (await readOwn(path)) ?? "");
  const master = await masterOf(passphrase, header);
  if (!timingSafeEqual(verifierOf(master, header), verifier)) {
    master.forget();
    throw new YinzhengError("keys.passphrase", { path });
  }
  return master;
}

/** null = another process made one first: then its salt is the keystore's. */
async function make(
  path: string,
  passphrase: string,
  { N, r, p }: ScryptCosts,
  random: Random,
): Promise<Master | null> {
  const header: Header = { format: FORMAT, kdf: "scrypt", N, r, p, salt: toBase64Url(random(32)) };
  const master = await masterOf(passphrase, header);
  try {
    await writeNew(path, `${JSON.stringify({ ...header, verifier: toBase64Url(verifierOf(master, header)) })}\n`);
    return master;
  } catch (error) {
    master.forget();
    if (isYinzhengError(error, "conflict.state")) return null;
    throw error;
  }
}

function parse(path: string, text: string): { readonly header: Header; readonly verifier: Uint8Array } {
  try {
    const file: unknown = JSON.parse(text);
    if (isJsonObject(file) && file.format === FORMAT && file.kdf === "scrypt") {
      const { N, r, p, salt, verifier } = file;
      const affordable =
        isCost(N) &&
        N > 1 &&
        Number.isInteger(Math.log2(N)) &&
        isCost(r) &&
        isCost(p) &&
        128 * N * r <= MAX_MEMORY &&
        p <= 16;
      const bytes = fromBase64Url(String(verifier));
      if (affordable && typeof salt === "string" && bytes.length === 32) {
        return { header: { format: FORMAT, kdf: "scrypt", N, r, p, salt }, verifier: bytes };
      }
    }
  } catch (cause) {
    throw new YinzhengError("keys.format", { path }, cause);
  }
  throw new YinzhengError("keys.format", { path });
}

function isCost(value: unknown): value is number {
  return typeof value === "number" && Number.isSafeInteger(value) && value > 0;
}

/** Bound to the header: nobody makes the costs look higher than they were. */
function verifierOf(master: Master, header: Header): Uint8Array {
  return master.derive("yinzheng/keystore/verifier/v1", Buffer.from(canonicalize(header)));
}

async function masterOf(passphrase: string, { N, r, p, salt }: Header): Promise<Master> {
  const bytes = await new Promise<Buffer>((resolve, reject) => {
    const options = { N, r, p, maxmem: 2 * 128 * N * r + 128 * r * p };
    scrypt(passphrase.normalize("NFKC"), fromBase64Url(salt), 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(new YinzhengError("keys.format", { expected: "costs that scrypt takes" }, error));
    });
  });
  return {
    derive: (use, useSalt) => new Uint8Array(hkdfSync("sha256", bytes, useSalt, use, 32)),
    forget: () => void bytes.fill(0),
  };
}

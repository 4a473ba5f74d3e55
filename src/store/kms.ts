import { createCipheriv, createDecipheriv, randomBytes, scrypt } from "node:crypto";
import { YinzhengError } from "../domain/errors.ts";

/**
 * Port to whoever guards the master key. A store asks it once at each opening, for the one key that all others derive
 * from: a record never waits for a key service, and a new master key re-wraps 32 bytes instead of a journal.
 */
export interface Kms {
  /** Any bytes that `unwrap` understands; they stand in the open in store.json. */
  wrap(key: Uint8Array): Promise<Uint8Array>;
  /** Throws `store.key` for bytes that were wrapped under another master key, `store.unreachable` for an outage. */
  unwrap(wrapped: Uint8Array): Promise<Uint8Array>;
}

/** How a store gets at its master key: 32 bytes, a passphrase (scrypt), or a key service. */
export type MasterKey = { readonly masterKey: Uint8Array } | { readonly passphrase: string } | { readonly kms: Kms };

const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const SALT_BYTES = 16;
/** scrypt's cost, log2 N: 128 MiB and about 0.3 s with r = 8. RFC 7914 §2 */
const DEFAULT_COST = 17;
/** What we compute for a file that asks for it: 1 GiB. */
const MAX_COST = 20;
const BLOCK = 8;

/** The key service behind any of the three ways. */
export function kmsOf(master: MasterKey): Kms {
  if ("kms" in master) return master.kms;
  return "masterKey" in master ? localKms(master.masterKey) : passphraseKms(master.passphrase);
}

/** AES-256-GCM under a master key of 32 bytes: nonce (12) ‖ ciphertext ‖ tag (16). Throws `store.key` on another length. */
export function localKms(masterKey: Uint8Array): Kms {
  if (masterKey.length !== 32) throw new YinzhengError("store.key", { expected: "32 bytes" });
  const key = Uint8Array.from(masterKey);
  return {
    wrap: async (plain) => encrypt(key, plain),
    unwrap: async (wrapped) => decrypt(key, wrapped),
  };
}

/** The same under scrypt(passphrase in form NFKC): log2 N (1) ‖ salt (16) ‖ nonce ‖ ciphertext ‖ tag; r = 8, p = 1. */
export function passphraseKms(passphrase: string, cost: number = DEFAULT_COST): Kms {
  if (passphrase === "") throw new YinzhengError("store.key", { expected: "a passphrase" });
  return {
    async wrap(plain) {
      const salt = randomBytes(SALT_BYTES);
      return Buffer.concat([Uint8Array.of(cost), salt, encrypt(await stretch(passphrase, salt, cost), plain)]);
    },
    async unwrap(wrapped) {
      const [written] = wrapped;
      if (written === undefined || written > MAX_COST) throw new YinzhengError("store.key");
      const key = await stretch(passphrase, wrapped.subarray(1, 1 + SALT_BYTES), written);
      return decrypt(key, wrapped.subarray(1 + SALT_BYTES));
    },
  };
}

function encrypt(key: Uint8Array, plain: Uint8Array): Uint8Array {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv("aes-256-gcm", key, nonce);
  return Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]);
}

function decrypt(key: Uint8Array, wrapped: Uint8Array): Uint8Array {
  try {
    const decipher = createDecipheriv("aes-256-gcm", key, wrapped.subarray(0, NONCE_BYTES), {
      authTagLength: TAG_BYTES,
    });
    decipher.setAuthTag(wrapped.subarray(-TAG_BYTES));
    return Buffer.concat([decipher.update(wrapped.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
  } catch (cause) {
    throw new YinzhengError("store.key", {}, cause);
  }
}

function stretch(passphrase: string, salt: Uint8Array, cost: number): Promise<Uint8Array> {
  const options = { N: 2 ** cost, r: BLOCK, p: 1, maxmem: 2 ** (cost + 11) };
  return new Promise((resolve, reject) => {
    scrypt(passphrase.normalize("NFKC"), salt, 32, options, (error, key) => {
      if (error === null) resolve(key);
      else reject(new YinzhengError("store.key", {}, error));
    });
  });
}

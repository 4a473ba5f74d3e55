import { createCipheriv, createDecipheriv } from "node:crypto";
import { fromBase64Url, toBase64Url } from "../../crypto/encoding.ts";
import { canonicalize } from "../../domain/canonical.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { isJsonObject, type JsonObject } from "../../domain/json-value.ts";
import { ALGORITHMS, type KeyInfo, PURPOSES } from "../keys.ts";
import { infoOf, type Random, SECRET_BYTES } from "../signer.ts";
import type { Master } from "./master.ts";

const FORMAT = "yinzheng-key/1";
const USE = "yinzheng/keystore/key/v1";
const SALT_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

export interface OpenedKey {
  readonly info: KeyInfo;
  readonly secret: Uint8Array;
}

/**
 * A key's file: the public part as it is, and `sealed` = salt (32) ‖ nonce (12) ‖ AES-256-GCM(secret) ‖ tag (16), base64url,
 * under a key of the file's own, HKDF(master, salt); the JCS form of the public part is the additional data.
 */
export function encodeKey({ info, secret }: OpenedKey, master: Master, random: Random): string {
  const [salt, nonce] = [random(SALT_BYTES), random(NONCE_BYTES)];
  const cipher = createCipheriv("aes-256-gcm", master.derive(USE, salt), nonce).setAAD(openPart(info));
  const sealed = Buffer.concat([salt, nonce, cipher.update(secret), cipher.final(), cipher.getAuthTag()]);
  return `${JSON.stringify({ format: FORMAT, ...info, sealed: toBase64Url(sealed) }, null, 2)}\n`;
}

/**
 * Opens the file of the key called `name`. Throws `keys.format` unless every byte that matters is as it was written for a
 * key of this name, by this keystore.
 */
export function decodeKey(text: string, name: string, master: Master): OpenedKey {
  try {
    const file: unknown = JSON.parse(text);
    if (!isJsonObject(file) || file.format !== FORMAT || file.name !== name) throw new YinzhengError("keys.format");
    const { sealed, format: _, ...open } = file;
    const secret = unseal(fromBase64Url(String(sealed)), open, master);
    const info = infoOf(name, oneOf(ALGORITHMS, open.algorithm), oneOf(PURPOSES, open.purpose), secret);
    if (secret.length !== SECRET_BYTES || canonicalize(info) !== canonicalize(open))
      throw new YinzhengError("keys.format");
    return { info, secret };
  } catch (cause) {
    throw new YinzhengError("keys.format", { name }, cause);
  }
}

function unseal(sealed: Uint8Array, open: JsonObject, master: Master): Uint8Array {
  const key = master.derive(USE, sealed.subarray(0, SALT_BYTES));
  const nonce = sealed.subarray(SALT_BYTES, SALT_BYTES + NONCE_BYTES);
  const decipher = createDecipheriv("aes-256-gcm", key, nonce, { authTagLength: TAG_BYTES });
  decipher.setAAD(openPart(open)).setAuthTag(sealed.subarray(-TAG_BYTES));
  const plain = decipher.update(sealed.subarray(SALT_BYTES + NONCE_BYTES, -TAG_BYTES));
  decipher.final();
  return Uint8Array.from(plain);
}

function openPart(open: KeyInfo | JsonObject): Uint8Array {
  return Buffer.from(canonicalize({ format: FORMAT, ...open }));
}

function oneOf<T extends string>(allowed: readonly T[], value: unknown): T {
  const found = allowed.find((item) => item === value);
  if (found === undefined) throw new YinzhengError("keys.format");
  return found;
}

import { createCipheriv, createDecipheriv, createHash, createSecretKey, randomBytes } from "node:crypto";
import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import { KEY_BYTES } from "./seal.ts";
import type { ObjectRef } from "./store.ts";

const TAG_BYTES = 16;
/** A key seals one object and nothing else, so its one nonce may be zero. NIST SP 800-38D §8.2 */
const NONCE = new Uint8Array(12);

/** An object as it is kept: ciphertext ‖ tag (AES-256-GCM), and the reference to it. */
export function sealObject(bytes: Uint8Array): { readonly ref: ObjectRef; readonly sealed: Uint8Array } {
  const key = randomBytes(KEY_BYTES);
  const cipher = createCipheriv("aes-256-gcm", createSecretKey(key), NONCE);
  const sealed = Buffer.concat([cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
  return { ref: { digest: digestOf(sealed), key: hex(key) }, sealed };
}

/** Inverse of sealObject; throws `store.damaged` for a sealed object that is missing, changed, or another one. */
export function openObject({ digest, key }: ObjectRef, sealed: Uint8Array | null): Uint8Array {
  if (sealed === null) throw new YinzhengError("store.damaged", { what: "an object is not there" });
  if (digestOf(sealed) !== digest) throw new YinzhengError("store.damaged", { what: "an object was changed" });
  try {
    const secret = createSecretKey(Buffer.from(key.slice(2), "hex"));
    const decipher = createDecipheriv("aes-256-gcm", secret, NONCE, { authTagLength: TAG_BYTES });
    decipher.setAuthTag(sealed.subarray(-TAG_BYTES));
    return new Uint8Array(Buffer.concat([decipher.update(sealed.subarray(0, -TAG_BYTES)), decipher.final()]));
  } catch (cause) {
    throw new YinzhengError("store.damaged", { what: "the key does not open the object" }, cause);
  }
}

const hex = (bytes: Buffer): Hex => `0x${bytes.toString("hex")}`;
const digestOf = (bytes: Uint8Array): Hex => hex(createHash("sha256").update(bytes).digest());

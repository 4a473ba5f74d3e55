import * as native from "#native";
import type { Seconds } from "../domain/bytes.ts";
import { concat, equal, fromBase64, fromHex, toBase64, toHex, uintBytes, utf8 } from "./encoding.ts";
import { demand, ensure } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "./native/ed25519-rules.ts";
import { formatSignature, isKeyName, type Note } from "./signed-note.ts";

/** Timestamped Ed25519 cosignatures: https://c2sp.org/tlog-cosignature */
const TYPE = Uint8Array.of(0x04);
const TIME_BYTES = 8;

/** A witness's verifier key, as trust files hold it. */
export interface Vkey {
  readonly name: string;
  /** 4 bytes: SHA-256(name ‖ "\n" ‖ 0x04 ‖ public key)[:4] */
  readonly keyId: Uint8Array;
  /** 32 bytes, Ed25519. */
  readonly publicKey: Uint8Array;
}

/**
 * `<name>+<key id in hex>+<base64(0x04 ‖ public key)>`. Throws `schema.pattern` on a name with spaces or plus signs,
 * `internal` on a key that is not 32 bytes. Source: https://c2sp.org/signed-note, "Verifier keys".
 */
export function formatVkey(name: string, publicKey: Uint8Array): string {
  ensure(isKeyName(name), "vkey", "a key name without spaces or plus signs");
  demand(publicKey.length === PUBLIC_KEY_BYTES, `${PUBLIC_KEY_BYTES} bytes of public key`);
  return `${name}+${toHex(keyIdOf(name, publicKey)).slice(2)}+${toBase64(concat(TYPE, publicKey))}`;
}

/** Strict inverse of formatVkey: throws `schema.pattern` on any other key type and on a key id that is not the key's. */
export function parseVkey(vkey: string): Vkey {
  const [, name = "", id = "", key = ""] = /^([^+]+)\+([0-9a-f]{8})\+(.+)$/.exec(vkey) ?? [];
  ensure(isKeyName(name), "vkey", "<name>+<8 hex digits>+<base64>");
  const bytes = fromBase64(key);
  ensure(bytes.length === 1 + PUBLIC_KEY_BYTES && bytes[0] === TYPE[0], "vkey", "an Ed25519 cosigner's key (0x04)");
  const publicKey = bytes.slice(1);
  const keyId = keyIdOf(name, publicKey);
  ensure(equal(keyId, fromHex(`0x${id}`)), "vkey", "the key id of this name and key");
  return { name, keyId, publicKey };
}

/**
 * What a witness signs: "cosignature/v1\n" ‖ "time <seconds>\n" ‖ the checkpoint's body. Throws `schema.pattern` on a
 * time that is no whole number from 0 to 2^53 − 1.
 */
export function cosignMessage(body: string, time: Seconds): Uint8Array {
  ensure(Number.isSafeInteger(time) && time >= 0, "cosignature", "whole seconds");
  return utf8(`cosignature/v1\ntime ${time}\n${body}`);
}

/** The note's signature line for a 64-byte Ed25519 signature over cosignMessage. Throws `schema.pattern` on a bad vkey or time. */
export function formatCosignature(vkey: string, time: Seconds, signature: Uint8Array): string {
  demand(signature.length === SIGNATURE_BYTES, `${SIGNATURE_BYTES} bytes of signature`);
  const { name, keyId } = parseVkey(vkey);
  return formatSignature({ name, keyId, bytes: concat(uintBytes(time, TIME_BYTES), signature) });
}

/**
 * When this witness co-signed the note, in whole seconds; null if it did not. A note that holds a signature of its name
 * and key id that fails is refused as a whole (null), as the signed-note specification advises; of several that hold,
 * the latest counts. Throws `schema.pattern` on a malformed vkey, which is the trust file's fault and not the note's.
 */
export function verifyCosignature(vkey: string, note: Note): Seconds | null {
  const { name, keyId, publicKey } = parseVkey(vkey);
  const times = note.signatures
    .filter((signature) => signature.name === name && equal(signature.keyId, keyId))
    .map(({ bytes }) => verifiedTime(publicKey, note.body, bytes));
  const verified = times.filter((time) => time !== null);
  return verified.length > 0 && verified.length === times.length ? Math.max(...verified) : null;
}

function verifiedTime(publicKey: Uint8Array, body: string, bytes: Uint8Array): Seconds | null {
  if (bytes.length !== TIME_BYTES + SIGNATURE_BYTES) return null;
  const time = Number(BigInt(toHex(bytes.subarray(0, TIME_BYTES))));
  if (!Number.isSafeInteger(time)) return null;
  return native.ed25519Verify(publicKey, cosignMessage(body, time), bytes.subarray(TIME_BYTES)) ? time : null;
}

function keyIdOf(name: string, publicKey: Uint8Array): Uint8Array {
  return sha256(utf8(`${name}\n`), TYPE, publicKey).slice(0, 4);
}

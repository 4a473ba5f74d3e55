import { createHmac, createSecretKey, hkdfSync, type KeyObject, randomBytes } from "node:crypto";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { fromBase64Url, toBase64Url } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { isJsonObject } from "../../domain/json-value.ts";
import type { Kms } from "../kms.ts";
import { GENESIS } from "../record.ts";
import { makeFolder, readIfThere, replaceFile, sizeOf } from "./disk.ts";
import { createSegment, partOf, SEGMENT_HEADER_BYTES } from "./segment.ts";

const FORMAT = "yinzheng-store/1";

/** What derives from a store's one key, which store.json holds wrapped by the master key. */
export interface StoreKeys {
  /** Wraps the keys of records. */
  readonly records: KeyObject;
  readonly mac: (name: string) => string;
}

/**
 * Opens a store's key, or makes the store where there is none. store.json is written last: where it is, a journal is.
 * Throws `store.key` for another master key; `store.damaged` where records are without store.json.
 */
export async function openStoreKeys(dir: string, journal: string, kms: Kms): Promise<StoreKeys> {
  const path = join(dir, "store.json");
  const bytes = await readIfThere(path);
  if (bytes !== null) return derive(await kms.unwrap(wrappedKey(bytes)));
  await makeFolder(journal);
  if ((await sizeOf(partOf(journal, 1, "seg"))) > SEGMENT_HEADER_BYTES || (await readdir(journal)).length > 2) {
    throw new YinzhengError("store.damaged", { what: "store.json is missing" });
  }
  const key = randomBytes(32);
  await createSegment(journal, { number: 1, firstSeq: 1, previous: GENESIS });
  await replaceFile(path, `${JSON.stringify({ format: FORMAT, key: toBase64Url(await kms.wrap(key)) })}\n`);
  return derive(key);
}

function wrappedKey(bytes: Buffer): Uint8Array {
  try {
    const file: unknown = JSON.parse(bytes.toString("utf8"));
    if (isJsonObject(file) && file.format === FORMAT) return fromBase64Url(String(file.key));
  } catch (cause) {
    throw new YinzhengError("store.damaged", { what: "store.json is not as it was written" }, cause);
  }
  throw new YinzhengError("store.damaged", { what: "store.json is not as it was written" });
}

function derive(key: Uint8Array): StoreKeys {
  const macKey = subkey(key, "yinzheng/store/mac/v1");
  return {
    records: createSecretKey(subkey(key, "yinzheng/store/records/v1")),
    mac: (name) => createHmac("sha256", macKey).update(name, "utf8").digest("base64url"),
  };
}

/** HKDF-SHA-256 without salt: the key is uniform already. RFC 5869 §3.1 */
function subkey(key: Uint8Array, purpose: string): Uint8Array {
  return new Uint8Array(hkdfSync("sha256", key, new Uint8Array(), purpose, 32));
}

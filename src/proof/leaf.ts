import { fromHex, utf8 } from "../crypto/encoding.ts";
import { hashOf, hexHashOf } from "../crypto/hash.ts";
import { LEAF, leafHash } from "../crypto/merkle.ts";
import { HASH_SUITES, type HashSuite } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { Manifest, ManifestEntry } from "../domain/manifest.ts";
import { jcsBytes } from "./ids.ts";

/** The manifest entry of `bytes` under a 16-byte salt: value = H(salt ‖ bytes). */
export function entryOf(mediaType: string, bytes: Uint8Array, salt: Uint8Array, suite: HashSuite): ManifestEntry {
  return { mediaType, length: bytes.length, value: hexHashOf(suite)(salt, bytes) };
}

/** The leaf of a manifest that is written in JCS form: H(0x00 ‖ bytes). */
export function leafOfBytes(manifest: Uint8Array, suite: HashSuite): Hex {
  return hexHashOf(suite)(LEAF, manifest);
}

/** The leaf of a manifest: H(0x00 ‖ JCS(manifest)). */
export function leafOf(manifest: Manifest, suite: HashSuite): Uint8Array {
  return leafHash(hashOf(suite), jcsBytes(manifest as unknown as JsonObject));
}

/**
 * The one leaf of all empty places of a batch: H(0x00 ‖ "yinzheng/void/v1" ‖ 0x00 ‖ registryId ‖ memberId ‖ typeId ‖
 * batchId ‖ voidValue). It is no manifest, so no document can ever stand in it.
 */
export function voidLeaf(
  batch: { readonly registryId: Hex; readonly memberId: Hex; readonly typeId: Hex; readonly batchId: Hex },
  voidValue: Hex,
  suite: HashSuite,
): Uint8Array {
  const parts = [batch.registryId, batch.memberId, batch.typeId, batch.batchId, voidValue].map(fromHex);
  const tag = utf8("yinzheng/void/v1\0");
  const data = new Uint8Array(tag.length + parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of [tag, ...parts]) {
    data.set(part, offset);
    offset += part.length;
  }
  return leafHash(hashOf(suite), data);
}

/** Name of a hash suite by its number on chain; null where unknown. */
export function hashSuiteName(number: number): HashSuite | null {
  const found = (Object.keys(HASH_SUITES) as HashSuite[]).find((name) => HASH_SUITES[name] === number);
  return found ?? null;
}

import { fromHex, toBase64, toHex, utf8 } from "../crypto/encoding.ts";
import { sha256, taggedHash } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import type { Draft } from "../domain/draft.ts";
import type { KeySuite, MemberProfile } from "../domain/member.ts";
import { remember } from "./sealed.ts";

/** Names derived by hashing. Tags are registered in docs/format/README.md; every result is 32 bytes. */

/** memberId of a unified social credit code. */
export function memberIdOf(code: string): Hex {
  return toHex(taggedHash("yinzheng/member/v1", utf8(code)));
}

/** typeId of a certificate type code, or of a reserved kind. */
export function typeIdOf(code: string): Hex {
  return toHex(taggedHash("yinzheng/type/v1", utf8(code)));
}

/** sealId of a seal's code: the owner's unified social credit code and three digits. */
export function sealIdOf(code: string): Hex {
  return toHex(taggedHash("yinzheng/seal/v1", utf8(code)));
}

/** Reserved type codes of seals: a member applies for them, makes them, and uses them, each only within its scope. */
export const SEAL_TYPE = "seal";
export const SEAL_MAKING_TYPE = "seal-making";
export const SEAL_USE_TYPE = "seal-use";

/** typeId under which officers may sign applications, changes and delegations of their member's seals. */
export const SEAL_TYPE_ID: Hex = typeIdOf(SEAL_TYPE);
/** typeId under which a maker's officers may say which seal object it made. */
export const SEAL_MAKING_TYPE_ID: Hex = typeIdOf(SEAL_MAKING_TYPE);
/** typeId of batches of stamped files, and of counting what was used in any batch. */
export const SEAL_USE_TYPE_ID: Hex = typeIdOf(SEAL_USE_TYPE);

/** keyId of a public key: the same key in another suite is another key. */
export function keyIdOf(suite: KeySuite, publicKey: Uint8Array): Hex {
  return toHex(taggedHash("yinzheng/key/v1", utf8(suite), new Uint8Array([0]), publicKey));
}

/** Digest that a member's `profile` slot holds: SHA-256 over the JCS form; its tag is the `format` member. */
export const profileDigest = remember(
  (profile: MemberProfile): Hex => toHex(sha256(jcsBytes(profile as unknown as JsonObject))),
);

/** Digest that a maker approves. */
export function draftDigest(draft: Draft): Hex {
  return toHex(taggedHash("yinzheng/draft/v1", jcsBytes(draft as unknown as JsonObject)));
}

/** Subresource-integrity digest of a JSON document in JCS form: `sha256-` and base64. */
export const sriOf = remember((document: JsonObject): string => `sha256-${toBase64(sha256(jcsBytes(document)))}`);

/** UTF-8 bytes of the JCS form (RFC 8785). */
export function jcsBytes(value: JsonObject): Uint8Array {
  return utf8(canonicalize(value));
}

/** A 32-byte value, or an address left-padded to one, as a storage key word. */
export function wordOf(hex: Hex): Uint8Array {
  const bytes = fromHex(hex);
  const word = new Uint8Array(32);
  word.set(bytes, 32 - bytes.length);
  return word;
}

import { concat, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { jcsBytes } from "./ids.ts";

/** Registered tag of a proof of possession. */
export const POSSESSION_TAG = "yinzheng/possession/v1";

/**
 * What a new key signs to show that the member holds it: 64 bytes, SHA-256("yinzheng/possession/v1") ‖ SHA-256(JCS of
 * the statement), the form of a Data Integrity proof and of a batch signature, and the same in every suite.
 */
export function possessionMessage(registryId: Hex, memberId: Hex, keyId: Hex): Uint8Array {
  const statement = { format: "yinzheng-possession/1", registryId, memberId, keyId };
  return concat(sha256(utf8(POSSESSION_TAG)), sha256(jcsBytes(statement)));
}

import { concat, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { jcsBytes } from "./ids.ts";

/**
 * What a new key signs to show that the member holds it: 64 bytes, SHA-256("yinzheng/possession/v1") ‖ SHA-256(JCS of
 * the statement), the form of a Data Integrity proof, which is the one form that a credential key signs.
 */
export function possessionMessage(registryId: Hex, memberId: Hex, keyId: Hex): Uint8Array {
  const statement = { format: "yinzheng-possession/1", registryId, memberId, keyId };
  return concat(sha256(utf8("yinzheng/possession/v1")), sha256(jcsBytes(statement)));
}

import { concat, utf8 } from "../crypto/encoding.ts";
import type { Suite } from "../crypto/suites/table.ts";
import type { Anchor } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { jcsBytes } from "./ids.ts";

/** Registered tag of what a batch key signs. */
export const BATCH_SIGNATURE_TAG = "yinzheng/batch-signature/v1";

/** What a batch signature is over, beside the key that makes it: one tree of one member and type. */
export type SignedBatch = Pick<Anchor, "memberId" | "typeId" | "batchId" | "hashSuite" | "size" | "root">;

/**
 * What a batch key signs: 64 bytes, H("yinzheng/batch-signature/v1") ‖ H(JCS of the statement), H the suite's own hash.
 * It has the form of a Data Integrity proof, whose first half is the hash of a JSON object and so never that of the tag.
 */
export function batchSignatureMessage(suite: Suite, registryId: Hex, keyId: Hex, batch: SignedBatch): Uint8Array {
  const { memberId, typeId, batchId, hashSuite, size, root } = batch;
  const format = "yinzheng-batch-signature/1";
  const statement = { format, registryId, memberId, keyId, typeId, batchId, hashSuite, size, root };
  return concat(suite.hash(utf8(BATCH_SIGNATURE_TAG)), suite.hash(jcsBytes(statement)));
}

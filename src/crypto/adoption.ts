import type { Hex } from "../domain/bytes.ts";
import type { Adoption } from "../domain/continuation.ts";
import { abiEncode } from "./abi.ts";
import { concat, fromHex, utf8 } from "./encoding.ts";
import { sha256 } from "./hash.ts";
import { ADOPTION } from "./log-record.ts";
import { leafHash } from "./merkle.ts";

/** Zero-padded to a word. */
const TAG = concat(utf8("yinzheng/adoption/v1"), new Uint8Array(12));

/**
 * Hash of an adoption's leaf in the tree that the council of the new installation signs: SHA-256(0x00 ‖ tag ‖ registryId
 * of the origin ‖ abi.encode(adoption)) (docs/format/chain.md). Throws `schema.pattern` on what is no word.
 */
export function adoptionLeaf(from: Hex, adoption: Adoption): Uint8Array {
  const { memberId, batchId, record, headBefore, headAfter, last } = adoption;
  const body = abiEncode(ADOPTION, [memberId, batchId, record, headBefore, headAfter, last ? 1 : 0]);
  return leafHash(sha256, concat(TAG, fromHex(from), body));
}

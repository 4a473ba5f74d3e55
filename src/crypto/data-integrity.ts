import { concat } from "./encoding.ts";

/**
 * What a Data Integrity suite of the JCS family signs: hash(config) ‖ hash(document), 64 bytes for a 32-byte hash.
 * Both arguments are JCS forms: the proof without `proofValue`, and the document without `proof`.
 * Source: https://www.w3.org/TR/vc-di-eddsa/#hashing-eddsa-jcs-2022
 */
export function proofMessage(
  canonicalProofConfig: Uint8Array,
  canonicalDocument: Uint8Array,
  hash: (bytes: Uint8Array) => Uint8Array,
): Uint8Array {
  return concat(hash(canonicalProofConfig), hash(canonicalDocument));
}

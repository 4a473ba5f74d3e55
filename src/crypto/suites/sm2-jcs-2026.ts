import { sm3 } from "../hash.ts";
import { sm2PublicKey, sm2Sign, sm2Verify } from "../sm2.ts";
import { SM2_PUBLIC_KEY_BYTES, SM2_SIGNATURE_BYTES } from "../sm2-curve.ts";
import { multikeyOf } from "./multikey.ts";
import type { Suite } from "./suite.ts";

/**
 * Multicodec sm2-pub (0x1206, "SM2 public key (compressed)", draft) as a varint: Multikeys begin with zEPJ.
 * Source: https://github.com/multiformats/multicodec/blob/master/table.csv
 */
const MULTICODEC = Uint8Array.of(0x86, 0x24);

/**
 * sm2-jcs-2026, ours: SM2 with SM3 and the ID 1234567812345678 over SM3 hashes of JCS forms; all else is as in
 * ecdsa-jcs-2019 (https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019). What is signed is therefore
 * SM3(Z_A ‖ SM3(proof configuration) ‖ SM3(document)); signatures are r ‖ s, 64 bytes, public keys compressed points.
 */
export const sm2Jcs2026: Suite = {
  name: "sm2-jcs-2026",
  publicKeyBytes: SM2_PUBLIC_KEY_BYTES,
  signatureBytes: SM2_SIGNATURE_BYTES,
  hash: (bytes) => sm3(bytes),
  verifyBytes: sm2Verify,
  signBytes: (secretKey, message) => sm2Sign(secretKey, message),
  signer: (secretKey) => (message) => sm2Sign(secretKey, message),
  publicKeyOf: sm2PublicKey,
  ...multikeyOf(MULTICODEC, SM2_PUBLIC_KEY_BYTES),
};

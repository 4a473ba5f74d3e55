import * as native from "#native";
import { sha256 } from "../hash.ts";
import { P256_PUBLIC_KEY_BYTES, P256_SIGNATURE_BYTES } from "../native/p256-rules.ts";
import { p256Sign } from "../p256.ts";
import { multikeyOf } from "./multikey.ts";
import type { Suite } from "./suite.ts";

/** Multicodec p256-pub (0x1200) as a varint. Source: https://www.w3.org/TR/cid-1.0/#Multikey */
const MULTICODEC = Uint8Array.of(0x80, 0x24);

/**
 * ecdsa-jcs-2019 with P-256: ECDSA with SHA-256 over SHA-256 hashes of JCS forms; public keys are compressed points.
 * Source: https://www.w3.org/TR/vc-di-ecdsa/#ecdsa-jcs-2019. The suite's other curve, P-384, is not implemented: a key
 * or a signature of its lengths does not verify. Which signatures hold at the edges is said in native/p256-rules.ts.
 */
export const ecdsaJcs2019: Suite = {
  name: "ecdsa-jcs-2019",
  publicKeyBytes: P256_PUBLIC_KEY_BYTES,
  signatureBytes: P256_SIGNATURE_BYTES,
  hash: (bytes) => sha256(bytes),
  verifyBytes: native.p256Verify,
  signBytes: p256Sign,
  signer: (secretKey) => (message) => p256Sign(secretKey, message),
  publicKeyOf: native.p256PublicKey,
  ...multikeyOf(MULTICODEC, P256_PUBLIC_KEY_BYTES),
};

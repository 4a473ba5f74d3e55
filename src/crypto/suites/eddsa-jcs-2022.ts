import * as native from "#native";
import { sha256 } from "../hash.ts";
import { PUBLIC_KEY_BYTES, SIGNATURE_BYTES } from "../native/ed25519-rules.ts";
import { multikeyOf } from "./multikey.ts";
import type { Suite } from "./suite.ts";

/** Multicodec ed25519-pub (0xed) as a varint. Source: https://www.w3.org/TR/cid-1.0/#Multikey */
const MULTICODEC = Uint8Array.of(0xed, 0x01);

/**
 * eddsa-jcs-2022: Ed25519 over SHA-256 hashes of JCS forms. Source: https://www.w3.org/TR/vc-di-eddsa/#eddsa-jcs-2022
 * Which signatures hold at the edges is said in native/ed25519-rules.ts, the same in Node and browsers.
 */
export const eddsaJcs2022: Suite = {
  name: "eddsa-jcs-2022",
  publicKeyBytes: PUBLIC_KEY_BYTES,
  signatureBytes: SIGNATURE_BYTES,
  hash: (bytes) => sha256(bytes),
  verifyBytes: native.ed25519Verify,
  signBytes: native.ed25519Sign,
  signer: native.ed25519Signer,
  publicKeyOf: native.ed25519PublicKey,
  ...multikeyOf(MULTICODEC, PUBLIC_KEY_BYTES),
};

import { ECDH } from "node:crypto";

/** 65 bytes of a P-256 point that is given in 33 (SEC 1 §2.3.3). */
export function uncompressed(point: Uint8Array): Uint8Array {
  return new Uint8Array(ECDH.convertKey(point, "prime256v1", undefined, undefined, "uncompressed") as Buffer);
}

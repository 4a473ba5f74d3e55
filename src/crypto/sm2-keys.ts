import { KEY_LIMITS, type KeyLimits, type PointKey, pointKeys } from "./point-keys.ts";
import { Sm2Point, sm2UserHash } from "./sm2-curve.ts";

/** What is known of a public key once it has been looked at. */
export interface Sm2Key extends PointKey {
  /** Z_A, 32 bytes. */
  readonly userHash: Uint8Array;
}

/** SM2 public keys by their bytes: see `pointKeys`. */
export function sm2Keys(limits: KeyLimits): (publicKey: Uint8Array) => Sm2Key | null {
  return pointKeys(Sm2Point, limits, (key) => ({ ...key, userHash: sm2UserHash(key.point) }));
}

/** The keys of this process. */
export const sm2KeyOf = sm2Keys(KEY_LIMITS);

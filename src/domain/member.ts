import type { Hex, Seconds } from "./bytes.ts";

/** Public description of a member; its SHA-256 over the JCS form is the member's `profile` slot on chain. */
export interface MemberProfile {
  readonly format: "yinzheng-member/1";
  /** Unified social credit code, 18 characters. */
  readonly code: string;
  readonly names: { readonly zh: string; readonly en: string };
  /** `did:web:<host>:members:<code>` */
  readonly issuer: string;
}

export const OFFICER_ROLES = { maker: 1, checker: 2 } as const;
export type OfficerRole = keyof typeof OFFICER_ROLES;

/** Signature suites by their number on chain. */
export const KEY_SUITES = { "eddsa-jcs-2022": 1, "ecdsa-jcs-2019": 2, "sm2-jcs-2026": 3 } as const;
export type KeySuite = keyof typeof KEY_SUITES;

/** Purposes of a registered key: bits of a uint16 on chain. */
export const KEY_PURPOSES = { credential: 1, batch: 2, status: 4, receipt: 8, seal: 16, snapshot: 32 } as const;
export type KeyPurpose = keyof typeof KEY_PURPOSES;

export const KEY_CUSTODY = { own: 1, hosted: 2 } as const;

/** A member's registered signing key. `keyId` = SHA-256("yinzheng/key/v1" ‖ 0x00 ‖ suite name ‖ 0x00 ‖ public key). */
export interface MemberKey {
  readonly keyId: Hex;
  readonly suite: KeySuite;
  /** Raw public key: 32 bytes for Ed25519, the compressed point (33 bytes, SEC 1) for P-256 and SM2. */
  readonly publicKey: Hex;
  readonly purposes: readonly KeyPurpose[];
  readonly custody: keyof typeof KEY_CUSTODY;
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  /** 0 = not compromised. */
  readonly compromisedSince: Seconds;
}

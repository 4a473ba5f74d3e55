import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { JsonObject } from "../../domain/canonical.ts";
import type { MemberProfile } from "../../domain/member.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Page, PageRequest } from "../page.ts";
import type { PublicCertificate } from "../public-certificate.ts";

/** How much of a certificate whoever redeems a code gets: what anyone may know by its identifier, its bundle, or its document. */
export const SHOWN = ["status", "bundle", "document"] as const;
export type Shown = (typeof SHOWN)[number];

export type ShownCertificate = {
  /** Identifier. */
  readonly id: string;
  readonly show: Shown;
};

/** What a holder consented to, as the issuer's counter or app writes it down. */
export interface CodeRequest {
  readonly certificates: readonly ShownCertificate[];
  /** What for, in words that the holder saw. */
  readonly purpose: string;
  /** Unified social credit code of the one member that may redeem it; absent: any verifier. */
  readonly audience?: string;
}

/** A code as the member that made it sees it afterwards: without the code itself. */
export interface CodeView {
  readonly id: string;
  readonly certificates: readonly ShownCertificate[];
  readonly purpose: string;
  readonly audience: string | null;
  readonly madeAt: Seconds;
  /** From then on it is worthless. */
  readonly expiresAt: Seconds;
  /** Who used it, and what for; null: nobody has. */
  readonly redeemed: { readonly memberId: Hex; readonly reason: string; readonly at: Seconds } | null;
}

export interface NewCode extends CodeView {
  /** What is shown: `YZ2:…` */
  readonly code: string;
  /** Its QR code as an SVG document. */
  readonly image: string;
}

/** What a code gave to whoever redeemed it. */
export interface Redemption {
  readonly id: string;
  readonly purpose: string;
  /** Who made the code for the holder. */
  readonly by: MemberProfile;
  readonly at: Seconds;
  readonly certificates: readonly RedeemedCertificate[];
}

export interface RedeemedCertificate {
  readonly certificate: PublicCertificate;
  /** Where the holder consented to it. */
  readonly bundle?: JsonObject;
  /** Likewise: the sealed PDF, in base64. */
  readonly document?: { readonly mediaType: "application/pdf"; readonly data: string };
}

/** A redemption as the member that redeemed sees it afterwards: what it saw, and why; no field of it. */
export interface RedemptionView {
  readonly id: string;
  readonly certificates: readonly ShownCertificate[];
  readonly purpose: string;
  readonly reason: string;
  readonly at: Seconds;
}

/** Live codes (一码通城): shown once, for a minute. */
export interface Codes {
  /**
   * For a holder's certificates, by a clerk or reader of their issuer. Throws `auth.*`, `http.not_found`, `conflict.state`
   * for one that is not issued, `text.*`, `schema.*`, `http.rate`; for a document what making one throws.
   */
  make(by: Principal, request: CodeRequest): Promise<NewCode>;
  /**
   * Uses a code up, by a verifier of a member who says why. The same Idempotency-Key is answered again for a minute.
   * Throws `auth.*`, `code.unknown`, `code.expired`, `code.used`, `code.audience`, `text.*`, `http.rate`,
   * `http.idempotency_key_reused`, `chain.unreachable`, and `conflict.state` while a document is still being made.
   */
  redeem(by: Principal, code: string, reason: string, idempotencyKey: string): Promise<Redemption>;
  /** Codes that the caller's member made, newest first. Throws `auth.*`, `schema.value`. */
  made(by: Principal, page: PageRequest): Promise<Page<CodeView>>;
  /** Codes that the caller's member redeemed, newest first. Throws `auth.*`, `schema.value`. */
  redeemed(by: Principal, page: PageRequest): Promise<Page<RedemptionView>>;
}

import type { Languages } from "../../documents/documents.ts";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Principal } from "../../domain/principal.ts";
import type { PublicCertificate } from "../public-certificate.ts";
import type { CopyView } from "./copies.ts";

/** Whose certificates, of which type, and what for (GB/T 36906). */
export interface Sought {
  readonly holderCode: string;
  /** GB/T 36903 annex A: 001 unified social credit code, 111 citizen's identity number. */
  readonly holderTypeCode: string;
  readonly certTypeCode: string;
  /** Number that the certificate bears (ZZBH). */
  readonly certNo?: string;
  readonly useCause: string;
}

/** One certificate. Whoever names it must know whose it is, too. */
export interface Named extends Pick<Sought, "holderCode" | "holderTypeCode" | "useCause"> {
  /** Identifier. */
  readonly id: string;
}

/** What tells a certificate from others, by the names of GB/T 36903. None of its fields. */
export interface Metadata {
  /** Name of the type, code of the type, identifier. */
  readonly ZZMC: string;
  readonly ZZLXDM: string;
  readonly ZZBS: string;
  /** Who issued it: name and code. */
  readonly ZZBFJG: string;
  readonly ZZBFJGDM: string;
  /** As the caller said it. */
  readonly CZZTDM: string;
  readonly CZZTDMLXDM: string;
  /** RFC 3339; null: without an end. */
  readonly ZZYXQQSRQ: string;
  readonly ZZYXQJZRQ: string | null;
  readonly status: NonNullable<PublicCertificate["status"]>;
  readonly names: Bilingual;
}

/**
 * Departments that fetch certificates for a case (GB/T 36906), from members that share the type with them. Each says why,
 * which is journaled, with who asked, before anything is told. What is not shared looks as if it weren't there.
 * Throws `auth.*`, `text.*`, `http.rate`, `chain.unreachable`.
 */
export interface Sharing {
  /** Certificates of exactly this holder and type, newest first, with what anyone may know of them. */
  query(by: Principal, sought: Sought): Promise<readonly PublicCertificate[]>;
  /** Throws `http.not_found` too. */
  metadata(by: Principal, named: Named): Promise<Metadata>;
  /** A copy for this case and department, and nothing wider; see `Copies`. Throws `http.not_found` and as `Copies.make` does. */
  copy(by: Principal, named: Named & { readonly languages: Languages }, idempotencyKey: string): Promise<CopyView>;
}

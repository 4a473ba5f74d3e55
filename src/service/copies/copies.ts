import type { Languages } from "../../documents/documents.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Principal } from "../../domain/principal.ts";
import type { DocumentAnswer } from "../documents/answer.ts";
import type { Page, PageRequest } from "../page.ts";

export interface CopyRequest {
  /** What for, in words that stand on every page. */
  readonly purpose: string;
  /** For whom. */
  readonly audience?: string;
  /** RFC 3339 instant in whole seconds, or a calendar date, which means its end in Asia/Shanghai. */
  readonly validUntil: string;
  readonly languages: Languages;
  /** Why it was asked for, for the journal. */
  readonly reason: string;
}

/** A copy for one purpose (加注件), as those who may have it see it. */
export interface CopyView {
  readonly id: string;
  /** Identifier of the certificate. */
  readonly certificate: string;
  /** `issued`: its file is there. */
  readonly state: DocumentAnswer["state"];
  readonly languages: Languages;
  readonly purpose: string;
  readonly audience: string | null;
  /** RFC 3339: the last second in which it may be relied on. */
  readonly validUntil: string;
  readonly reason: string;
  readonly orderedAt: Seconds;
}

/** What can be done to a certificate that its holder hears of. */
export const USES = ["copy", "query", "metadata"] as const;

/** Who asked about a certificate, when, and why. */
export interface Use {
  readonly what: (typeof USES)[number];
  readonly at: Seconds;
  /** Member, and who of it. */
  readonly by: { readonly memberId: Hex; readonly subject: string };
  /** In the words of who asked. */
  readonly reason: string;
  /** What was asked for; whether it was made, the copy itself tells. */
  readonly copy: Pick<CopyView, "id" | "purpose" | "audience" | "validUntil"> | null;
}

/** Copies for one purpose: sealed documents of their own, which say on paper, on chain and in every verdict what they are for. */
export interface Copies {
  /**
   * For a clerk or maker of the issuer, who says why; that is journaled first. The same Idempotency-Key leads to the same copy.
   * Throws `auth.*`, `http.not_found`, `http.idempotency_key_reused`, `text.*`, `schema.date`, `schema.value`,
   * `conflict.state` for a certificate that is not in force, `document.*`, `chain.*`.
   */
  make(by: Principal, certificate: string, request: CopyRequest, idempotencyKey: string): Promise<CopyView>;
  /** For the issuer's clerks and makers, and for whoever it was made for. Throws as `make` does. */
  copy(by: Principal, id: string): Promise<CopyView>;
  /** The copy itself, or where it stands. Throws as `make` does. */
  file(by: Principal, id: string): Promise<DocumentAnswer>;
  /** What was asked about a certificate, newest first, for its issuer's clerks and makers. Throws `auth.*`, `http.not_found`. */
  uses(by: Principal, certificate: string, page: PageRequest): Promise<Page<Use>>;
}

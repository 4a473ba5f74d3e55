import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import type { MemberProfile } from "../domain/member.ts";
import type { Principal } from "../domain/principal.ts";
import type { CellRef, CellState, StatusReason } from "../domain/status.ts";
import type { SuccessionKind } from "../domain/succession.ts";
import type { Level, Policy } from "../proof/policy.ts";
import type { Report } from "../proof/report.ts";
import type { Codes } from "./codes/codes.ts";
import type { Copies } from "./copies/copies.ts";
import type { Sharing } from "./copies/sharing.ts";
import type { DocumentAnswer } from "./documents/answer.ts";
import type { DocumentTerms } from "./documents/terms.ts";
import type { Batches } from "./import/batches.ts";
import type { SignedReport } from "./officers.ts";
import type { Page } from "./page.ts";
import type { Plates } from "./plates/plates.ts";
import type { CertificateState, PublicCertificate } from "./public-certificate.ts";
import type { Seals } from "./seals/seals.ts";
import type { SigningRequests } from "./signing/requests.ts";
import type { LogReads } from "./tiles.ts";

export type { DocumentAnswer, DocumentFile } from "./documents/answer.ts";
export type { CertificateState, PublicCertificate, Standing } from "./public-certificate.ts";

export interface IssueRequest {
  /** Code of the certificate type, GB/T 36903. */
  readonly type: string;
  readonly subject: JsonObject;
  /** RFC 3339 instants or calendar dates; validFrom defaults to now. */
  readonly validFrom?: string;
  readonly validUntil?: string;
  /** The certificate that this one will supersede, of the same member and type and issued; and how. */
  readonly supersedes?: { readonly id: string; readonly kind: SuccessionKind };
}

export interface ApprovalInput {
  /** Address of the maker. */
  readonly officer: Hex;
  readonly approvedAt: Seconds;
  /** Over EIP-712 `Approval` of the draft. */
  readonly signature: Hex;
}

export interface StatusInput {
  readonly to: Exclude<CellState, never>;
  readonly reason: StatusReason;
  /** Identifier of the successor; required for, and only for, superseded. */
  readonly successor?: string;
  /** The maker's EIP-712 `StatusOrder`. */
  readonly order: {
    readonly officer: Hex;
    readonly orderedAt: Seconds;
    readonly expectedHead: Hex;
    readonly signature: Hex;
  };
}

/** An instant that somebody asks about; of a bare date its end, with the day's first second (domain/dates.ts). */
export interface Instant {
  readonly time: Seconds;
  readonly dayStart?: Seconds;
}

/** What the issuer sees, and who succeeded it. */
export interface CertificateView extends PublicCertificate {
  /** The draft: what a maker signs; its digest is `Approval.draft`. Where `masked`, without names and numbers. */
  readonly draft: JsonObject;
  /** See `Service.unmask`. */
  readonly masked: boolean;
  readonly draftDigest: Hex;
  readonly draftedAt: Seconds;
  readonly cell: CellRef | null;
  readonly statusHead: Hex | null;
  readonly returned?: { readonly reason: string; readonly at: Seconds };
  /** The version before this one, and how this one takes its place. */
  readonly predecessor?: { readonly id: string; readonly kind: SuccessionKind };
  /** The version that took this one's place, from when that is on chain. */
  readonly successor?: { readonly id: string; readonly kind: SuccessionKind };
}

export interface StatusResult {
  readonly id: string;
  readonly status: CellState;
  readonly block: number;
  readonly time: Seconds;
}

/** A member's claim of a certificate that can be used once, as that member alone sees it. */
export interface ClaimView {
  /** Identifier of the certificate, and code of its type. */
  readonly certificate: string;
  readonly type: string;
  readonly nullifier: Hex;
  readonly commitment: Hex;
  /** Shows that the commitment is this member's; whoever is shown it knows. */
  readonly opening: { readonly memberId: Hex; readonly random: Hex };
  readonly state: "pending" | "made" | "refused";
  readonly orderedAt: Seconds;
  /** null until it is made. */
  readonly block: number | null;
  readonly time: Seconds | null;
}

/** Codes of members and of types that a snapshot is of; absent: all. */
export interface SnapshotFilter {
  readonly member?: readonly string[];
  readonly type?: readonly string[];
}

export interface SnapshotFile {
  /** JSON text of a Snapshot. */
  readonly text: string;
  readonly etag: string;
  readonly block: number;
  readonly time: Seconds;
}

export interface BundleFile {
  /** JSON text of a Bundle. */
  readonly text: string;
  /** Strong validator: changes when evidence or co-signatures do. */
  readonly etag: string;
  /** Levels that the bundle can reach by itself. */
  readonly levels: readonly Level[];
}

/** A status list that is published. */
export interface StatusListSummary {
  /** 32 hex digits. */
  readonly id: string;
  readonly memberId: Hex;
  readonly typeId: Hex;
  /** The block that it is as of, and that block's time. */
  readonly block: number;
  readonly time: Seconds;
}

export interface StatusListFile extends StatusListSummary {
  /** JSON text of a StatusList: the credential and what proves it. */
  readonly text: string;
  /** JSON text of the W3C credential alone. */
  readonly credential: string;
  /** Strong validator of `text`. */
  readonly etag: string;
}

export interface MemberView {
  readonly memberId: Hex;
  readonly profile: MemberProfile;
  readonly types: readonly string[];
  readonly frozen: boolean;
  /** What officers sign names it; it rises with every change of them. */
  readonly officerEpoch: number;
  /** Abolished: it anchors nothing any more. */
  readonly closed: boolean;
  /** memberId of who acts for its certificates since; null: nobody. */
  readonly successor: Hex | null;
}

export interface Readiness {
  readonly ready: boolean;
  readonly chain: { readonly reachable: boolean; readonly block?: number; readonly time?: Seconds };
  readonly journal: { readonly seq: number };
  readonly signers: readonly { readonly member: Hex; readonly name: string; readonly reachable: boolean }[];
}

/** An answer kept for an Idempotency-Key, so that a repeated write is answered, not repeated. */
export interface KeptAnswer {
  readonly status: number;
  readonly body: JsonObject;
}

/** A file that somebody sent, and what it was called. */
export interface SentFile {
  readonly name: string;
  readonly bytes: Uint8Array;
  /** Of a use of a seal by itself: the file that it is over. */
  readonly content?: Uint8Array;
}

/**
 * The verbs. Each checks the principal's roles and tenant itself and throws YinzhengError; verify returns a report for
 * any document. Ids are GB/T 36904 identifiers.
 */
export interface Service {
  /** With the request's Idempotency-Key, a repeated request finds the draft of the first, even if that was never answered. */
  issue(by: Principal, request: IssueRequest, options?: { readonly idempotencyKey?: string }): Promise<CertificateView>;
  /** Resolves when the certificate is issued, or with state `anchoring` after `waitMs` (default 10 s). */
  approve(
    by: Principal,
    id: string,
    approval: ApprovalInput,
    options?: { readonly waitMs?: number },
  ): Promise<CertificateView>;
  returnDraft(by: Principal, id: string, reason: string): Promise<CertificateView>;
  changeStatus(by: Principal, id: string, input: StatusInput): Promise<StatusResult>;
  /**
   * PublicCertificate for a caller that is not the issuer; `auth.forbidden` never tells more than `http.not_found`. With its
   * status as it was at an instant, where one is given; `schema.value` for one that is yet to come.
   */
  certificate(by: Principal, id: string, asOf?: Instant): Promise<PublicCertificate | CertificateView>;
  /** With every name and number, for a clerk or maker who says why (1 to 200 characters), which is journaled first. */
  unmask(by: Principal, id: string, reason: string): Promise<CertificateView>;
  /** Masked, as a single view is. `issuer`: the code of a member that the caller's has succeeded. */
  certificates(
    by: Principal,
    filter: { readonly state?: CertificateState; readonly type?: string; readonly issuer?: string },
    page: { readonly after?: string; readonly limit?: number },
  ): Promise<Page<CertificateView>>;
  bundle(by: Principal, id: string): Promise<BundleFile>;
  /**
   * The certificate as people read it: a PDF, sealed by its member and put on chain by its officers. The first request has
   * it made, and the same request always leads to the same sealed file.
   */
  document(by: Principal, id: string, terms: DocumentTerms): Promise<DocumentAnswer>;
  /**
   * Uses up a certificate that can be used once, in the name of the caller's member. Resolves when it is on chain; the same
   * Idempotency-Key is answered with the claim that it led to.
   */
  claim(by: Principal, bundle: JsonObject, options: { readonly idempotencyKey: string }): Promise<ClaimView>;
  /** The claims of the caller's member, newest first. */
  claims(by: Principal, page: { readonly after?: string; readonly limit?: number }): Promise<Page<ClaimView>>;
  /** Many certificates at once, from a file. */
  readonly batches: Batches;
  /** A holder's certificates, shown once by a code. */
  readonly codes: Codes;
  /** Signed codes on things and addresses. */
  readonly plates: Plates;
  /** Seals: applied for, made, in force, out of force. */
  readonly seals: Seals;
  /** Copies for one purpose. */
  readonly copies: Copies;
  /** For other departments. */
  readonly sharing: Sharing;
  /** For officers whose machines have no network. */
  readonly signing: SigningRequests;
  /** Bytes of a bundle, checked at `policy` against the service's own node and trust file. Nothing is logged. */
  verify(by: Principal, bytes: Uint8Array, policy?: Partial<Policy>): Promise<Report>;
  /** A bundle or a PDF, by what stands in it; a PDF always gives a report. */
  verifyFile(by: Principal, file: SentFile, policy?: Partial<Policy>): Promise<Report>;
  /** See compromise.ts. */
  reportCompromise(by: Principal, signed: SignedReport): Promise<{ readonly block: number; readonly time: Seconds }>;
  members(by: Principal): Promise<readonly MemberView[]>;
  /** did:web document of the member with this unified social credit code, for foreign verifiers; `http.not_found`. */
  didDocument(code: string): Promise<JsonObject>;
  /** Latest co-signed checkpoint note. */
  checkpoint(by: Principal): Promise<string>;
  /** The evidence log for monitors. */
  readonly log: LogReads;
  /** Every status list that is published here. */
  statusLists(): Promise<readonly StatusListSummary[]>;
  /** A list as it stands, or as it stood at a block at which it was published. Throws `http.not_found`. */
  statusList(id: string, block?: number): Promise<StatusListFile>;
  /** What offline codes are judged against, at the chain's head. Throws `http.not_found` for who or what issues nothing here. */
  snapshot(filter: SnapshotFilter): Promise<SnapshotFile>;
  readiness(): Promise<Readiness>;
  /** The kept answer for this caller and key; throws `http.idempotency_key_reused` where the request digest differs. */
  kept(by: Principal, key: string, requestDigest: string): Promise<KeptAnswer | null>;
  keep(by: Principal, key: string, requestDigest: string, answer: KeptAnswer): Promise<void>;
  /** The principal of an API key (hashed at rest), or null. */
  authenticate(apiKey: string): Promise<Principal | null>;
  close(): Promise<void>;
}

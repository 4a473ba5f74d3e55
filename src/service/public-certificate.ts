import type { Seconds } from "../domain/bytes.ts";
import type { MemberProfile } from "../domain/member.ts";
import type { CellState, StatusReason } from "../domain/status.ts";

/** Where a certificate stands on its road (design §2). `issued` = anchored and its own proof checked. */
export type CertificateState = "awaiting_approval" | "returned" | "anchoring" | "issued";

/** How a certificate stood at an instant. */
export interface Standing {
  /** The instant; of a day that has not ended, now. */
  readonly time: Seconds;
  /** Block time; null until anchored. */
  readonly anchoredAt: Seconds | null;
  readonly state: "before_anchor" | CellState;
  /** Block time of the change that led there; 0 where it reaches back to the beginning (撤销), null where nothing changed. */
  readonly since: Seconds | null;
  readonly reason: StatusReason | null;
  /** Only where a day was asked about: its status changed on that day. */
  readonly changedThatDay?: boolean;
}

/** What anyone may know of a certificate: no field of it. */
export interface PublicCertificate {
  readonly id: string;
  readonly type: { readonly code: string; readonly names: { readonly zh: string; readonly en: string } };
  readonly issuer: MemberProfile;
  readonly state: CertificateState;
  /** null until anchored; where an instant was asked about, as it was then. */
  readonly status: CellState | null;
  /** Only where an instant was asked about. */
  readonly asOf?: Standing;
}

import type { Seconds } from "../../domain/bytes.ts";
import type { MemberProfile } from "../../domain/member.ts";
import type { PlateKind } from "../../domain/plate.ts";
import type { Principal } from "../../domain/principal.ts";
import type { Page, PageRequest } from "../page.ts";

export interface PlateRequest {
  readonly kind: PlateKind;
  /** What it is put up on, in words that everybody may read: at most 60 characters. */
  readonly label: string;
}

/** A plate, as anybody may see it. */
export interface PlateView {
  /** 16 hex digits. */
  readonly id: string;
  readonly member: MemberProfile;
  readonly kind: PlateKind;
  readonly label: string;
  readonly issuedOn: string;
  /** What stands on it: `YZ3:…` */
  readonly code: string;
  /** null: it is in force. */
  readonly withdrawn: { readonly at: Seconds; readonly reason: string } | null;
}

export interface NewPlate extends PlateView {
  /** Its QR code as an SVG document. */
  readonly image: string;
}

/** Plates (一码通城): permanent codes on things and addresses, signed by the member that puts them up. */
export interface Plates {
  /** By a clerk. Throws `auth.*`, `text.*`, `conflict.state` for a frozen or closed member, `keys.missing`, `chain.unreachable`. */
  make(by: Principal, request: PlateRequest): Promise<NewPlate>;
  /** For anybody. Throws `http.not_found`. */
  plate(id: string): Promise<PlateView>;
  /** By a clerk of the member, who says why. Throws `auth.*`, `text.*`, `http.not_found`, `conflict.state`. */
  withdraw(by: Principal, id: string, reason: string): Promise<PlateView>;
  /** The plates of the caller's member, newest first. Throws `auth.*`, `schema.value`. */
  plates(by: Principal, page: PageRequest): Promise<Page<PlateView>>;
}

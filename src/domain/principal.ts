import type { Hex } from "./bytes.ts";

/** What a caller may do. A `sealer` asks for documents to be sealed. A role is checked by the verb, never by the route. */
export const ROLES = [
  "clerk",
  "maker",
  "checker",
  "sealer",
  "reader",
  "verifier",
  "claimant",
  "caseworker",
  "operator",
] as const;
export type Role = (typeof ROLES)[number];

/**
 * Who calls a service verb. Every verb takes one, even where a role is not needed yet: `subject` is written to the
 * journal, `tenant` bounds what is seen, `via` says by which credential the caller was recognised.
 */
export interface Principal {
  readonly tenant: string;
  readonly subject: string;
  readonly roles: readonly Role[];
  readonly via: "api-key" | "local" | "anonymous";
  /** The member whose records this caller works on; absent for a caller of no member. */
  readonly memberId?: Hex;
}

/** The public: sees verdict, type, issuer and status of a certificate, never a field. */
export const ANONYMOUS: Principal = { tenant: "public", subject: "anonymous", roles: [], via: "anonymous" };

import type { Hex } from "../../domain/bytes.ts";
import type { MemberProfile, OfficerRole } from "../../domain/member.ts";
import type { Network } from "../../domain/network.ts";
import type { TypeTable } from "../../domain/types/table.ts";
import type { SignerRules } from "./rules/rules.ts";

/** What an officer's signer is told once, by the officer, in its own folder. */
export interface SignerConfig {
  readonly role: OfficerRole;
  readonly network: Network;
  readonly profile: MemberProfile;
  /** Codes of the certificate types that this officer signs for. */
  readonly types: readonly string[];
  /** The certificate types that this officer knows; those defined in the code by default. */
  readonly definitions?: TypeTable;
  /** Addresses of the makers whose approvals and orders count. */
  readonly makers: readonly Hex[];
  /** Limits of this officer's own; none where absent. */
  readonly rules?: SignerRules;
  /**
   * Codes of abolished members whose certificates this one's officers revoke, suspend and resume in its name. The officer
   * says so; that the council has named the successor, the contract sees to.
   */
  readonly predecessors?: readonly string[];
}

import type { Hex, Seconds } from "../../domain/bytes.ts";
import { OFFICER_ROLES } from "../../domain/member.ts";
import { keep } from "./rules.ts";

/** Holds at t when notBefore ≤ t < notAfter. */
export interface Window {
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
}

/** An officer as the log's records make them; `limits`: null where every type in scope is theirs. */
export interface OfficerModel {
  readonly role: number;
  readonly limits: ReadonlyMap<Hex, Window> | null;
  readonly notBefore: Seconds;
  readonly notAfter: Seconds;
  readonly compromisedSince: Seconds;
}

/** A key as the log's records make it; numbers as on chain. */
export interface KeyModel extends Window {
  readonly suite: number;
  readonly custody: number;
  readonly purposes: number;
  readonly compromisedSince: Seconds;
}

/** A member as the log's records make it: what MemberRegistry holds of it. Times are block times, 0: never. */
export interface MemberModel {
  readonly profile: Hex;
  readonly admittedAt: Seconds;
  readonly closedAt: Seconds;
  readonly successor: Hex | null;
  readonly frozenSince: Seconds;
  readonly frozenUntil: Seconds;
  readonly epoch: number;
  readonly threshold: number;
  /** Officers who have neither left nor been compromised. */
  readonly count: number;
  /** Cells that its officers revoked on the last day on which they did; days since 1970 in Asia/Shanghai. */
  readonly revoked: { readonly day: number; readonly cells: number };
  readonly officers: ReadonlyMap<Hex, OfficerModel>;
  readonly scopes: ReadonlyMap<Hex, Window>;
  readonly keys: ReadonlyMap<Hex, KeyModel>;
}

/** All members, by memberId; what changes is replaced, so that a record that breaks a rule changes nothing. */
export class Members {
  readonly #members = new Map<Hex, MemberModel>();
  readonly #keyOwners = new Map<Hex, Hex>();

  find(memberId: Hex): MemberModel | undefined {
    return this.#members.get(memberId);
  }

  /** Refuses `member.unknown`. */
  get(memberId: Hex): MemberModel {
    const member = this.#members.get(memberId);
    keep("member.unknown", member !== undefined);
    return member;
  }

  /** Refuses `member.unknown`, `member.closed`. */
  open(memberId: Hex): MemberModel {
    const member = this.get(memberId);
    keep("member.closed", member.closedAt === 0);
    return member;
  }

  set(memberId: Hex, member: MemberModel): void {
    this.#members.set(memberId, member);
  }

  /** Who registered a key, for ever. */
  keyOwner(keyId: Hex): Hex | undefined {
    return this.#keyOwners.get(keyId);
  }

  ownKey(keyId: Hex, memberId: Hex): void {
    this.#keyOwners.set(keyId, memberId);
  }
}

export const holds = ({ notBefore, notAfter }: Window, time: Seconds): boolean => notBefore <= time && time < notAfter;

/** Whether an officer may sign at a time, for a type where that matters. */
export function maySign(officer: OfficerModel, time: Seconds, typeId?: Hex): boolean {
  const valid = holds(officer, time) && (officer.compromisedSince === 0 || time < officer.compromisedSince);
  if (!valid || typeId === undefined || officer.limits === null) return valid;
  const limit = officer.limits.get(typeId);
  return limit !== undefined && holds(limit, time);
}

/** Refuses a frozen or closed member, and signers for another epoch than that of its officers (undefined: not known). */
export function requireActive(member: MemberModel, time: Seconds, epoch?: number): void {
  keep("signers.frozen", member.closedAt === 0 && time >= member.frozenUntil);
  keep("signers.epoch", epoch === undefined || epoch === member.epoch);
}

/** Refuses signers out of order, and any who might not sign at that time. */
export function requireSigners(member: MemberModel, signers: readonly Hex[], time: Seconds, typeId?: Hex): void {
  keep(
    "signers.order",
    signers.every((signer, i) => i === 0 || (signers[i - 1] ?? signer) < signer),
  );
  for (const signer of signers) {
    const officer = member.officers.get(signer);
    keep("signers.officer", officer !== undefined && maySign(officer, time, typeId));
  }
}

/** `requireSigners`, and that they are as many as the threshold, a maker and a checker among them. */
export function requireThreshold(member: MemberModel, signers: readonly Hex[], time: Seconds, typeId?: Hex): void {
  keep("signers.threshold", signers.length >= member.threshold);
  requireSigners(member, signers, time, typeId);
  const roles = new Set(signers.map((signer) => member.officers.get(signer)?.role));
  keep("signers.roles", roles.has(OFFICER_ROLES.maker) && roles.has(OFFICER_ROLES.checker));
}

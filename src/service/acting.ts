import type { Hex } from "../domain/bytes.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Principal } from "../domain/principal.ts";
import type { MemberState } from "../ledger/ledger.ts";
import { isIssuerOf } from "./access.ts";
import type { Context } from "./context.ts";
import type { Certificate } from "./projection.ts";

/**
 * The member whose officers change the status of a member's certificates: itself, or, once it is closed, the one that the
 * council named its successor; null: nobody but the council.
 */
export function actingMember({ memberId, closed, successor }: MemberState): Hex | null {
  return closed ? successor : memberId;
}

/**
 * Does the caller's member hold this certificate: has it issued it, or succeeded its issuer? The chain says who succeeds
 * whom. Throws `chain.unreachable` where the issuer was never read from it.
 */
export async function isHeldBy(context: Context, by: Principal, certificate: Certificate): Promise<boolean> {
  if (isIssuerOf(by, certificate)) return true;
  return certificate.memberId !== by.memberId && (await isSuccessor(context, by, certificate.memberId));
}

/** Is the caller of the member that succeeded `predecessor`? Its tenant must be that which this service has for it. */
export async function isSuccessor(
  context: Context,
  { memberId, tenant }: Pick<Principal, "memberId" | "tenant">,
  predecessor: Hex,
): Promise<boolean> {
  const own = memberId === undefined ? undefined : context.members.get(memberId);
  if (own === undefined || own.tenant !== tenant) return false;
  return actingMember(await context.chain.member(predecessor)) === own.memberId;
}

/** Throws `http.not_found` where there is none, or none that this caller may know of. */
export async function requireHeld<C extends Certificate>(
  context: Context,
  by: Principal,
  certificate: C | null,
): Promise<C> {
  if (certificate === null || !(await isHeldBy(context, by, certificate))) throw new YinzhengError("http.not_found");
  return certificate;
}

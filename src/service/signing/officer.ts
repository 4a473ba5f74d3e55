import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { MemberState } from "../../ledger/ledger.ts";
import type { Officer } from "../officers.ts";
import type { Batch } from "../projection.ts";

/** Who must have signed: so many distinct officers, and, where `bothRoles`, a maker and a checker among them. */
export interface Need {
  readonly count: number;
  readonly bothRoles: boolean;
}

/** An officer whose machine has no network: nobody can be asked, and what was signed is brought. */
export function offlineOfficer(of: Pick<Officer, "name" | "memberId" | "address">): Officer {
  const away = async (): Promise<never> => {
    throw new YinzhengError("signer.offline", { officers: [of.name] });
  };
  const signs = { signAnchor: away, signStatus: away, signSeal: away, signUse: away };
  return { ...of, offline: true, ...signs, reachable: async () => false };
}

/** The officers with what those who sign offline have brought: whoever has, answers with it. */
export function withBrought(
  officers: readonly Officer[],
  given: NonNullable<Batch["requested"]>["given"],
): readonly Officer[] {
  return officers.map((officer) => {
    const own = given.find(({ signer }) => signer === officer.address);
    if (officer.offline !== true || own === undefined) return officer;
    const { offline: _, ...present } = officer;
    return { ...present, signAnchor: async () => own };
  });
}

/** Could these officers alone give what is needed? */
export function couldSuffice(member: MemberState, addresses: readonly Hex[], { count, bothRoles }: Need): boolean {
  const valid = member.officers.filter(({ address }) => addresses.includes(address));
  const roles = new Set(valid.map(({ role }) => role));
  return valid.length >= count && (!bothRoles || roles.size === 2);
}

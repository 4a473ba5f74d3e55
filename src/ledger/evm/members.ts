import type { Hex, Seconds } from "../../domain/bytes.ts";
import { OFFICER_ROLES } from "../../domain/member.ts";
import type { Network } from "../../domain/network.ts";
import type { Block, MemberState, OfficerState } from "../ledger.ts";
import type { Rpc } from "../rpc.ts";
import type { RecordIndex } from "./record-index.ts";
import { readView } from "./views.ts";

export interface MemberParts {
  readonly rpc: Rpc;
  readonly network: Network;
  readonly records: RecordIndex;
}

/** A member at a block, judged at `now`, which is later than the block's time on an idle chain. */
export async function memberState(
  { rpc, network, records }: MemberParts,
  memberId: Hex,
  at: Block,
  now: Seconds,
): Promise<MemberState> {
  const view = (name: string, args: readonly Hex[]) =>
    readView(rpc, network, { contract: "memberRegistry", name, args, at: at.number });
  const [member] = await view("member", [memberId]);
  const officers = await Promise.all(
    records.officers(memberId).map(async (address) => {
      const [officer] = await view("officer", [memberId, address]);
      return officerOf(address, officer, now);
    }),
  );
  return {
    memberId,
    admitted: member.admittedAt > 0n && member.closedAt === 0n,
    frozen: now < Number(member.frozenUntil),
    officerEpoch: Number(member.officerEpoch),
    threshold: Number(member.threshold),
    officers: officers.filter((officer) => officer !== null),
  };
}

/** null for one who isn't valid now. */
function officerOf(address: Hex, officer: Record<string, bigint>, now: Seconds): OfficerState | null {
  const { role, notBefore, notAfter, compromisedSince } = officer;
  const held = Number(notBefore) <= now && now < Number(notAfter);
  if (!held || (compromisedSince !== 0n && Number(compromisedSince) <= now)) return null;
  return { address, role: Number(role) === OFFICER_ROLES.maker ? "maker" : "checker" };
}

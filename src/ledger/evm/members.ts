import type { Hex, Seconds } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import {
  KEY_CUSTODY,
  KEY_PURPOSES,
  KEY_SUITES,
  type KeyPurpose,
  type MemberKey,
  OFFICER_ROLES,
} from "../../domain/member.ts";
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
    closed: member.closedAt > 0n,
    successor: BigInt(member.successor) === 0n ? null : member.successor,
    frozen: now < Number(member.frozenUntil),
    officerEpoch: Number(member.officerEpoch),
    threshold: Number(member.threshold),
    officers: officers.filter((officer) => officer !== null),
  };
}

/** Every key that was ever registered for the member, as it stands at a block. */
export async function memberKeys(
  { rpc, network, records }: MemberParts,
  memberId: Hex,
  at: Block,
): Promise<readonly MemberKey[]> {
  return Promise.all(
    records.keys(memberId).map(async ({ keyId, publicKey }) => {
      const [key] = await readView(rpc, network, {
        contract: "memberRegistry",
        name: "key",
        args: [memberId, keyId],
        at: at.number,
      });
      return { keyId, publicKey, ...keyOf(key) };
    }),
  );
}

/** Throws `chain.mismatch` for a suite or custody that this version doesn't know. */
function keyOf(key: Record<string, bigint>): Omit<MemberKey, "keyId" | "publicKey"> {
  const purposes = (Object.keys(KEY_PURPOSES) as KeyPurpose[]).filter(
    (purpose) => (Number(key.purposes) & KEY_PURPOSES[purpose]) !== 0,
  );
  return {
    suite: nameIn(KEY_SUITES, key.suite),
    custody: nameIn(KEY_CUSTODY, key.custody),
    purposes,
    notBefore: Number(key.notBefore),
    notAfter: Number(key.notAfter),
    compromisedSince: Number(key.compromisedSince),
  };
}

function nameIn<K extends string>(table: Readonly<Record<K, number>>, value: bigint | undefined): K {
  const name = (Object.keys(table) as K[]).find((known) => table[known] === Number(value));
  if (name === undefined) throw new YinzhengError("chain.mismatch", { what: "key", value: String(value) });
  return name;
}

/** null for one who isn't valid now. */
function officerOf(address: Hex, officer: Record<string, bigint>, now: Seconds): OfficerState | null {
  const { role, notBefore, notAfter, compromisedSince } = officer;
  const held = Number(notBefore) <= now && now < Number(notAfter);
  if (!held || (compromisedSince !== 0n && Number(compromisedSince) <= now)) return null;
  return { address, role: Number(role) === OFFICER_ROLES.maker ? "maker" : "checker" };
}

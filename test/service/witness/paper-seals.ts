import { toHex } from "../../../src/crypto/encoding.ts";
import { type SealFact, sealLeafData } from "../../../src/crypto/seal-record.ts";
import type { Seconds } from "../../../src/domain/bytes.ts";
import {
  SEAL_STATES,
  type SealApplication,
  type SealChange,
  type SealDelegation,
  type SealMaking,
  type SealState,
  type SealUse,
} from "../../../src/domain/seal.ts";
import type { MessageSigner } from "../../../src/ledger/evm/council.ts";
import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../../src/proof/ids.ts";
import { digest, signerOf } from "../../ledger/world.ts";
import { AGENCY, anchored, BANK, CHECKER, MAKER, NETWORK, NOW, type PaperLeaf, scope } from "./paper-log.ts";

export const SEAL = digest("seal");
export const OBJECT = digest("seal object");
/** Of the member that makes the seal, and may use it where the owner lets it. */
export const BANKERS = [signerOf("bank maker"), signerOf("bank checker")];
const YEAR: Seconds = 365 * 86_400;

interface More {
  readonly signers?: readonly MessageSigner[];
  readonly time?: Seconds;
  /** Of the record, where it is not that of the order. */
  readonly sealId?: typeof SEAL;
}

function leafOf(fact: Exclude<SealFact, { what: "other" }>, { time = NOW, sealId = SEAL }: More): PaperLeaf {
  return { data: toHex(sealLeafData(NETWORK.registryId, { time, parentHash: digest("parent") }, sealId, fact)) };
}

const common = ({ time = NOW }: More) => ({
  officerEpoch: 1,
  sealId: SEAL,
  notBefore: time,
  deadline: time + 60,
});
const addresses = ({ signers }: More, others: readonly MessageSigner[]) =>
  (signers ?? others).map(({ address }) => address).sort();
const OFFICERS = [MAKER, CHECKER];

export const applied = (fields: Partial<SealApplication> = {}, more: More = {}): PaperLeaf => {
  const application = { memberId: AGENCY, maker: BANK, dailyLimit: 10, ...common(more), ...fields };
  return leafOf({ what: "applied", application, signers: addresses(more, OFFICERS) }, more);
};
export const made = (fields: Partial<SealMaking> = {}, more: More = {}): PaperLeaf => {
  const period = { validFrom: NOW - 60, validUntil: NOW + YEAR };
  const making = { memberId: BANK, digest: OBJECT, ...period, ...common(more), ...fields };
  return leafOf({ what: "made", making, signers: addresses(more, BANKERS) }, more);
};
/** By maker and checker, the seal's first change, unless fields say otherwise. */
export const moved = (to: SealState, fields: Partial<SealChange> = {}, more: More = {}): PaperLeaf => {
  const order = { expected: 0, to: SEAL_STATES.indexOf(to), since: 0, digest: OBJECT };
  const change = { memberId: AGENCY, ...order, ...common(more), ...fields };
  return leafOf({ what: "changed", change, signers: addresses(more, OFFICERS) }, more);
};
/** The second change of an active seal: the bank may use it for a day. */
export const delegated = (fields: Partial<SealDelegation> = {}, more: More = {}): PaperLeaf => {
  const order = { expected: 1, delegate: BANK, validFrom: NOW, validUntil: NOW + 86_400 };
  const delegation = { memberId: AGENCY, ...order, ...common(more), ...fields };
  return leafOf({ what: "delegated", delegation, signers: addresses(more, OFFICERS) }, more);
};
export const used = (
  name: string,
  fields: Partial<SealUse> = {},
  more: More & { readonly first?: number } = {},
): PaperLeaf => {
  const use = { memberId: AGENCY, batchId: digest(name), count: 1, ...common(more), ...fields };
  const officers = use.memberId === BANK ? BANKERS : OFFICERS;
  return leafOf({ what: "used", use, first: more.first ?? 0, signers: addresses(more, officers) }, more);
};
export const byCouncil = (to: SealState, since: Seconds = 0, more: More = {}): PaperLeaf =>
  leafOf({ what: "changed-by-council", to: SEAL_STATES.indexOf(to), since }, more);

/** What the agency and the bank may do with seals. */
export const SCOPES: readonly PaperLeaf[] = [
  scope(AGENCY, SEAL_TYPE_ID),
  scope(AGENCY, SEAL_USE_TYPE_ID),
  scope(BANK, SEAL_MAKING_TYPE_ID),
  scope(BANK, SEAL_USE_TYPE_ID),
];
export const APPLIED = [...SCOPES, applied()];
export const MADE = [...APPLIED, made()];
/** Its next change is number 1. */
export const ACTIVE = [...MADE, moved("active")];
export const IN_USE = [...ACTIVE, await anchored("batch"), await anchored("other")];

// Two installations on one chain, and the tree of what the second adopts of the first, by docs/format/chain.md alone.
import { concat, sha256, toBeHex, zeroPadBytes } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { provider, time } from "./chain.ts";
import { ABI, CHANGE_TUPLE, kindBytes, leafHash, leavesOf, treeHash } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  CHECKER,
  callOf,
  changeNow,
  foundWith,
  MAKER,
  signed,
  type World,
  widen,
  worldOf,
} from "./world.ts";

const ZERO = zeroPadBytes("0x", 32) as Hex;

export interface Adopted {
  readonly memberId: string;
  readonly batchId: string;
  readonly record: string;
  readonly headBefore: string;
  readonly headAfter: string;
  readonly last: boolean;
}

export const ADOPTION_TUPLE = "tuple(bytes32,bytes32,bytes32,bytes32,bytes32,bool)";
export const PAST_TUPLE = `tuple(${CHANGE_TUPLE},uint64)[]`;
export const values = ({ memberId, batchId, record, headBefore, headAfter, last }: Adopted) => [
  memberId,
  batchId,
  record,
  headBefore,
  headAfter,
  last,
];

/** What is hashed for an adoption's leaf. */
export const adoptionData = (from: string, adoption: Adopted): string =>
  concat([kindBytes("yinzheng/adoption/v1"), from, ABI.encode([ADOPTION_TUPLE], [values(adoption)])]);

/** Two installations; the first has a batch with two changes and one without any. */
export async function twoInstallations() {
  const old = await worldOf(await foundWith(1));
  const fresh = await worldOf(await foundWith(2));
  const { anchor } = await anchorBatch(old, { size: 1024 });
  const second = await anchorBatch(old, { batchId: sha256("0x02") });
  const changes = [
    await changed(old, { ranges: [{ first: 3, count: 200 }], to: 1, reason: 10 }),
    await changed(old, { ranges: [{ first: 3, count: 1 }], to: 2, reason: 1 }),
  ];
  const record = await old.anchors.record(AGENCY, anchor.batchId);
  const middle = changes[1]!.change.expectedHead;
  const headAfter = await old.statuses.statusHead(AGENCY, anchor.batchId);
  const batch = { memberId: AGENCY, batchId: anchor.batchId, record };
  const adoptions: Adopted[] = [
    { ...batch, headBefore: ZERO, headAfter: middle, last: false },
    { ...batch, headBefore: middle, headAfter, last: true },
    {
      memberId: AGENCY,
      batchId: second.anchor.batchId,
      record: await old.anchors.record(AGENCY, second.anchor.batchId),
      headBefore: ZERO,
      headAfter: ZERO,
      last: true,
    },
  ];
  return { old, fresh, changes, adoptions, leaves: adoptions.map((one) => adoptionData(old.registryId, one)) };
}

/** A batch with one change and one without any, as two leaves of a tree of 2^20, whose other nodes are made up. */
export async function oneToAdopt() {
  const { old, fresh, changes, adoptions } = await twoInstallations();
  const [first, , second] = adoptions;
  const one = { ...first!, last: true };
  const leaves = [one, second!].map((adoption) => leafHash(adoptionData(old.registryId, adoption)));
  const above = Array.from({ length: 19 }, (_, level) => sha256(toBeHex(level, 1)));
  const top = above.reduce((node, sibling) => join(node, sibling), join(leaves[0]!, leaves[1]!));
  const origin = { ...(await originOf(old, [])), size: 2 ** 20, root: top };
  await widen(fresh, continueCall(fresh, origin));
  const made = [
    { adoption: one, path: [leaves[1]!, ...above], past: changes.slice(0, 1) },
    { adoption: second!, path: [leaves[0]!, ...above], past: [] },
  ];
  return { old, fresh, made };
}

const join = (left: string, right: string): string => sha256(concat(["0x01", left, right]));

async function changed(world: World, rest: object) {
  const change = await changeNow(world, rest);
  await world.statuses.change(change, await signed(world, "StatusChange", change, MAKER, CHECKER));
  return { change, time: await time.latest() };
}

/** What the council signs to continue the first installation in the second. */
export async function originOf(old: World, leaves: readonly string[], rest: object = {}) {
  const block = (await provider.getBlock("latest"))!;
  const log = await leavesOf(old);
  return {
    registryId: old.registryId,
    chainId: 1,
    logSize: log.length,
    logRoot: treeHash(log.map(({ data }) => data)),
    blockNumber: block.number,
    blockHash: block.hash as Hex,
    blockTime: block.timestamp,
    size: leaves.length,
    root: treeHash(leaves),
    ...rest,
  };
}

export const continueCall = (world: World, origin: object) => callOf(world, "StatusRegistry", "continueFrom", origin);

/** RFC 9162 §2.1.3.1, as it is written there. */
export function pathOf(leaves: readonly string[], index: number): string[] {
  if (leaves.length === 1) return [];
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return index < k
    ? [...pathOf(leaves.slice(0, k), index), treeHash(leaves.slice(k))]
    : [...pathOf(leaves.slice(k), index - k), treeHash(leaves.slice(0, k))];
}

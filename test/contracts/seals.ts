// A founded installation whose agency has seals and whose bank makes them, and orders about them that are good now.
import { type BaseWallet, id, TypedDataEncoder, ZeroHash } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { EIP712_TYPES } from "../../src/domain/eip712.ts";
import { SEAL_MAKING_TYPE_ID, SEAL_TYPE_ID, SEAL_USE_TYPE_ID } from "../../src/proof/ids.ts";
import type { SealSigned } from "../../src/proof/messages.ts";
import { chainId, time } from "./chain.ts";
import {
  AGENCY,
  AGENCY_INPUT,
  anchorBatch,
  BANK,
  BANK_CHECKER,
  BANK_MAKER,
  CHECKER,
  DAY,
  FOREVER,
  foundWith,
  HOUR,
  MAKER,
  officerInput,
  PROFILE,
  TYPE,
  type World,
  worldOf,
} from "./world.ts";

export const SEAL = id("seal") as Hex;
export const OBJECT = id("seal object") as Hex;
export const BATCH = id("batch") as Hex;
export const LIMIT = 10;
/** Numbers of SEAL_STATES. */
export const STATE = { none: 0, applied: 1, made: 2, active: 3, suspended: 4, lost: 5, destroyed: 6 } as const;

const term = { notBefore: 0, notAfter: FOREVER };
const scopes = (...types: Hex[]) => types.map((typeId) => ({ typeId, ...term }));

/** For loadFixture: the agency may have seals and use them, the bank makes them and may use what it is lent. */
export async function sealing() {
  const agency = { ...AGENCY_INPUT, scopes: scopes(TYPE, SEAL_TYPE_ID, SEAL_USE_TYPE_ID) };
  const bank = {
    memberId: BANK,
    profile: PROFILE,
    threshold: 2,
    officers: [officerInput(BANK_MAKER, 1), officerInput(BANK_CHECKER, 2)],
    scopes: scopes(TYPE, SEAL_MAKING_TYPE_ID, SEAL_USE_TYPE_ID),
    keys: [],
  };
  return await worldOf(await foundWith(1, [agency, bank]));
}

/** For loadFixture: its seal is applied for. */
export async function withApplication() {
  const world = await sealing();
  await apply(world);
  return world;
}

/** For loadFixture: its seal is made. */
export async function withSeal() {
  const world = await withApplication();
  await make(world);
  return world;
}

/** For loadFixture: its seal is active, and the agency has anchored a batch. */
export async function withActiveSeal() {
  const world = await withSeal();
  await change(world);
  await anchorBatch(world);
  return world;
}

export const AGENCY_OFFICERS = [MAKER, CHECKER] as const;
export const BANK_OFFICERS = [BANK_MAKER, BANK_CHECKER] as const;

async function window() {
  const now = await time.latest();
  return { notBefore: now, deadline: now + HOUR };
}

/** Signatures by ascending address, as the contracts want them. */
async function signedOf(world: World, primary: SealSigned, order: object, officers: readonly BaseWallet[]) {
  const domain = {
    name: "Yinzheng",
    version: "1",
    chainId: await chainId(),
    verifyingContract: await world.seals.getAddress(),
    salt: world.registryId,
  };
  const types = { [primary]: EIP712_TYPES[primary] } as unknown as Record<string, { name: string; type: string }[]>;
  const digest = TypedDataEncoder.hash(domain, types, order);
  const ascending = officers.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  return ascending.map(({ signingKey }) => signingKey.sign(digest).serialized);
}

export async function apply(world: World, rest = {}, officers: readonly BaseWallet[] = AGENCY_OFFICERS) {
  const order = {
    memberId: AGENCY,
    officerEpoch: 1,
    sealId: SEAL,
    maker: BANK,
    dailyLimit: LIMIT,
    ...(await window()),
    ...rest,
  };
  const tx = await world.seals.applyFor(order, await signedOf(world, "SealApplication", order, officers));
  return { order, tx };
}

export async function make(world: World, rest = {}, officers: readonly BaseWallet[] = BANK_OFFICERS) {
  const now = await time.latest();
  const order = {
    memberId: BANK,
    officerEpoch: 1,
    sealId: SEAL,
    digest: OBJECT,
    validFrom: now - DAY,
    validUntil: now + 400 * DAY,
    ...(await window()),
    ...rest,
  };
  const tx = await world.seals.make(order, await signedOf(world, "SealMaking", order, officers));
  return { order, tx };
}

/** Activates, where nothing else is said. */
export async function change(world: World, rest: object = {}, officers: readonly BaseWallet[] = AGENCY_OFFICERS) {
  const { changes } = await world.seals.sealOf(SEAL);
  const order = {
    memberId: AGENCY,
    officerEpoch: 1,
    sealId: SEAL,
    expected: Number(changes),
    to: STATE.active as number,
    since: 0,
    digest: OBJECT,
    ...(await window()),
    ...rest,
  };
  const tx = await world.seals.change(order, await signedOf(world, "SealChange", order, officers));
  return { order, tx };
}

/** Lends the bank the seal for a day. */
export async function lend(world: World, rest = {}, officers: readonly BaseWallet[] = AGENCY_OFFICERS) {
  const now = await time.latest();
  const { changes } = await world.seals.sealOf(SEAL);
  const order = {
    memberId: AGENCY,
    officerEpoch: 1,
    sealId: SEAL,
    expected: Number(changes),
    delegate: BANK,
    validFrom: now,
    validUntil: now + DAY,
    ...(await window()),
    ...rest,
  };
  const tx = await world.seals.delegate(order, await signedOf(world, "SealDelegation", order, officers));
  return { order, tx };
}

export async function use(world: World, rest = {}, officers: readonly BaseWallet[] = AGENCY_OFFICERS) {
  const order = {
    memberId: AGENCY,
    officerEpoch: 1,
    sealId: SEAL,
    batchId: BATCH,
    count: 1,
    ...(await window()),
    ...rest,
  };
  const tx = await world.seals.use(order, await signedOf(world, "SealUse", order, officers));
  return { order, tx };
}

export const NOTHING = ZeroHash as Hex;

// A founded installation with two members, and how its officers and council act.
import {
  type BaseWallet,
  concat,
  getAddress,
  hexlify,
  id,
  sha256,
  TypedDataEncoder,
  toUtf8Bytes,
  ZeroHash,
} from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { EIP712_TYPES, type SignedType } from "../../src/domain/eip712.ts";
import { INTERFACES } from "../../src/ledger/evm/artifacts.ts";
import { type CouncilCall, carryOut, decide, schedule } from "../../src/ledger/evm/council.ts";
import { type Founding, found, type MemberInput } from "../../src/ledger/evm/found.ts";
import { chainId, ethers, lower, messageSigner, poorSender, provider, rpc, time, wallet } from "./chain.ts";
import { watch } from "./replayed.ts";

export const HOUR = 3600;
export const DAY = 24 * HOUR;
export const FOREVER = 2 ** 40 - 1;

export const AGENCY = id("agency") as Hex;
export const BANK = id("bank") as Hex;
export const TYPE = id("type") as Hex;
export const OTHER_TYPE = id("another type") as Hex;
export const PROFILE = id("profile") as Hex;
export const PUBLIC_KEY = hexlify(new Uint8Array(32).fill(7)) as Hex;

export const DEPLOYER = wallet("deployer");
export const COUNCIL = [wallet("council 1"), wallet("council 2"), wallet("council 3")] as const;
export const MAKER = wallet("maker");
export const MAKER_2 = wallet("maker 2");
export const CHECKER = wallet("checker");
export const CHECKER_2 = wallet("checker 2");
export const BANK_MAKER = wallet("bank maker");
export const BANK_CHECKER = wallet("bank checker");
/** A certificate's; what it is derived from is none of the contract's business. */
export const CLAIM_KEY = wallet("claim key");
export const STRANGER = wallet("stranger");

export const keyIdOf = (suite: string, publicKey: Hex): Hex =>
  sha256(concat([toUtf8Bytes("yinzheng/key/v1"), "0x00", toUtf8Bytes(suite), "0x00", publicKey])) as Hex;
export const KEY_ID = keyIdOf("eddsa-jcs-2022", PUBLIC_KEY);

const term = { notBefore: 0, notAfter: FOREVER };
export const officerInput = (account: BaseWallet, role: 1 | 2, rest = {}) => ({
  account: lower(account.address),
  role,
  ...term,
  limits: [] as { typeId: Hex; notBefore: number; notAfter: number }[],
  ...rest,
});
export const keyInput = (rest = {}) => ({
  keyId: KEY_ID,
  suite: 1,
  purposes: 3,
  custody: 1,
  ...term,
  publicKey: PUBLIC_KEY,
  possession: "0x1234" as Hex,
  ...rest,
});

export const AGENCY_INPUT: MemberInput = {
  memberId: AGENCY,
  profile: PROFILE,
  threshold: 2,
  officers: [officerInput(MAKER, 1), officerInput(MAKER_2, 1), officerInput(CHECKER, 2), officerInput(CHECKER_2, 2)],
  scopes: [{ typeId: TYPE, ...term }],
  keys: [keyInput()],
};
const bank: MemberInput = {
  memberId: BANK,
  profile: PROFILE,
  threshold: 2,
  officers: [officerInput(BANK_MAKER, 1), officerInput(BANK_CHECKER, 2)],
  scopes: [{ typeId: TYPE, ...term }],
  keys: [],
};

export type World = Awaited<ReturnType<typeof founded>>;

/** Founds an installation of its own on the chain; `random` tells it from others. */
export async function foundWith(
  random: number,
  members: readonly MemberInput[] = [AGENCY_INPUT, bank],
): Promise<Founding> {
  const genesis = await provider.getBlock(0);
  return await found({
    rpc,
    deployer: poorSender(DEPLOYER),
    council: COUNCIL.map(messageSigner),
    chainId: await chainId(),
    genesisHash: genesis!.hash as Hex,
    random: new Uint8Array(32).fill(random),
    members,
  });
}

/** The contracts of a founding, with plain senders. */
export async function worldOf(founding: Founding) {
  const {
    directory,
    evidenceLog,
    memberRegistry,
    anchorRegistry,
    statusRegistry,
    claimRegistry,
    sealRegistry = "0x",
  } = founding.network.contracts;
  const { safe, manager } = founding.council;
  watch(founding.network);
  return {
    founding,
    registryId: founding.network.registryId,
    directory: await ethers.getContractAt("Directory", getAddress(directory)),
    log: await ethers.getContractAt("EvidenceLog", getAddress(evidenceLog)),
    members: await ethers.getContractAt("MemberRegistry", getAddress(memberRegistry)),
    anchors: await ethers.getContractAt("AnchorRegistry", getAddress(anchorRegistry)),
    statuses: await ethers.getContractAt("StatusRegistry", getAddress(statusRegistry)),
    claims: await ethers.getContractAt("ClaimRegistry", getAddress(claimRegistry)),
    seals: await ethers.getContractAt("SealRegistry", getAddress(sealRegistry)),
    guardian: await ethers.getContractAt("Guardian", getAddress(founding.guardian)),
    safe: await ethers.getContractAt("Safe", getAddress(safe)),
    manager: await ethers.getContractAt("AccessManager", getAddress(manager)),
  };
}

/** For loadFixture: two members, open. */
export async function founded() {
  return await worldOf(await foundWith(1));
}

type Callable =
  | "Directory"
  | "MemberRegistry"
  | "AnchorRegistry"
  | "StatusRegistry"
  | "SealRegistry"
  | "AccessManager"
  | "Council";

/** A call of a contract of `world`, to be made by the council. */
export function callOf(world: World, contract: Callable, method: string, ...args: readonly unknown[]): CouncilCall {
  const {
    directory,
    memberRegistry,
    anchorRegistry,
    statusRegistry,
    sealRegistry = "0x",
  } = world.founding.network.contracts;
  const { safe, manager } = world.founding.council;
  const targets = {
    Directory: directory,
    MemberRegistry: memberRegistry,
    AnchorRegistry: anchorRegistry,
    StatusRegistry: statusRegistry,
    SealRegistry: sealRegistry,
    AccessManager: manager,
    Council: safe,
  };
  return { to: targets[contract], data: INTERFACES[contract].encodeFunctionData(method, args) as Hex };
}

/** Two of three council members decide; answers the transaction for chai's matchers. */
export async function council(world: World, ...calls: readonly CouncilCall[]) {
  const signers = COUNCIL.slice(0, 2).map(messageSigner);
  const { hash } = await decide(rpc, poorSender(DEPLOYER), world.founding.council, signers, calls);
  return (await provider.getTransaction(hash))!;
}

/** The council announces, 48 hours pass, the council carries out. */
export async function widen(world: World, ...calls: readonly CouncilCall[]) {
  await council(world, ...schedule(world.founding.council, calls));
  await time.increase(48 * HOUR);
  return await council(world, ...carryOut(world.founding.council, calls));
}

const structs = ({ primary }: { primary: SignedType }) =>
  primary === "StatusChange"
    ? { StatusChange: EIP712_TYPES.StatusChange, CellRange: EIP712_TYPES.CellRange, CellRef: EIP712_TYPES.CellRef }
    : { [primary]: EIP712_TYPES[primary] };

/** Signatures of these officers, by ascending address as the contracts want them. */
export async function signed(
  world: World,
  primary: "Anchor" | "Burn" | "StatusChange" | "CompromiseReport" | "Claim",
  message: object,
  ...officers: readonly BaseWallet[]
): Promise<string[]> {
  const { anchorRegistry, statusRegistry, memberRegistry, claimRegistry } = world.founding.network.contracts;
  const registries = { Anchor: anchorRegistry, Burn: anchorRegistry, StatusChange: statusRegistry };
  const verifyingContract = { ...registries, CompromiseReport: memberRegistry, Claim: claimRegistry }[primary];
  const domain = {
    name: "Yinzheng",
    version: "1",
    chainId: await chainId(),
    verifyingContract,
    salt: world.registryId,
  };
  const types = structs({ primary }) as unknown as Record<string, { name: string; type: string }[]>;
  const digest = TypedDataEncoder.hash(domain, types, message);
  const ascending = officers.toSorted((a, b) => (BigInt(a.address) < BigInt(b.address) ? -1 : 1));
  return ascending.map(({ signingKey }) => signingKey.sign(digest).serialized);
}

export const structHash = (primary: SignedType, message: object): string =>
  TypedDataEncoder.hashStruct(
    primary,
    structs({ primary }) as unknown as Record<string, { name: string; type: string }[]>,
    message,
  );

/** An anchor that is good now. */
export async function anchorNow(rest = {}) {
  const now = await time.latest();
  return {
    memberId: AGENCY,
    officerEpoch: 1,
    batchId: id("batch") as Hex,
    root: id("root") as Hex,
    size: 16,
    hashSuite: 1,
    typeId: TYPE,
    notBefore: now,
    deadline: now + HOUR,
    ...rest,
  };
}

/** Anchors a batch with a maker and a checker. */
export async function anchorBatch(world: World, rest = {}) {
  const anchor = await anchorNow(rest);
  const tx = await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, CHECKER));
  return { anchor, tx };
}

export const NO_SUCCESSOR = { memberId: ZeroHash, batchId: ZeroHash, index: 0 };

/** A status change that is good now and follows the batch's last. */
export async function changeNow(world: World, rest: object = {}) {
  const now = await time.latest();
  const change = {
    memberId: AGENCY,
    actingMemberId: AGENCY,
    officerEpoch: 1,
    batchId: id("batch") as Hex,
    ranges: [{ first: 3, count: 1 }],
    to: 2,
    reason: 1,
    successor: NO_SUCCESSOR,
    notBefore: now,
    deadline: now + HOUR,
    ...rest,
  };
  const expectedHead = await world.statuses.statusHead(change.memberId, change.batchId);
  return { expectedHead, ...change };
}

/** A claim that is good now. */
export async function claimNow(rest: object = {}) {
  const now = await time.latest();
  const nullifier = lower(CLAIM_KEY.address);
  return { nullifier, commitment: id("commitment") as Hex, notBefore: now, deadline: now + HOUR, ...rest };
}

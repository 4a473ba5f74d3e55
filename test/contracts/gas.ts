// What the contracts cost: one number per operation, in gas, and the size of each contract, in bytes, with the hash of its code.
import { id, keccak256, ZeroHash } from "ethers";
import { artifacts } from "hardhat";
import { ethers, loadFixture, networkHelpers, rpc } from "./chain.ts";
import { oneToAdopt } from "./continuing.ts";
import { apply, change, lend, make, STATE, sealing, use, withActiveSeal, withApplication, withSeal } from "./seals.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  BANK,
  CHECKER,
  CHECKER_2,
  CLAIM_KEY,
  COUNCIL,
  callOf,
  changeNow,
  claimNow,
  council,
  founded,
  KEY_ID,
  MAKER,
  MAKER_2,
  signed,
  type World,
  widen,
} from "./world.ts";

export interface GasReport {
  readonly gas: Record<string, number>;
  readonly bytes: Record<string, number>;
  /** keccak256 of the runtime code as it was compiled, immutables still 0: what the hashes in trust files follow from. */
  readonly code: Record<string, string>;
}

/** How far a number may be from the snapshot. */
const TOLERANCE = 0.02;

/** What is new, gone, or further than 2 % from what was known, and code that is another, a sentence each. */
export function strayed(now: GasReport, known: GasReport): string[] {
  return (["gas", "bytes", "code"] as const).flatMap((group) => {
    const names = new Set([...Object.keys(known[group]), ...Object.keys(now[group])]);
    return [...names].flatMap((name) => {
      const [value, before] = [now[group][name], known[group][name]];
      return isNear(value, before) ? [] : [`${group}, ${name}: ${value ?? "gone"}, was ${before ?? "not there"}`];
    });
  });
}

function isNear(value: number | string | undefined, before: number | string | undefined): boolean {
  if (typeof value !== "number" || typeof before !== "number") return value !== undefined && value === before;
  return Math.abs(value - before) <= before * TOLERANCE;
}

const OURS = [
  "Directory",
  "EvidenceLog",
  "MemberRegistry",
  "AnchorRegistry",
  "StatusRegistry",
  "ClaimRegistry",
  "SealRegistry",
  "Guardian",
] as const;

/** Measures on a fresh installation whose log is given exact sizes, so that the numbers repeat. */
export async function measure(): Promise<GasReport> {
  const gas = {
    "anchor, batch of 16": await anchored({ size: 16 }),
    "anchor, batch of 1,024": await anchored({ size: 1024 }),
    "anchor, batch of 1,048,576": await anchored({ size: 2 ** 20 }),
    "anchor, four officers": await anchored({ size: 16 }, LOG_OF_MANY, [MAKER, MAKER_2, CHECKER, CHECKER_2]),
    "anchor, log of 1,023 entries": await anchored({ size: 16 }, 1023n),
    "anchor, log of 1,048,575 entries": await anchored({ size: 16 }, 2n ** 20n - 1n),
    "anchor, log of 4,194,308 entries, a merge left over": await anchored({ size: 16 }, LEFT_OVER),
    "anchor, log of 4,194,308 entries, batch of 1,048,576": await anchored({ size: 2 ** 20 }, LEFT_OVER),
    "suspend one cell, one officer": await changed([{ first: 0, count: 1 }], 1),
    "revoke one cell": await changed([{ first: 0, count: 1 }], 2),
    "revoke 1,000 neighbours": await changed([{ first: 100, count: 1000 }], 2),
    "revoke 16 scattered cells": await changed(SCATTERED, 2),
    "burn a batchId": await burned(),
    "claim a certificate": await claimed(),
    "report a key as compromised, one officer": await reported(),
    "close a member, two of the council": await decided("MemberRegistry", "close", AGENCY),
    "succeed a member, two of the council": await carriedOut("MemberRegistry", "succeed", AGENCY, BANK),
    "freeze a member, two of the council": await decided("MemberRegistry", "freeze", AGENCY),
    "freeze a member, the Guardian": await guarded((guardian) => guardian.freezeMember(AGENCY)),
    "pause everything, two of the council": await decided("AnchorRegistry", "pause", ZeroHash),
    "pause everything, the Guardian": await guarded((guardian) => guardian.pause(ZeroHash)),
    "close the installation, two of the council": await carriedOut("Directory", "close", ZeroHash),
    "apply for a seal": await sealed(sealing, apply),
    "make a seal": await sealed(withApplication, make),
    "put a seal in force": await sealed(withSeal, change),
    "lend a seal": await sealed(withActiveSeal, lend),
    "count uses of a seal": await sealed(withActiveSeal, use),
    "report a seal lost, one officer": await sealed(withActiveSeal, (world) =>
      change(world, { to: STATE.lost }, [MAKER]),
    ),
    "adopt a batch, one of a million": await adopted(0),
    "adopt a batch with one change": await adopted(1),
  };
  return { gas, bytes: await sizes(), code: await codes() };
}

const SCATTERED = Array.from({ length: 16 }, (_, i) => ({ first: i * 1000, count: 1 }));
/** Slot 0 of a log: an even size, no level with two roots, so nothing to merge. */
const LOG_OF_MANY = 1_000_000n;
/** An even size and two roots on level 1: the dearest that there is. */
const LEFT_OVER = (2n << 64n) | (2n ** 22n + 4n);

async function fresh(logSize: bigint): Promise<World> {
  const world = await loadFixture(founded);
  await networkHelpers.setStorageAt(await world.log.getAddress(), 0, logSize);
  return world;
}

async function anchored(rest: object, logSize = LOG_OF_MANY, officers = [MAKER, CHECKER]): Promise<number> {
  const world = await fresh(logSize);
  const anchor = await anchorNow(rest);
  return await costOf(world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, ...officers)));
}

async function changed(ranges: object[], to: number): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  await anchorBatch(world, { size: 2 ** 20 });
  await networkHelpers.setStorageAt(await world.log.getAddress(), 0, LOG_OF_MANY);
  const change = await changeNow(world, { ranges, to });
  const officers = to === 1 ? [MAKER] : [MAKER, CHECKER];
  return await costOf(world.statuses.change(change, await signed(world, "StatusChange", change, ...officers)));
}

async function burned(): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  const { notBefore, deadline, memberId, officerEpoch } = await anchorNow();
  const burn = { memberId, officerEpoch, batchId: id("burned"), notBefore, deadline };
  const [signature] = await signed(world, "Burn", burn, MAKER);
  return await costOf(world.anchors.burn(burn, signature!));
}

async function claimed(): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  const claim = await claimNow();
  const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
  return await costOf(world.claims.claim(claim, signature!));
}

async function reported(): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  const { notBefore, deadline, memberId, officerEpoch } = await anchorNow();
  const report = { memberId, officerEpoch, subject: KEY_ID, since: 0, notBefore, deadline };
  return await costOf(
    world.members.reportOwnCompromise(report, await signed(world, "CompromiseReport", report, MAKER)),
  );
}

/** An act about a seal, in a world in which that is the next one. */
async function sealed(
  prepared: () => Promise<World>,
  act: (world: World) => Promise<{ readonly tx: { readonly hash: string } }>,
): Promise<number> {
  const world = await loadFixture(prepared);
  await networkHelpers.setStorageAt(await world.log.getAddress(), 0, LOG_OF_MANY);
  return await costOf(act(world).then(({ tx }) => tx));
}

type Governed = "Directory" | "MemberRegistry" | "AnchorRegistry";

/** What stops: the council's one transaction. */
async function decided(contract: Governed, method: string, ...args: string[]): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  return await costOf(council(world, callOf(world, contract, method, ...args)));
}

/** What widens: the second of the council's two transactions. */
async function carriedOut(contract: Governed, method: string, ...args: string[]): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  return await costOf(widen(world, callOf(world, contract, method, ...args)));
}

/** One council member through the Guardian. */
async function guarded(act: (guardian: World["guardian"]) => Promise<{ hash: string }>): Promise<number> {
  const world = await fresh(LOG_OF_MANY);
  const [owner] = COUNCIL;
  await networkHelpers.setBalance(owner.address, 10n ** 18n);
  return await costOf(act(world.guardian.connect(await ethers.getImpersonatedSigner(owner.address))));
}

/** The path is as long as that of a tree of 2^20 leaves, and leads to the root that stands in the contract. */
async function adopted(changes: 0 | 1): Promise<number> {
  const { old, fresh, made } = await loadFixture(oneToAdopt);
  const index = changes === 0 ? 1 : 0;
  await networkHelpers.setStorageAt(await fresh.log.getAddress(), 0, LOG_OF_MANY);
  const { adoption, path, past } = made[index]!;
  return await costOf(fresh.statuses.adopt(old.registryId, index, path, adoption, past));
}

async function costOf(sending: Promise<{ hash: string }>): Promise<number> {
  const receipt = (await rpc("eth_getTransactionReceipt", [(await sending).hash])) as { gasUsed: string };
  return Number(receipt.gasUsed);
}

async function sizes(): Promise<Record<string, number>> {
  const { founding } = await loadFixture(founded);
  const ours = founding.deployments.filter(({ contract }) => (OURS as readonly string[]).includes(contract));
  const codes = await Promise.all(ours.map(({ address }) => rpc("eth_getCode", [address, "latest"])));
  return Object.fromEntries(ours.map(({ contract }, i) => [contract, (String(codes[i]).length - 2) / 2]));
}

async function codes(): Promise<Record<string, string>> {
  const built = await Promise.all(OURS.map((contract) => artifacts.readArtifact(contract)));
  return Object.fromEntries(
    built.map(({ contractName, deployedBytecode }) => [contractName, keccak256(deployedBytecode)]),
  );
}

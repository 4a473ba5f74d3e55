import { expect } from "chai";
import { type BaseWallet, id, ZeroHash } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { ethers, loadFixture, time } from "./chain.ts";
import { storageWritten } from "./replayed.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  BANK,
  BANK_CHECKER,
  BANK_MAKER,
  CHECKER,
  callOf,
  changeNow,
  council,
  DAY,
  founded,
  HOUR,
  MAKER,
  signed,
  type World,
  widen,
} from "./world.ts";

const BATCH = id("batch") as Hex;
const SECOND = id("second batch") as Hex;
const BANKS = id("the bank's batch") as Hex;
const OFFICERS_OF = { [AGENCY]: [MAKER, CHECKER], [BANK]: [BANK_MAKER, BANK_CHECKER] } as Record<Hex, BaseWallet[]>;

/** An agency with two large batches, a bank with one, at noon in Shanghai. */
async function withBatches() {
  const world = await founded();
  await anchorBatch(world, { size: 2 ** 20 });
  await anchorBatch(world, { size: 2 ** 20, batchId: SECOND });
  const anchor = await anchorNow({ memberId: BANK, batchId: BANKS, size: 2 ** 20 });
  await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, BANK_MAKER, BANK_CHECKER));
  await time.increaseTo((await midnight()) + 12 * HOUR);
  return world;
}

/** The next midnight in Shanghai. */
async function midnight(): Promise<number> {
  const local = (await time.latest()) + 8 * HOUR;
  return local - (local % DAY) + DAY - 8 * HOUR;
}

async function prepared(world: World, rest: object) {
  const change = await changeNow(world, rest);
  const officers = OFFICERS_OF[change.actingMemberId as Hex] ?? [];
  return { change, signatures: await signed(world, "StatusChange", change, ...officers) };
}

async function changing(world: World, rest: object) {
  const { change, signatures } = await prepared(world, rest);
  return world.statuses.change(change, signatures);
}

const cells = (first: number, count: number) => ({ ranges: [{ first, count }] });

const refused = (sent: Promise<unknown>, world: World, ...args: unknown[]) =>
  expect(sent)
    .to.be.revertedWithCustomError(world.statuses, "StatusRegistryDailyLimit")
    .withArgs(...args);

const revoked = async (world: World, memberId = AGENCY) => Number(await world.members.revokedToday(memberId));

describe("The daily limit of revocations", () => {
  it("lets a member revoke 1,000 in a day, and not one more", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(100, 1000));
    expect(await revoked(world)).to.equal(1000);
    await refused(changing(world, cells(0, 1)), world, AGENCY, 1000, 1);
  });

  it("refuses 1,001 at once, and changes none of them", async () => {
    const world = await loadFixture(withBatches);
    await refused(changing(world, cells(100, 1001)), world, AGENCY, 0, 1001);
    expect([await revoked(world), await world.statuses.statusOf(AGENCY, BATCH, 100)]).to.deep.equal([0, 0n]);
  });

  it("counts over ranges, changes and batches", async () => {
    const world = await loadFixture(withBatches);
    const ranges = [
      { first: 3, count: 1 },
      { first: 500, count: 299 },
    ];
    await changing(world, { ranges });
    await changing(world, { batchId: SECOND, ...cells(0, 699) });
    expect(await revoked(world)).to.equal(999);
    await refused(changing(world, { batchId: SECOND, ...cells(800, 2) }), world, AGENCY, 999, 2);
    await changing(world, { batchId: SECOND, ...cells(800, 1) });
    await refused(changing(world, cells(9, 1)), world, AGENCY, 1000, 1);
  });

  it("begins anew at midnight in Shanghai, and not a second earlier", async () => {
    const world = await loadFixture(withBatches);
    const next = await midnight();
    const window = { notBefore: next - HOUR, deadline: next + HOUR };
    await time.setNextBlockTimestamp(next - HOUR);
    await changing(world, { ...cells(0, 1000), ...window });
    const last = await prepared(world, { ...cells(2000, 1000), ...window });
    await time.setNextBlockTimestamp(next - 1);
    await refused(world.statuses.change(last.change, last.signatures), world, AGENCY, 1000, 1000);
    await time.setNextBlockTimestamp(next);
    await world.statuses.change(last.change, last.signatures);
    expect(await revoked(world)).to.equal(1000);
    await refused(changing(world, cells(5000, 1)), world, AGENCY, 1000, 1);
  });

  it("refuses a range of 2^20 cells for the gas of a small change", async () => {
    const world = await loadFixture(withBatches);
    const { change, signatures } = await prepared(world, cells(0, 2 ** 20));
    const sent = world.statuses.change.staticCall(change, signatures, { gasLimit: 100_000 });
    await refused(sent, world, AGENCY, 0, 2 ** 20);
  });

  it("limits neither suspending, nor lifting, nor superseding", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(0, 1000));
    await changing(world, { ...cells(2000, 1500), to: 1 });
    await changing(world, { ...cells(2000, 1500), to: 0 });
    const successor = { memberId: AGENCY, batchId: SECOND, index: 0 };
    await changing(world, { ...cells(5000, 1), to: 3, successor });
    expect(await revoked(world)).to.equal(1000);
  });

  it("is none for the council, whose revocations nobody counts", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(0, 1000));
    const order = await changeNow(world, { ...cells(2000, 1500), actingMemberId: ZeroHash, officerEpoch: 0 });
    await council(world, callOf(world, "StatusRegistry", "councilChange", order));
    expect(await world.statuses.statusOf(AGENCY, BATCH, 3499)).to.equal(2n);
    expect(await revoked(world)).to.equal(1000);
  });

  it("is each member's own", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(0, 1000));
    const own = { memberId: BANK, actingMemberId: BANK, batchId: BANKS };
    await changing(world, { ...own, ...cells(0, 1000) });
    expect(await revoked(world, BANK)).to.equal(1000);
  });

  it("is that of the successor who acts, not of the abolished member", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(0, 10));
    await widen(world, callOf(world, "MemberRegistry", "succeed", AGENCY, BANK));
    await changing(world, { actingMemberId: BANK, ...cells(100, 600) });
    expect([await revoked(world, AGENCY), await revoked(world, BANK)]).to.deep.equal([0, 600]);
    const own = { memberId: BANK, actingMemberId: BANK, batchId: BANKS };
    await refused(changing(world, { ...own, ...cells(0, 401) }), world, BANK, 600, 401);
    await changing(world, { ...own, ...cells(0, 400) });
  });

  it("does not count what was refused", async () => {
    const world = await loadFixture(withBatches);
    await changing(world, cells(0, 1));
    await expect(changing(world, cells(0, 900))).to.be.revertedWithCustomError(
      world.statuses,
      "StatusRegistryTransition",
    );
    expect(await revoked(world)).to.equal(1);
  });

  it("is counted by registries alone, and for members alone", async () => {
    const world = await loadFixture(withBatches);
    const [somebody] = await ethers.getSigners();
    await expect(world.members.countRevocations(AGENCY, 1))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryNotRegistry")
      .withArgs(somebody!.address);
    const registry = await ethers.getImpersonatedSigner(await world.statuses.getAddress());
    await ethers.provider.send("hardhat_setBalance", [registry.address, "0xde0b6b3a7640000"]);
    await expect(world.members.connect(registry).countRevocations(id("nobody"), 1))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryUnknown")
      .withArgs(id("nobody"));
    // No change of a status goes with it, as it would with the registry's own code.
    storageWritten();
    await world.members.connect(registry).countRevocations(AGENCY, 7);
    expect(await revoked(world)).to.equal(7);
  });
});

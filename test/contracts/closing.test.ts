import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { ethers, loadFixture, time } from "./chain.ts";
import { setSlot, slotOf, unpack, word } from "./layout.ts";
import { ABI, kindBytes, newest } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  CHECKER,
  CLAIM_KEY,
  callOf,
  changeNow,
  claimNow,
  council,
  FOREVER,
  founded,
  KEY_ID,
  MAKER,
  OTHER_TYPE,
  signed,
  type World,
  widen,
} from "./world.ts";

const NEXT = id("the installation that continues it");

/** An installation with one anchored batch, closed. */
async function closed() {
  const world = await founded();
  await anchorBatch(world, { size: 128 });
  await closeFor(world, NEXT);
  return world;
}

const closeFor = (world: World, successor: string) => widen(world, callOf(world, "Directory", "close", successor));

describe("Directory: close", () => {
  for (const [title, successor] of [
    ["names the installation that continues it", NEXT],
    ["names none where nobody does", ZeroHash],
  ] as const) {
    it(`${title}, tells and logs it`, async () => {
      const world = await loadFixture(founded);
      const { openedAt } = await world.directory.lifetime();
      const tx = await closeFor(world, successor);
      await expect(tx).to.emit(world.directory, "Closed").withArgs(successor);
      const { kind, body } = await newest(world);
      expect(kind).to.equal("yinzheng/log/directory/v1");
      const data = ABI.encode(["bytes32"], [successor]);
      expect(body).to.equal(ABI.encode(["bytes32", "bytes"], [kindBytes("closed"), data]));
      const now = BigInt(await time.latest());
      expect([...(await world.directory.lifetime())]).to.deep.equal([openedAt, now]);
      expect([await world.directory.opened(), await world.directory.successor()]).to.deep.equal([false, successor]);
      expect(unpack(await slotOf(world, "directory", 0), 40, 40, 176)).to.deep.equal([openedAt, now, 0n]);
      expect(word(await slotOf(world, "directory", 1))).to.equal(successor);
    });
  }

  it("ends anchors, burns and claims", async () => {
    const world = await loadFixture(closed);
    const late = anchorBatch(world, { batchId: id("late") });
    await expect(late).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryNotOpen").withArgs();
    const { notBefore, deadline, memberId, officerEpoch } = await anchorNow();
    const burn = { memberId, officerEpoch, batchId: id("late"), notBefore, deadline };
    const [burning] = await signed(world, "Burn", burn, MAKER);
    const burned = world.anchors.burn(burn, burning!);
    await expect(burned).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryNotOpen").withArgs();
    const claim = await claimNow();
    const [claiming] = await signed(world, "Claim", claim, CLAIM_KEY);
    const claimed = world.claims.claim(claim, claiming!);
    await expect(claimed).to.be.revertedWithCustomError(world.claims, "ClaimRegistryNotOpen").withArgs();
  });

  it("leaves changes of status, the members' and the council's", async () => {
    const world = await loadFixture(closed);
    const own = await changeNow(world);
    await world.statuses.change(own, await signed(world, "StatusChange", own, MAKER, CHECKER));
    const zero = { actingMemberId: ZeroHash, officerEpoch: 0 };
    const order = await changeNow(world, { ...zero, ranges: [{ first: 4, count: 1 }], to: 1 });
    await council(world, callOf(world, "StatusRegistry", "councilChange", order));
    const states = [3, 4].map((index) => world.statuses.statusOf(AGENCY, id("batch"), index));
    expect(await Promise.all(states)).to.deep.equal([2n, 1n]);
  });

  it("leaves changes of members, what stops and what widens", async () => {
    const world = await loadFixture(closed);
    const stops = ["freeze", "close"].map((method) => callOf(world, "MemberRegistry", method, AGENCY));
    await widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER));
    await council(world, ...stops);
    const { closedAt, frozenUntil } = await world.members.member(AGENCY);
    expect([closedAt, frozenUntil]).to.deep.equal([BigInt(await time.latest()), BigInt(FOREVER)]);
  });

  it("leaves reports of what is compromised", async () => {
    const world = await loadFixture(closed);
    const now = await time.latest();
    const window = { notBefore: now, deadline: now + 60 };
    const report = { memberId: AGENCY, officerEpoch: 1, subject: KEY_ID, since: 0, ...window };
    await world.members.reportOwnCompromise(report, await signed(world, "CompromiseReport", report, CHECKER));
    await council(world, callOf(world, "MemberRegistry", "reportCompromise", AGENCY, KEY_ID, now - 5));
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(now - 5));
  });

  it("is for ever: it neither closes again nor opens", async () => {
    const world = await loadFixture(closed);
    const { openedAt, closedAt } = await world.directory.lifetime();
    await expect(closeFor(world, id("another one")))
      .to.be.revertedWithCustomError(world.directory, "DirectoryAlreadyClosed")
      .withArgs(closedAt);
    await expect(council(world, callOf(world, "Directory", "open")))
      .to.be.revertedWithCustomError(world.directory, "DirectoryAlreadyOpened")
      .withArgs(openedAt);
    expect(await world.directory.successor()).to.equal(NEXT);
  });

  it("is not continued by itself", async () => {
    const world = await loadFixture(founded);
    await expect(closeFor(world, world.registryId))
      .to.be.revertedWithCustomError(world.directory, "DirectorySuccessorItself")
      .withArgs(world.registryId);
  });

  it("comes after the opening", async () => {
    const world = await loadFixture(founded);
    await setSlot(world, "directory", 0n, 0n);
    await expect(closeFor(world, NEXT)).to.be.revertedWithCustomError(world.directory, "DirectoryNotOpened").withArgs();
  });

  it("takes the council 48 hours, and is nobody else's", async () => {
    const world = await loadFixture(founded);
    const [somebody] = await ethers.getSigners();
    await expect(world.directory.close(NEXT))
      .to.be.revertedWithCustomError(world.directory, "GovernedUnauthorized")
      .withArgs(somebody!.address);
    await expect(council(world, callOf(world, "Directory", "close", NEXT)))
      .to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled")
      .withArgs((operation: string) => operation.length === 66);
  });
});

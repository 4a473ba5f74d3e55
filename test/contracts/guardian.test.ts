import { expect } from "chai";
import { type BaseWallet, id, ZeroHash } from "ethers";
import { ethers, loadFixture, networkHelpers, time } from "./chain.ts";
import { memberBody, newest } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  BANK,
  COUNCIL,
  callOf,
  council,
  DAY,
  FOREVER,
  founded,
  HOUR,
  TYPE,
  type World,
} from "./world.ts";

async function as(world: World, account: BaseWallet) {
  await networkHelpers.setBalance(account.address, 10n ** 18n);
  return world.guardian.connect(await ethers.getImpersonatedSigner(account.address));
}

describe("Guardian", () => {
  it("freezes a member for 72 hours at the word of one council member", async () => {
    const world = await loadFixture(founded);
    const guardian = await as(world, COUNCIL[2]);
    const tx = await guardian.freezeMember(AGENCY);
    const until = (await time.latest()) + 72 * HOUR;
    const by = COUNCIL[2].address;
    await expect(tx).to.emit(world.guardian, "GuardianFroze").withArgs(by, AGENCY);
    await expect(tx).to.emit(world.members, "MemberFrozen").withArgs(AGENCY, until, by);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "frozen", ["uint40", "address"], [until, by]));
    await expect(anchorBatch(world))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen")
      .withArgs(AGENCY, until);
  });

  it("lets a freeze lapse after 72 hours", async () => {
    const world = await loadFixture(founded);
    await (await as(world, COUNCIL[0])).freezeMember(AGENCY);
    const until = (await time.latest()) + 72 * HOUR;
    await time.increaseTo(until - 2);
    await time.setNextBlockTimestamp(until - 1);
    await expect(anchorBatch(world)).to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen");
    await time.setNextBlockTimestamp(until);
    await anchorBatch(world);
  });

  it("lets the council confirm a freeze, which counts from its first second", async () => {
    const world = await loadFixture(founded);
    await (await as(world, COUNCIL[0])).freezeMember(AGENCY);
    const since = await time.latest();
    await time.increase(HOUR);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await time.increase(73 * HOUR);
    const { frozenSince, frozenUntil } = await world.members.member(AGENCY);
    expect([Number(frozenSince), Number(frozenUntil)]).to.deep.equal([since, FOREVER]);
    await expect(anchorBatch(world)).to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen");
  });

  it("pauses a type for 72 hours", async () => {
    const world = await loadFixture(founded);
    const tx = await (await as(world, COUNCIL[0])).pause(TYPE);
    const until = (await time.latest()) + 72 * HOUR;
    const by = COUNCIL[0].address;
    await expect(tx).to.emit(world.guardian, "GuardianPaused").withArgs(by, TYPE);
    await expect(tx).to.emit(world.anchors, "Paused").withArgs(TYPE, until, by);
    await expect(anchorBatch(world))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryPaused")
      .withArgs(TYPE, until);
    await time.increaseTo(until);
    await anchorBatch(world);
  });

  it("pauses every type, which the council confirms", async () => {
    const world = await loadFixture(founded);
    await (await as(world, COUNCIL[0])).pause(ZeroHash);
    await council(world, callOf(world, "AnchorRegistry", "pause", ZeroHash));
    await time.increase(80 * HOUR);
    await expect(anchorBatch(world))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryPaused")
      .withArgs(ZeroHash, FOREVER);
  });

  it("lets one council member act once in 7 days, and another one meanwhile", async () => {
    const world = await loadFixture(founded);
    const guardian = await as(world, COUNCIL[0]);
    await guardian.freezeMember(AGENCY);
    const rested = (await time.latest()) + 7 * DAY;
    expect(await world.guardian.restsUntil(COUNCIL[0].address)).to.equal(BigInt(rested));
    for (const again of [guardian.freezeMember(AGENCY), guardian.freezeMember(BANK), guardian.pause(TYPE)]) {
      await expect(again)
        .to.be.revertedWithCustomError(world.guardian, "GuardianResting")
        .withArgs(COUNCIL[0].address, rested);
    }
    await (await as(world, COUNCIL[1])).freezeMember(BANK);
    await time.increaseTo(rested - 2);
    await time.setNextBlockTimestamp(rested - 1);
    await expect(guardian.freezeMember(AGENCY)).to.be.revertedWithCustomError(world.guardian, "GuardianResting");
    await time.setNextBlockTimestamp(rested);
    await guardian.freezeMember(AGENCY);
  });

  it("spends nobody's turn on what fails", async () => {
    const world = await loadFixture(founded);
    const guardian = await as(world, COUNCIL[0]);
    await expect(guardian.freezeMember(id("nobody")))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryUnknown")
      .withArgs(id("nobody"));
    await guardian.freezeMember(AGENCY);
  });

  it("never shortens what the council decided", async () => {
    const world = await loadFixture(founded);
    await council(
      world,
      callOf(world, "MemberRegistry", "freeze", AGENCY),
      callOf(world, "AnchorRegistry", "pause", TYPE),
    );
    const guardian = await as(world, COUNCIL[0]);
    await expect(guardian.freezeMember(AGENCY))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen")
      .withArgs(AGENCY, FOREVER);
    await expect(guardian.pause(TYPE))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryPaused")
      .withArgs(TYPE, FOREVER);
  });

  it("obeys nobody outside the council, nor a member who has left it", async () => {
    const world = await loadFixture(founded);
    const [somebody] = await ethers.getSigners();
    for (const attempt of [world.guardian.freezeMember(AGENCY), world.guardian.pause(TYPE)]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(world.guardian, "GuardianNotCouncil")
        .withArgs(somebody!.address);
    }
    const before = "0x0000000000000000000000000000000000000001";
    const swap = callOf(world, "Council", "swapOwner", before, COUNCIL[0].address, somebody!.address);
    await council(world, swap);
    await expect((await as(world, COUNCIL[0])).freezeMember(AGENCY))
      .to.be.revertedWithCustomError(world.guardian, "GuardianNotCouncil")
      .withArgs(COUNCIL[0].address);
    await world.guardian.freezeMember(AGENCY);
  });
});

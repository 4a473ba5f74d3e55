import { expect } from "chai";
import { id } from "ethers";
import { loadFixture, time } from "./chain.ts";
import { LIMITS, memberBody, newest } from "./records.ts";
import {
  AGENCY,
  anchorNow,
  CHECKER,
  CHECKER_2,
  callOf,
  council,
  FOREVER,
  founded,
  MAKER,
  MAKER_2,
  OTHER_TYPE,
  officerInput,
  STRANGER,
  signed,
  TYPE,
  widen,
} from "./world.ts";

const ADDED = ["address", "uint8", "uint40", "uint40", LIMITS, "uint32"];

describe("MemberRegistry: officers", () => {
  it("adds an officer from now on, raises the epoch and logs it", async () => {
    const world = await loadFixture(founded);
    const limits = [{ typeId: TYPE, notBefore: 0, notAfter: FOREVER }];
    const tx = await widen(
      world,
      callOf(world, "MemberRegistry", "addOfficer", AGENCY, officerInput(STRANGER, 2, { limits })),
    );
    const now = await time.latest();
    const tuples = [[TYPE, 0, FOREVER]];
    const values = [STRANGER.address, 2, now, FOREVER, tuples, 2];
    await expect(tx)
      .to.emit(world.members, "OfficerAdded")
      .withArgs(AGENCY, STRANGER.address, 2, now, FOREVER, tuples, 2);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "officer-added", ADDED, values));
    const { officerCount, officerEpoch } = await world.members.member(AGENCY);
    expect([officerCount, officerEpoch]).to.deep.equal([5n, 2n]);
  });

  it("lets an officer with limits sign for his types", async () => {
    const world = await loadFixture(founded);
    const limits = [
      { typeId: OTHER_TYPE, notBefore: 0, notAfter: FOREVER },
      { typeId: TYPE, notBefore: 0, notAfter: FOREVER },
    ];
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, officerInput(STRANGER, 2, { limits })));
    const anchor = await anchorNow({ officerEpoch: 2 });
    await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, STRANGER));
    expect([...(await world.members.officerLimit(AGENCY, STRANGER.address, TYPE))]).to.deep.equal([
      0n,
      BigInt(FOREVER),
    ]);
  });

  it("removes an officer at once, raises the epoch and logs it", async () => {
    const world = await loadFixture(founded);
    const tx = await council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, MAKER.address));
    await expect(tx).to.emit(world.members, "OfficerRemoved").withArgs(AGENCY, MAKER.address, 2);
    const values = [MAKER.address, 2];
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "officer-removed", ["address", "uint32"], values));
    const { officerCount } = await world.members.member(AGENCY);
    const { notAfter } = await world.members.officer(AGENCY, MAKER.address);
    expect([officerCount, notAfter]).to.deep.equal([3n, BigInt(await time.latest())]);
    const anchor = await anchorNow({ officerEpoch: 2 });
    await expect(world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, CHECKER)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, MAKER.address);
  });

  it("refuses to remove an officer twice, or a stranger", async () => {
    const world = await loadFixture(founded);
    const remove = callOf(world, "MemberRegistry", "removeOfficer", AGENCY, MAKER.address);
    await council(world, remove);
    const removedAt = await time.latest();
    await expect(council(world, remove))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerEnded")
      .withArgs(AGENCY, MAKER.address, removedAt);
    await expect(council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, STRANGER.address)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerUnknown")
      .withArgs(AGENCY, STRANGER.address);
  });

  it("never takes an address back that was an officer before", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, MAKER.address));
    await expect(widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, officerInput(MAKER, 1))))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerKnown")
      .withArgs(AGENCY, MAKER.address);
  });

  it("refuses an officer or a limit whose time is empty", async () => {
    const world = await loadFixture(founded);
    const begin = (await time.latest()) + 1e6;
    const empty = officerInput(STRANGER, 1, { notBefore: begin, notAfter: begin });
    await expect(widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, empty)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryWindow")
      .withArgs(begin, begin);
    const limits = [{ typeId: TYPE, notBefore: 9, notAfter: 9 }];
    const idle = officerInput(STRANGER, 1, { limits });
    await expect(widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, idle)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryWindow")
      .withArgs(9, 9);
  });

  it("refuses officers for a member that nobody admitted", async () => {
    const world = await loadFixture(founded);
    await expect(widen(world, callOf(world, "MemberRegistry", "addOfficer", id("court"), officerInput(MAKER, 1))))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryUnknown")
      .withArgs(id("court"));
  });
});

describe("MemberRegistry: threshold", () => {
  it("is raised at once, to no more than the officers, and raises the epoch", async () => {
    const world = await loadFixture(founded);
    const tx = await council(world, callOf(world, "MemberRegistry", "raiseThreshold", AGENCY, 3));
    await expect(tx).to.emit(world.members, "ThresholdChanged").withArgs(AGENCY, 3, 2);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "threshold", ["uint8", "uint32"], [3, 2]));
    const anchor = await anchorNow({ officerEpoch: 2 });
    await expect(world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, CHECKER)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooFewSigners")
      .withArgs(AGENCY, 2, 3);
    await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, CHECKER, CHECKER_2));
    await expect(council(world, callOf(world, "MemberRegistry", "raiseThreshold", AGENCY, 5)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryThreshold")
      .withArgs(5, 4);
  });

  it("is lowered 48 hours after the council said so, to no less than 2", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "raiseThreshold", AGENCY, 4));
    const tx = await widen(world, callOf(world, "MemberRegistry", "lowerThreshold", AGENCY, 2));
    await expect(tx).to.emit(world.members, "ThresholdChanged").withArgs(AGENCY, 2, 3);
    await expect(widen(world, callOf(world, "MemberRegistry", "lowerThreshold", AGENCY, 1)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryThreshold")
      .withArgs(1, 4);
  });

  it("is not lowered by raising, nor raised by lowering", async () => {
    const world = await loadFixture(founded);
    await expect(council(world, callOf(world, "MemberRegistry", "raiseThreshold", AGENCY, 2)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryThresholdNotHigher")
      .withArgs(2, 2);
    await expect(widen(world, callOf(world, "MemberRegistry", "lowerThreshold", AGENCY, 3)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryThresholdNotLower")
      .withArgs(2, 3);
  });

  it("counts an officer who is compromised and then removed once", async () => {
    const world = await loadFixture(founded);
    const subject = `0x${MAKER_2.address.slice(2).toLowerCase().padStart(64, "0")}`;
    await council(world, callOf(world, "MemberRegistry", "reportCompromise", AGENCY, subject, 0));
    await council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, MAKER_2.address));
    expect((await world.members.member(AGENCY)).officerCount).to.equal(3n);
  });
});

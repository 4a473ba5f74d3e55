import { expect } from "chai";
import { id } from "ethers";
import { failureOf, loadFixture, time } from "./chain.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  CHECKER,
  callOf,
  changeNow,
  council,
  founded,
  foundWith,
  HOUR,
  MAKER,
  MAKER_2,
  signed,
  worldOf,
} from "./world.ts";

const BATCH = id("batch");

async function twoInstallations() {
  const [one, other] = [await foundWith(1), await foundWith(2)];
  return { one: await worldOf(one), other: await worldOf(other) };
}

describe("A signature is good once, in one place", () => {
  it("is refused by another installation", async () => {
    const { one, other } = await loadFixture(twoInstallations);
    const anchor = await anchorNow();
    const signatures = await signed(one, "Anchor", anchor, MAKER, CHECKER);
    expect(await failureOf(other.anchors.anchor(anchor, signatures))).to.match(REFUSED);
    await one.anchors.anchor(anchor, signatures);
  });

  it("is refused where only the registryId differs", async () => {
    const { one, other } = await loadFixture(twoInstallations);
    const anchor = await anchorNow();
    const salted = { ...other, registryId: one.registryId };
    const signatures = await signed(salted, "Anchor", anchor, MAKER, CHECKER);
    expect(await failureOf(other.anchors.anchor(anchor, signatures))).to.match(REFUSED);
    await other.anchors.anchor(anchor, await signed(other, "Anchor", anchor, MAKER, CHECKER));
  });

  it("is refused where only the contract differs", async () => {
    const { one, other } = await loadFixture(twoInstallations);
    const anchor = await anchorNow();
    const elsewhere = { ...one, registryId: other.registryId };
    const signatures = await signed(elsewhere, "Anchor", anchor, MAKER, CHECKER);
    expect(await failureOf(other.anchors.anchor(anchor, signatures))).to.match(REFUSED);
  });

  it("is refused once an officer or the threshold has changed", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const signatures = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    await council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, MAKER_2.address));
    await expect(world.anchors.anchor(anchor, signatures))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryEpoch")
      .withArgs(AGENCY, 1, 2);
    await council(world, callOf(world, "MemberRegistry", "raiseThreshold", AGENCY, 3));
    await expect(world.anchors.anchor(anchor, signatures))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryEpoch")
      .withArgs(AGENCY, 1, 3);
  });

  it("is refused after its deadline", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const signatures = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    await time.setNextBlockTimestamp(anchor.deadline + 1);
    await expect(world.anchors.anchor(anchor, signatures))
      .to.be.revertedWithCustomError(world.anchors, "SignedTooLate")
      .withArgs(anchor.deadline, anchor.deadline + 1);
  });

  it("is refused the second time, and a new deadline does not help", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world);
    const record = await world.anchors.record(AGENCY, BATCH);
    const later = { ...anchor, deadline: anchor.deadline + HOUR };
    for (const again of [anchor, later]) {
      await expect(world.anchors.anchor(again, await signed(world, "Anchor", again, MAKER, CHECKER)))
        .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryBatchUsed")
        .withArgs(AGENCY, BATCH, record);
    }
  });

  it("does not reach another batchId, where the same root has cells of its own", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world);
    const revoke = await changeNow(world);
    await world.statuses.change(revoke, await signed(world, "StatusChange", revoke, MAKER, CHECKER));
    const again = { ...anchor, batchId: id("again") as typeof anchor.batchId };
    const old = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    expect(await failureOf(world.anchors.anchor(again, old))).to.match(REFUSED);
    await world.anchors.anchor(again, await signed(world, "Anchor", again, MAKER, CHECKER));
    expect(await world.statuses.statusOf(AGENCY, BATCH, 3)).to.equal(2n);
    expect(await world.statuses.statusOf(AGENCY, id("again"), 3)).to.equal(0n);
  });

  it("does not resume a cell that was suspended again", async () => {
    const world = await loadFixture(founded);
    await anchorBatch(world);
    const suspend = await changeNow(world, { to: 1 });
    await world.statuses.change(suspend, await signed(world, "StatusChange", suspend, MAKER));
    const resume = await changeNow(world, { to: 0 });
    const resuming = await signed(world, "StatusChange", resume, MAKER, CHECKER);
    await world.statuses.change(resume, resuming);
    const suspendAgain = await changeNow(world, { to: 1 });
    await world.statuses.change(suspendAgain, await signed(world, "StatusChange", suspendAgain, CHECKER));
    const head = await world.statuses.statusHead(AGENCY, BATCH);
    await expect(world.statuses.change(resume, resuming))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryHead")
      .withArgs(AGENCY, BATCH, resume.expectedHead, head);
    expect(await world.statuses.statusOf(AGENCY, BATCH, 3)).to.equal(1n);
  });
});

/** Over another digest a signature recovers to nobody's address, which may also fall out of order. */
const REFUSED = /MemberRegistry(OfficerNotValid|SignerOrder)/;

import { expect } from "chai";
import { id } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { loadFixture, wallet } from "./chain.ts";
import { mappingSlot, setSlot, slotOf } from "./layout.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  CHECKER,
  callOf,
  changeNow,
  council,
  FOREVER,
  founded,
  keyIdOf,
  keyInput,
  MAKER,
  officerInput,
  PROFILE,
  STRANGER,
  signed,
  TYPE,
  type World,
  widen,
} from "./world.ts";

const COURT = id("court") as Hex;
const makers = (count: number) => Array.from({ length: count }, (_, i) => wallet(`crowd ${i}`));
const admission = (world: World, officers: number, threshold = 2) => {
  const inputs = makers(officers).map((one, i) => officerInput(one, i === 0 ? 2 : 1));
  return callOf(world, "MemberRegistry", "admit", COURT, PROFILE, threshold, inputs);
};
const limitsOf = (count: number) =>
  Array.from({ length: count }, (_, i) => ({ typeId: id(`type ${i}`) as Hex, notBefore: 0, notAfter: FOREVER }));
const rangesOf = (count: number) => Array.from({ length: count }, (_, i) => ({ first: 2 * i, count: 1 }));

describe("What a caller hands over is bounded:", () => {
  it("32 officers are admitted, with a threshold of 32, and sign together", async () => {
    const world = await loadFixture(founded);
    await widen(world, admission(world, 32, 32));
    await widen(world, callOf(world, "MemberRegistry", "grantScope", COURT, TYPE, 0, FOREVER));
    const anchor = await anchorNow({ memberId: COURT });
    await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, ...makers(32)));
    expect(await world.anchors.anchored(COURT, anchor.batchId)).to.equal(true);
  });

  it("33 officers are not admitted", async () => {
    const world = await loadFixture(founded);
    await expect(widen(world, admission(world, 33)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManyOfficers")
      .withArgs(COURT, 33);
  });

  it("33 signatures are refused before any is looked at", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    await expect(world.anchors.anchor(anchor, Array(33).fill("0x")))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManySigners")
      .withArgs(AGENCY, 33);
    const report = { memberId: AGENCY, officerEpoch: 1, subject: id("key"), since: 0 };
    const { notBefore, deadline } = anchor;
    await expect(world.members.reportOwnCompromise({ ...report, notBefore, deadline }, Array(33).fill("0x")))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManySigners")
      .withArgs(AGENCY, 33);
    await anchorBatch(world);
    for (const to of [1, 2]) {
      await expect(world.statuses.change(await changeNow(world, { to }), Array(33).fill("0x")))
        .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManySigners")
        .withArgs(AGENCY, 33);
    }
  });

  it("a threshold is not raised beyond 32, however many officers there are", async () => {
    const world = await loadFixture(founded);
    await widen(world, admission(world, 32));
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", COURT, officerInput(STRANGER, 1)));
    await expect(council(world, callOf(world, "MemberRegistry", "raiseThreshold", COURT, 33)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryThreshold")
      .withArgs(33, 33);
    await council(world, callOf(world, "MemberRegistry", "raiseThreshold", COURT, 32));
  });

  it("255 officers are as many as a member has at a time", async () => {
    const world = await loadFixture(founded);
    const slot = mappingSlot(0, AGENCY);
    const [shift, value] = [200n, await slotOf(world, "memberRegistry", slot)];
    await setSlot(world, "memberRegistry", slot, value + ((254n - ((value >> shift) & 255n)) << shift));
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, officerInput(STRANGER, 1)));
    expect((await world.members.member(AGENCY)).officerCount).to.equal(255n);
    const more = officerInput(wallet("one more"), 1);
    await expect(widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, more)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManyOfficers")
      .withArgs(AGENCY, 256);
    await council(world, callOf(world, "MemberRegistry", "removeOfficer", AGENCY, STRANGER.address));
    expect((await world.members.member(AGENCY)).officerCount).to.equal(254n);
  });

  it("an officer is limited to 64 types, not to 65", async () => {
    const world = await loadFixture(founded);
    const adding = (count: number, name: string) => {
      const input = officerInput(wallet(name), 1, { limits: limitsOf(count) });
      return widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, input));
    };
    await adding(64, "of many types");
    await expect(adding(65, "of too many types"))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooManyLimits")
      .withArgs(wallet("of too many types").address, 65);
  });

  it("a proof of possession has 1,024 bytes, not 1,025", async () => {
    const world = await loadFixture(founded);
    const registering = (bytes: number) => {
      const publicKey = `0x${(bytes % 256).toString(16).padStart(64, "0")}` as Hex;
      const keyId = keyIdOf("eddsa-jcs-2022", publicKey);
      const input = keyInput({ keyId, publicKey, possession: `0x${"ab".repeat(bytes)}` });
      return { keyId, sent: widen(world, callOf(world, "MemberRegistry", "registerKey", AGENCY, input)) };
    };
    await registering(1024).sent;
    const { keyId, sent } = registering(1025);
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryPossessionTooLong")
      .withArgs(keyId, 1025);
  });

  it("a change has 256 ranges, not 257, and the council's neither", async () => {
    const world = await loadFixture(founded);
    await anchorBatch(world, { size: 1024 });
    const many = await changeNow(world, { ranges: rangesOf(257) });
    await expect(world.statuses.change(many, []))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryRangeCount")
      .withArgs(257);
    const zero = `0x${"0".repeat(64)}`;
    const ordered = await changeNow(world, { actingMemberId: zero, ranges: rangesOf(257) });
    await expect(council(world, callOf(world, "StatusRegistry", "councilChange", ordered)))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryRangeCount")
      .withArgs(257);
    const change = await changeNow(world, { ranges: rangesOf(256) });
    await world.statuses.change(change, await signed(world, "StatusChange", change, MAKER, CHECKER));
    expect(await world.statuses.statusOf(AGENCY, change.batchId, 510)).to.equal(2n);
  });
});

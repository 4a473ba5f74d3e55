import { expect } from "chai";
import { type BaseWallet, id, zeroPadValue } from "ethers";
import { loadFixture, time } from "./chain.ts";
import { memberBody, newest } from "./records.ts";
import {
  AGENCY,
  anchorNow,
  CHECKER,
  callOf,
  council,
  DAY,
  founded,
  HOUR,
  KEY_ID,
  MAKER,
  MAKER_2,
  STRANGER,
  signed,
  type World,
} from "./world.ts";

const KEY_RECORD = ["bytes32", "uint40", "address[]"];
const OFFICER_RECORD = ["address", "uint40", "uint32", "address[]"];
const subjectOf = ({ address }: BaseWallet) => zeroPadValue(address, 32);
const ascending = (...officers: BaseWallet[]) =>
  officers.map(({ address }) => address).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));

async function reporting(world: World, rest: object, ...officers: BaseWallet[]) {
  const now = await time.latest();
  const window = { notBefore: now, deadline: now + HOUR };
  const report = { memberId: AGENCY, officerEpoch: 1, subject: KEY_ID, since: 0, ...window, ...rest };
  const signatures = await signed(world, "CompromiseReport", report, ...officers);
  return world.members.reportOwnCompromise(report, signatures);
}

const councilReport = (world: World, subject: string, since: number) =>
  council(world, callOf(world, "MemberRegistry", "reportCompromise", AGENCY, subject, since));

describe("MemberRegistry: the council reports a compromise", () => {
  it("of a key, from any time on, and then only earlier", async () => {
    const world = await loadFixture(founded);
    const since = (await time.latest()) - 400 * DAY;
    const tx = await councilReport(world, KEY_ID, since);
    await expect(tx).to.emit(world.members, "KeyCompromised").withArgs(AGENCY, KEY_ID, since, []);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "key-compromised", KEY_RECORD, [KEY_ID, since, []]));
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(since));
    await councilReport(world, KEY_ID, since - 1);
    for (const later of [since - 1, since]) {
      await expect(councilReport(world, KEY_ID, later))
        .to.be.revertedWithCustomError(world.members, "MemberRegistryNotEarlier")
        .withArgs(KEY_ID, since - 1, later);
    }
  });

  it("of an officer, which raises the epoch and ends his signing", async () => {
    const world = await loadFixture(founded);
    const tx = await councilReport(world, subjectOf(MAKER), 0);
    const now = await time.latest();
    await expect(tx).to.emit(world.members, "OfficerCompromised").withArgs(AGENCY, MAKER.address, now, 2, []);
    const values = [MAKER.address, now, 2, []];
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "officer-compromised", OFFICER_RECORD, values));
    expect((await world.members.officer(AGENCY, MAKER.address)).compromisedSince).to.equal(BigInt(now));
    const anchor = await anchorNow({ officerEpoch: 2 });
    await expect(world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, MAKER, CHECKER)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, MAKER.address);
  });

  it("but not in the future, nor of what the member does not have", async () => {
    const world = await loadFixture(founded);
    const future = (await time.latest()) + DAY;
    await time.setNextBlockTimestamp(future - HOUR);
    await expect(councilReport(world, KEY_ID, future))
      .to.be.revertedWithCustomError(world.members, "MemberRegistrySinceFuture")
      .withArgs(future, future - HOUR);
    for (const subject of [id("no key"), subjectOf(STRANGER), `0x01${subjectOf(MAKER).slice(4)}`]) {
      await expect(councilReport(world, subject, 0))
        .to.be.revertedWithCustomError(world.members, "MemberRegistrySubjectUnknown")
        .withArgs(AGENCY, subject);
    }
  });
});

describe("MemberRegistry: a member reports a compromise itself", () => {
  it("from now on, by one officer", async () => {
    const world = await loadFixture(founded);
    const tx = await reporting(world, {}, CHECKER);
    const now = await time.latest();
    await expect(tx).to.emit(world.members, "KeyCompromised").withArgs(AGENCY, KEY_ID, now, [CHECKER.address]);
    const values = [KEY_ID, now, [CHECKER.address]];
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "key-compromised", KEY_RECORD, values));
  });

  it("of an officer by another one, or by himself", async () => {
    const world = await loadFixture(founded);
    await reporting(world, { subject: subjectOf(MAKER) }, MAKER);
    const since = await time.latest();
    const rest = { subject: subjectOf(MAKER_2), officerEpoch: 2 };
    const tx = await reporting(world, rest, CHECKER);
    await expect(tx)
      .to.emit(world.members, "OfficerCompromised")
      .withArgs(AGENCY, MAKER_2.address, await time.latest(), 3, [CHECKER.address]);
    expect((await world.members.officer(AGENCY, MAKER.address)).compromisedSince).to.equal(BigInt(since));
    expect((await world.members.member(AGENCY)).officerCount).to.equal(2n);
  });

  it("up to 30 days back, by its threshold", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    const since = now + 10 - 30 * DAY;
    await time.setNextBlockTimestamp(now + 10);
    const tx = await reporting(world, { since }, MAKER, CHECKER);
    await expect(tx)
      .to.emit(world.members, "KeyCompromised")
      .withArgs(AGENCY, KEY_ID, since, ascending(MAKER, CHECKER));
  });

  it("but not further back", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    const earliest = now + 10 - 30 * DAY;
    await time.setNextBlockTimestamp(now + 10);
    await expect(reporting(world, { since: earliest - 1 }, MAKER, CHECKER))
      .to.be.revertedWithCustomError(world.members, "MemberRegistrySinceTooOld")
      .withArgs(earliest - 1, earliest);
  });

  it("but one officer alone does not reach back at all", async () => {
    const world = await loadFixture(founded);
    await expect(reporting(world, { since: await time.latest() }, MAKER))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooFewSigners")
      .withArgs(AGENCY, 1, 2);
  });

  it("but two makers alone do not reach back", async () => {
    const world = await loadFixture(founded);
    await expect(reporting(world, { since: await time.latest() }, MAKER, MAKER_2))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryRoleMissing")
      .withArgs(AGENCY, 2);
  });

  it("only ever earlier", async () => {
    const world = await loadFixture(founded);
    await reporting(world, {}, MAKER);
    const since = await time.latest();
    const refusal = expect(reporting(world, {}, CHECKER)).to.be.revertedWithCustomError(
      world.members,
      "MemberRegistryNotEarlier",
    );
    await refusal.withArgs(KEY_ID, since, (value: bigint) => value > BigInt(since));
    await reporting(world, { since: since - 1 }, MAKER, CHECKER);
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(since - 1));
  });

  it("also while it is frozen", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await reporting(world, {}, MAKER);
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(await time.latest()));
  });

  it("but nobody without a signature, by a stranger's, for another epoch or after the deadline", async () => {
    const world = await loadFixture(founded);
    const { members } = world;
    await expect(reporting(world, {}))
      .to.be.revertedWithCustomError(members, "MemberRegistryTooFewSigners")
      .withArgs(AGENCY, 0, 1);
    await expect(reporting(world, {}, STRANGER))
      .to.be.revertedWithCustomError(members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, STRANGER.address);
    await expect(reporting(world, { officerEpoch: 2 }, MAKER))
      .to.be.revertedWithCustomError(members, "MemberRegistryEpoch")
      .withArgs(AGENCY, 2, 1);
    const now = await time.latest();
    await time.setNextBlockTimestamp(now + 9);
    await expect(reporting(world, { deadline: now + 8 }, MAKER))
      .to.be.revertedWithCustomError(members, "SignedTooLate")
      .withArgs(now + 8, now + 9);
  });
});

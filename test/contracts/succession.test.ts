import { expect } from "chai";
import { type BaseWallet, id, ZeroHash } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { ethers, loadFixture, time, wallet } from "./chain.ts";
import { leavesOf, memberBody } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  BANK,
  BANK_CHECKER,
  BANK_MAKER,
  CHECKER,
  callOf,
  changeNow,
  council,
  FOREVER,
  founded,
  KEY_ID,
  MAKER,
  OTHER_TYPE,
  officerInput,
  PROFILE,
  signed,
  TYPE,
  type World,
  widen,
} from "./world.ts";

const BATCH = id("batch");
const COURT = id("court") as Hex;
const COURT_MAKER = wallet("court maker");
const COURT_CHECKER = wallet("court checker");
const OFFICERS_OF = { [AGENCY]: [MAKER, CHECKER], [BANK]: [BANK_MAKER, BANK_CHECKER] } as Record<Hex, BaseWallet[]>;

/** An agency with an anchored batch, a bank, a court. */
async function withThree() {
  const world = await founded();
  await anchorBatch(world, { size: 2 ** 20 });
  const officers = [officerInput(COURT_MAKER, 1), officerInput(COURT_CHECKER, 2)];
  await widen(world, callOf(world, "MemberRegistry", "admit", COURT, PROFILE, 2, officers));
  return world;
}

const member = (world: World, method: string, ...args: unknown[]) => callOf(world, "MemberRegistry", method, ...args);
const close = (world: World, memberId: string) => council(world, member(world, "close", memberId));
const succeed = (world: World, memberId: string, successor: string) =>
  widen(world, member(world, "succeed", memberId, successor));

/** `actingMemberId` changes cell `first` of the agency's batch. */
async function changing(world: World, actingMemberId: Hex, first: number, rest = {}) {
  const change = await changeNow(world, { actingMemberId, ranges: [{ first, count: 1 }], ...rest });
  const officers = OFFICERS_OF[actingMemberId] ?? [COURT_MAKER, COURT_CHECKER];
  return world.statuses.change(change, await signed(world, "StatusChange", change, ...officers));
}

const stateOf = (world: World, index: number) => world.statuses.statusOf(AGENCY, BATCH, index);

/** Bodies of the last `count` records of the log. */
const lastBodies = async (world: World, count: number) =>
  (await leavesOf(world)).slice(-count).map(({ data }) => `0x${data.slice(2 + 2 * 104)}`);

const refused = (sent: Promise<unknown>, world: World, error: string, ...args: unknown[]) =>
  expect(sent)
    .to.be.revertedWithCustomError(world.members, error)
    .withArgs(...args);

const atSomeTime = (closedAt: bigint) => closedAt > 0n;

describe("MemberRegistry: close", () => {
  it("closes a member at once, tells and logs it", async () => {
    const world = await loadFixture(withThree);
    const tx = await close(world, AGENCY);
    await expect(tx).to.emit(world.members, "MemberClosed").withArgs(AGENCY);
    expect(await lastBodies(world, 1)).to.deep.equal([memberBody(AGENCY, "closed", [], [])]);
    const { admittedAt, closedAt, successor, profile } = await world.members.member(AGENCY);
    expect([admittedAt > 0n, Number(closedAt), successor, profile]).to.deep.equal([
      true,
      await time.latest(),
      ZeroHash,
      PROFILE,
    ]);
  });

  it("ends anchors and status changes of the member, and leaves the council's", async () => {
    const world = await loadFixture(withThree);
    await close(world, AGENCY);
    await refused(anchorBatch(world, { batchId: id("late") }), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    await refused(changing(world, AGENCY, 3), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    await refused(changing(world, AGENCY, 3, { to: 1 }), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    const order = await changeNow(world, { actingMemberId: ZeroHash, officerEpoch: 0 });
    await council(world, callOf(world, "StatusRegistry", "councilChange", order));
    expect(await stateOf(world, 3)).to.equal(2n);
  });

  it("ends what widens and leaves what stops", async () => {
    const world = await loadFixture(withThree);
    await close(world, AGENCY);
    for (const call of [
      member(world, "addOfficer", AGENCY, officerInput(wallet("late officer"), 1)),
      member(world, "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER),
    ]) {
      await refused(widen(world, call), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    }
    await council(
      world,
      member(world, "reportCompromise", AGENCY, KEY_ID, 0),
      member(world, "removeOfficer", AGENCY, MAKER.address),
      member(world, "withdrawScope", AGENCY, TYPE),
      member(world, "freeze", AGENCY),
    );
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(await time.latest()));
  });

  it("leaves its officers their reports of what is compromised", async () => {
    const world = await loadFixture(withThree);
    await close(world, AGENCY);
    const now = await time.latest();
    const window = { notBefore: now, deadline: now + 60 };
    const report = { memberId: AGENCY, officerEpoch: 1, subject: KEY_ID, since: 0, ...window };
    await world.members.reportOwnCompromise(report, await signed(world, "CompromiseReport", report, CHECKER));
    expect((await world.members.key(AGENCY, KEY_ID)).compromisedSince).to.equal(BigInt(await time.latest()));
  });

  it("closes a frozen member too", async () => {
    const world = await loadFixture(withThree);
    await council(world, member(world, "freeze", AGENCY));
    await close(world, AGENCY);
    const { closedAt, frozenUntil } = await world.members.member(AGENCY);
    expect([closedAt > 0n, Number(frozenUntil)]).to.deep.equal([true, FOREVER]);
  });

  it("refuses a stranger and a member that is closed", async () => {
    const world = await loadFixture(withThree);
    await refused(close(world, id("nobody")), world, "MemberRegistryUnknown", id("nobody"));
    await close(world, AGENCY);
    const { closedAt } = await world.members.member(AGENCY);
    await refused(close(world, AGENCY), world, "MemberRegistryClosed", AGENCY, closedAt);
    expect((await world.members.member(AGENCY)).closedAt).to.equal(closedAt);
  });
});

describe("MemberRegistry: succeed", () => {
  it("closes the member, names its successor, and logs both", async () => {
    const world = await loadFixture(withThree);
    const tx = await succeed(world, AGENCY, BANK);
    await expect(tx).to.emit(world.members, "MemberClosed").withArgs(AGENCY);
    await expect(tx).to.emit(world.members, "MemberSucceeded").withArgs(AGENCY, BANK);
    expect(await lastBodies(world, 2)).to.deep.equal([
      memberBody(AGENCY, "closed", [], []),
      memberBody(AGENCY, "succeeded", ["bytes32"], [BANK]),
    ]);
    expect(await world.members.successorOf(AGENCY)).to.equal(BANK);
    expect((await world.members.member(AGENCY)).closedAt).to.equal(BigInt(await time.latest()));
    expect((await world.members.member(BANK)).closedAt).to.equal(0n);
  });

  it("lets the successor suspend, lift and revoke the abolished member's certificates", async () => {
    const world = await loadFixture(withThree);
    await succeed(world, AGENCY, BANK);
    await changing(world, BANK, 3, { to: 1 });
    await changing(world, BANK, 3, { to: 0 });
    await changing(world, BANK, 3, { to: 2 });
    expect(await stateOf(world, 3)).to.equal(2n);
    await refused(changing(world, AGENCY, 4), world, "MemberRegistryClosed", AGENCY, atSomeTime);
  });

  it("gives the successor no other right of the abolished member", async () => {
    const world = await loadFixture(withThree);
    await succeed(world, AGENCY, BANK);
    const taken = anchorBatch(world, { batchId: id("taken over") });
    await refused(taken, world, "MemberRegistryClosed", AGENCY, atSomeTime);
    await expect(changing(world, COURT, 3))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotEntitled")
      .withArgs(AGENCY, COURT);
  });

  it("leaves the time of an earlier closing as it was", async () => {
    const world = await loadFixture(withThree);
    await close(world, AGENCY);
    const { closedAt } = await world.members.member(AGENCY);
    const tx = await succeed(world, AGENCY, BANK);
    await expect(tx).not.to.emit(world.members, "MemberClosed");
    const after = await world.members.member(AGENCY);
    expect([after.closedAt, after.successor]).to.deep.equal([closedAt, BANK]);
  });

  it("of a frozen member is allowed, and a frozen successor may only suspend", async () => {
    const world = await loadFixture(withThree);
    await council(world, member(world, "freeze", AGENCY), member(world, "freeze", BANK));
    await succeed(world, AGENCY, BANK);
    await refused(changing(world, BANK, 3), world, "MemberRegistryFrozen", BANK, FOREVER);
    await changing(world, BANK, 3, { to: 1 });
    expect(await stateOf(world, 3)).to.equal(1n);
  });

  it("goes on along a chain of three abolished agencies, one step at a time", async () => {
    const world = await loadFixture(withThree);
    await succeed(world, AGENCY, BANK);
    await succeed(world, BANK, COURT);
    await refused(changing(world, BANK, 3), world, "MemberRegistryClosed", BANK, atSomeTime);
    await expect(changing(world, COURT, 3))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotEntitled")
      .withArgs(AGENCY, COURT);
    const { closedAt } = await world.members.member(AGENCY);
    const tx = await succeed(world, AGENCY, COURT);
    await expect(tx).to.emit(world.members, "MemberSucceeded").withArgs(AGENCY, COURT);
    await changing(world, COURT, 3);
    expect(await stateOf(world, 3)).to.equal(2n);
    expect((await world.members.member(AGENCY)).closedAt).to.equal(closedAt);
    await close(world, COURT);
    await refused(changing(world, COURT, 4), world, "MemberRegistryClosed", COURT, atSomeTime);
    await refused(succeed(world, COURT, AGENCY), world, "MemberRegistryClosed", AGENCY, closedAt);
  });

  it("never runs in a circle", async () => {
    const world = await loadFixture(withThree);
    await succeed(world, AGENCY, BANK);
    await refused(succeed(world, BANK, AGENCY), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    await succeed(world, BANK, COURT);
    await refused(succeed(world, COURT, AGENCY), world, "MemberRegistryClosed", AGENCY, atSomeTime);
    await refused(succeed(world, COURT, BANK), world, "MemberRegistryClosed", BANK, atSomeTime);
  });

  it("refuses a stranger on either side, the member itself, and a closed successor", async () => {
    const world = await loadFixture(withThree);
    const nobody = id("nobody");
    await refused(succeed(world, nobody, BANK), world, "MemberRegistryUnknown", nobody);
    await refused(succeed(world, AGENCY, nobody), world, "MemberRegistryUnknown", nobody);
    await refused(succeed(world, AGENCY, ZeroHash), world, "MemberRegistryUnknown", ZeroHash);
    await refused(succeed(world, AGENCY, AGENCY), world, "MemberRegistrySuccessorItself", AGENCY);
    await close(world, BANK);
    await refused(succeed(world, AGENCY, BANK), world, "MemberRegistryClosed", BANK, atSomeTime);
    const { closedAt, successor } = await world.members.member(AGENCY);
    expect([closedAt, successor]).to.deep.equal([0n, ZeroHash]);
  });

  it("names nobody else while the successor is open, frozen or not", async () => {
    const world = await loadFixture(withThree);
    await succeed(world, AGENCY, BANK);
    await refused(succeed(world, AGENCY, BANK), world, "MemberRegistryAlreadySucceeded", AGENCY, BANK);
    await council(world, member(world, "freeze", BANK));
    await refused(succeed(world, AGENCY, COURT), world, "MemberRegistryAlreadySucceeded", AGENCY, BANK);
    expect(await world.members.successorOf(AGENCY)).to.equal(BANK);
  });

  it("takes the council 48 hours, and neither it nor closing is anybody else's", async () => {
    const world = await loadFixture(withThree);
    const [somebody] = await ethers.getSigners();
    for (const attempt of [world.members.close(AGENCY), world.members.succeed(AGENCY, BANK)]) {
      await refused(attempt, world, "GovernedUnauthorized", somebody!.address);
    }
    await expect(council(world, member(world, "succeed", AGENCY, BANK)))
      .to.be.revertedWithCustomError(world.manager, "AccessManagerNotScheduled")
      .withArgs((operation: string) => operation.length === 66);
  });
});

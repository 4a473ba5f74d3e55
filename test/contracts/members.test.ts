import { expect } from "chai";
import { id, ZeroHash } from "ethers";
import { ethers, loadFixture, lower, time } from "./chain.ts";
import { memberBody, newest, OFFICERS } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  CHECKER,
  COUNCIL,
  callOf,
  council,
  FOREVER,
  founded,
  MAKER,
  MAKER_2,
  officerInput,
  PROFILE,
  STRANGER,
  widen,
} from "./world.ts";

const COURT = id("court");
const officers = [officerInput(MAKER, 1), officerInput(CHECKER, 2), officerInput(STRANGER, 2)];

type Admission = { memberId?: string; threshold?: number; officers?: readonly object[] };

async function admitting(rest: Admission) {
  const world = await loadFixture(founded);
  const input = { memberId: COURT, threshold: 2, officers, ...rest };
  const call = callOf(world, "MemberRegistry", "admit", input.memberId, PROFILE, input.threshold, input.officers);
  return { world, sent: widen(world, call) };
}

describe("MemberRegistry: admission", () => {
  it("admits a member with its officers and logs it", async () => {
    const { world, sent } = await admitting({ threshold: 3 });
    const tuples = officers.map(({ account, role, notBefore, notAfter, limits }) => [
      ethers.getAddress(account),
      role,
      notBefore,
      notAfter,
      limits,
    ]);
    await expect(sent).to.emit(world.members, "MemberAdmitted").withArgs(COURT, PROFILE, 3, tuples);
    const { kind, body } = await newest(world);
    expect(kind).to.equal("yinzheng/log/member/v1");
    expect(body).to.equal(memberBody(COURT, "admitted", ["bytes32", "uint8", OFFICERS], [PROFILE, 3, tuples]));
  });

  it("tells when it was admitted, its threshold, its officers' number and its epoch 1", async () => {
    const { world, sent } = await admitting({ threshold: 3 });
    const block = (await (await sent).getBlock())!;
    expect([...(await world.members.member(COURT))]).to.deep.equal(
      [block.timestamp, 0, 0, 0, 1, 3, 3, 0, 0].map(BigInt).concat([] as never[], [ZeroHash, PROFILE] as never[]),
    );
    const [role, limited, notBefore, notAfter, since] = await world.members.officer(COURT, MAKER.address);
    expect([role, limited, notBefore, notAfter, since].map(Number)).to.deep.equal([1, 0, block.timestamp, FOREVER, 0]);
  });

  it("refuses a member that is admitted", async () => {
    const { world, sent } = await admitting({ memberId: AGENCY });
    const refusal = expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryAlreadyAdmitted");
    await refusal.withArgs(AGENCY);
  });

  it("refuses memberId 0", async () => {
    const { world, sent } = await admitting({ memberId: ZeroHash });
    await expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryMemberIdZero").withArgs();
  });

  for (const threshold of [0, 1, 4]) {
    it(`refuses a threshold of ${threshold} with three officers`, async () => {
      const { world, sent } = await admitting({ threshold });
      await expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryThreshold").withArgs(threshold, 3);
    });
  }

  it("refuses officers of whom none is a checker, or none a maker", async () => {
    const makers = await admitting({ officers: [officerInput(MAKER, 1), officerInput(MAKER_2, 1)] });
    const noChecker = expect(makers.sent).to.be.revertedWithCustomError(
      makers.world.members,
      "MemberRegistryRoleMissing",
    );
    await noChecker.withArgs(COURT, 2);
    const checkers = await admitting({ officers: [officerInput(MAKER, 2), officerInput(MAKER_2, 2)] });
    const noMaker = expect(checkers.sent).to.be.revertedWithCustomError(
      makers.world.members,
      "MemberRegistryRoleMissing",
    );
    await noMaker.withArgs(COURT, 1);
  });

  it("refuses the same officer twice", async () => {
    const { world, sent } = await admitting({ officers: [officerInput(MAKER, 1), officerInput(MAKER, 2)] });
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerKnown")
      .withArgs(COURT, MAKER.address);
  });

  for (const role of [0, 3]) {
    it(`refuses an officer of role ${role}`, async () => {
      const { world, sent } = await admitting({ officers: [officerInput(MAKER, role as 1), officerInput(CHECKER, 2)] });
      await expect(sent)
        .to.be.revertedWithCustomError(world.members, "MemberRegistryRole")
        .withArgs(MAKER.address, role);
    });
  }
});

describe("MemberRegistry: freeze", () => {
  it("freezes at once, until the council lifts it", async () => {
    const world = await loadFixture(founded);
    const safe = await world.safe.getAddress();
    const tx = await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await expect(tx).to.emit(world.members, "MemberFrozen").withArgs(AGENCY, FOREVER, safe);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "frozen", ["uint40", "address"], [FOREVER, safe]));
    const { frozenSince, frozenUntil } = await world.members.member(AGENCY);
    expect([Number(frozenSince), Number(frozenUntil)]).to.deep.equal([await time.latest(), FOREVER]);
  });

  it("unfreezes 48 hours after the council said so", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    const tx = await widen(world, callOf(world, "MemberRegistry", "unfreeze", AGENCY));
    await expect(tx).to.emit(world.members, "MemberUnfrozen").withArgs(AGENCY);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "unfrozen", [], []));
    const { frozenSince, frozenUntil } = await world.members.member(AGENCY);
    expect([frozenSince, frozenUntil]).to.deep.equal([0n, 0n]);
    await anchorBatch(world);
  });

  it("refuses to freeze twice, to unfreeze who is not frozen, and to freeze a stranger", async () => {
    const world = await loadFixture(founded);
    await expect(widen(world, callOf(world, "MemberRegistry", "unfreeze", AGENCY)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryNotFrozen")
      .withArgs(AGENCY);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await expect(council(world, callOf(world, "MemberRegistry", "freeze", AGENCY)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen")
      .withArgs(AGENCY, FOREVER);
    await expect(council(world, callOf(world, "MemberRegistry", "freeze", COURT)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryUnknown")
      .withArgs(COURT);
  });

  it("lets no council member act by himself", async () => {
    const world = await loadFixture(founded);
    const owner = await ethers.getImpersonatedSigner(COUNCIL[0].address);
    await ethers.provider.send("hardhat_setBalance", [lower(owner.address), "0xde0b6b3a7640000"]);
    for (const attempt of [
      world.members.connect(owner).freeze(AGENCY),
      world.members.connect(owner).freezeTemporarily(AGENCY, owner.address),
      world.members.connect(owner).unfreeze(AGENCY),
    ]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(world.members, "GovernedUnauthorized")
        .withArgs(owner.address);
    }
  });
});

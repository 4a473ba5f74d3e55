import { expect } from "chai";
import { type BaseWallet, id, ZeroHash } from "ethers";
import { loadFixture, time } from "./chain.ts";
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
  FOREVER,
  founded,
  MAKER,
  MAKER_2,
  STRANGER,
  signed,
  type World,
} from "./world.ts";

const BATCH = id("batch");

async function withBatch() {
  const world = await founded();
  await anchorBatch(world, { size: 2 ** 20 });
  return world;
}

async function changing(world: World, rest: object, ...officers: BaseWallet[]) {
  const change = await changeNow(world, rest);
  const signers = officers.length > 0 ? officers : [MAKER, CHECKER];
  return await world.statuses.change(change, await signed(world, "StatusChange", change, ...signers));
}

describe("StatusRegistry refuses", () => {
  for (const [what, rest, error, args] of [
    ["state 4", { to: 4 }, "StatusRegistryState", [4]],
    ["no range", { ranges: [] }, "StatusRegistryRangeCount", [0]],
    ["an empty range", { ranges: [{ first: 3, count: 0 }] }, "StatusRegistryRange", [3, 0]],
    ["a cell that no batch has", { ranges: [{ first: 2 ** 20, count: 1 }] }, "StatusRegistryRange", [2 ** 20, 1]],
    [
      "a range beyond the last cell",
      { ranges: [{ first: 1, count: 2 ** 20 }], to: 1 },
      "StatusRegistryRange",
      [1, 2 ** 20],
    ],
    [
      "a range that overflows",
      { ranges: [{ first: 2 ** 32 - 1, count: 2 ** 32 - 1 }], to: 1 },
      "StatusRegistryRange",
      [2 ** 32 - 1, 2 ** 32 - 1],
    ],
    [
      "ranges that overlap",
      {
        ranges: [
          { first: 3, count: 2 },
          { first: 4, count: 1 },
        ],
      },
      "StatusRegistryRange",
      [4, 1],
    ],
    [
      "ranges out of order",
      {
        ranges: [
          { first: 9, count: 1 },
          { first: 3, count: 1 },
        ],
      },
      "StatusRegistryRange",
      [3, 1],
    ],
    [
      "a batch that is not anchored",
      { batchId: id("no batch") },
      "StatusRegistryNotAnchored",
      [AGENCY, id("no batch")],
    ],
    [
      "a head that is not the last",
      { expectedHead: id("head") },
      "StatusRegistryHead",
      [AGENCY, BATCH, id("head"), ZeroHash],
    ],
    [
      "a successor of a cell that is only revoked",
      { successor: { memberId: AGENCY, batchId: BATCH, index: 4 } },
      "StatusRegistrySuccessor",
      [AGENCY, BATCH, 4],
    ],
    ["a superseded cell without successor", { to: 3 }, "StatusRegistrySuccessor", [ZeroHash, ZeroHash, 0]],
    [
      "a cell that supersedes itself",
      { to: 3, successor: { memberId: AGENCY, batchId: BATCH, index: 3 } },
      "StatusRegistrySuccessor",
      [AGENCY, BATCH, 3],
    ],
    [
      "a successor that is not anchored",
      { to: 3, successor: { memberId: AGENCY, batchId: id("no batch"), index: 3 } },
      "StatusRegistrySuccessor",
      [AGENCY, id("no batch"), 3],
    ],
    [
      "a successor that no batch has",
      { to: 3, successor: { memberId: AGENCY, batchId: BATCH, index: 2 ** 20 } },
      "StatusRegistrySuccessor",
      [AGENCY, BATCH, 2 ** 20],
    ],
    ["two cells superseded at once", { to: 3, ranges: [{ first: 3, count: 2 }] }, "StatusRegistryNotOneCell", []],
    ["another member's officers", { actingMemberId: BANK }, "StatusRegistryNotEntitled", [AGENCY, BANK]],
    ["officers of nobody", { actingMemberId: ZeroHash }, "StatusRegistryNotEntitled", [AGENCY, ZeroHash]],
  ] as const) {
    it(what, async () => {
      const world = await loadFixture(withBatch);
      await expect(changing(world, rest))
        .to.be.revertedWithCustomError(world.statuses, error)
        .withArgs(...args);
    });
  }

  it("more than 256 ranges, and takes 256", async () => {
    const world = await loadFixture(withBatch);
    const ranges = Array.from({ length: 257 }, (_, i) => ({ first: 2 * i, count: 1 }));
    await expect(changing(world, { ranges }))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryRangeCount")
      .withArgs(257);
    await changing(world, { ranges: ranges.slice(1) });
    expect(await world.statuses.statusOf(AGENCY, BATCH, 512)).to.equal(2n);
  });

  it("to revoke, resume or supersede by one officer", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { ranges: [{ first: 5, count: 1 }], to: 1 }, MAKER);
    for (const [to, first] of [
      [0, 5],
      [2, 5],
      [3, 5],
    ] as const) {
      await expect(changing(world, { to, ranges: [{ first, count: 1 }] }, MAKER))
        .to.be.revertedWithCustomError(world.members, "MemberRegistryTooFewSigners")
        .withArgs(AGENCY, 1, 2);
    }
  });

  it("to revoke by two makers", async () => {
    const world = await loadFixture(withBatch);
    await expect(changing(world, {}, MAKER, MAKER_2))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryRoleMissing")
      .withArgs(AGENCY, 2);
  });

  it("to suspend without a signature, or by a stranger's beside a good one", async () => {
    const world = await loadFixture(withBatch);
    const change = await changeNow(world, { to: 1 });
    await expect(world.statuses.change(change, []))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooFewSigners")
      .withArgs(AGENCY, 0, 1);
    await expect(changing(world, { to: 1 }, MAKER, STRANGER))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, STRANGER.address);
  });

  it("anything but a suspension from a frozen member", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { to: 1 }, MAKER);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    for (const to of [0, 2, 3]) {
      await expect(changing(world, { to }))
        .to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen")
        .withArgs(AGENCY, FOREVER);
    }
  });

  it("a change of a burned batch, or superseded by one", async () => {
    const world = await loadFixture(withBatch);
    const { notBefore, deadline } = await anchorNow();
    const burn = { memberId: AGENCY, officerEpoch: 1, batchId: id("burned"), notBefore, deadline };
    const [signature] = await signed(world, "Burn", burn, MAKER);
    await world.anchors.burn(burn, signature!);
    await expect(changing(world, { batchId: id("burned") }))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotAnchored")
      .withArgs(AGENCY, id("burned"));
    const successor = { memberId: AGENCY, batchId: id("burned"), index: 1 };
    await expect(changing(world, { to: 3, successor }))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistrySuccessor")
      .withArgs(AGENCY, id("burned"), 1);
  });

  it("a change before its notBefore, after its deadline, or signed for more than 24 hours", async () => {
    const world = await loadFixture(withBatch);
    const now = await time.latest();
    const statuses = world.statuses;
    await time.setNextBlockTimestamp(now + 5);
    await expect(changing(world, { notBefore: now + 6 }))
      .to.be.revertedWithCustomError(statuses, "SignedTooEarly")
      .withArgs(now + 6, now + 5);
    await time.setNextBlockTimestamp(now + 20);
    await expect(changing(world, { deadline: now + 19 }))
      .to.be.revertedWithCustomError(statuses, "SignedTooLate")
      .withArgs(now + 19, now + 20);
    await expect(changing(world, { notBefore: now, deadline: now + DAY + 1 }))
      .to.be.revertedWithCustomError(statuses, "SignedWindow")
      .withArgs(now, now + DAY + 1);
  });

  it("a batchId that only another member has anchored", async () => {
    const world = await loadFixture(withBatch);
    await expect(changing(world, { memberId: BANK, actingMemberId: BANK }, BANK_MAKER, BANK_CHECKER))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotAnchored")
      .withArgs(BANK, BATCH);
  });
});

import { expect } from "chai";
import { type BaseWallet, concat, id, sha256, toBeHex } from "ethers";
import { CELL_STATES, TRANSITIONS } from "../../src/domain/status.ts";
import { ethers, loadFixture, lower, time } from "./chain.ts";
import { ABI, CHANGE_TUPLE, newest } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  CHECKER,
  CHECKER_2,
  callOf,
  changeNow,
  council,
  DAY,
  founded,
  MAKER,
  signed,
  structHash,
  TYPE,
  type World,
} from "./world.ts";

const BATCH = id("batch");

/** An installation with one anchored batch. */
async function withBatch() {
  const world = await founded();
  await anchorBatch(world, { size: 2 ** 20 });
  return world;
}

async function changing(world: World, rest: object, ...officers: BaseWallet[]) {
  const change = await changeNow(world, rest);
  const signers = officers.length > 0 ? officers : [MAKER, CHECKER];
  const tx = await world.statuses.change(change, await signed(world, "StatusChange", change, ...signers));
  return { change, tx };
}

const stateOf = (world: World, index: number) => world.statuses.statusOf(AGENCY, BATCH, index);
const cell = (first: number, count = 1) => [{ first, count }];

describe("StatusRegistry: change", () => {
  it("emits one event a range and chains the batch's head", async () => {
    const world = await loadFixture(withBatch);
    const ranges = [
      { first: 3, count: 2 },
      { first: 500, count: 1 },
    ];
    const { change, tx } = await changing(world, { ranges, reason: 4 });
    const first = `0x${"0".repeat(64)}`;
    const head = sha256(concat([first, structHash("StatusChange", change), toBeHex(await time.latest(), 8)]));
    await expect(tx).to.emit(world.statuses, "StatusChanged").withArgs(AGENCY, BATCH, 3, 2, 2, 4, head);
    await expect(tx).to.emit(world.statuses, "StatusChanged").withArgs(AGENCY, BATCH, 500, 1, 2, 4, head);
    expect(await world.statuses.statusHead(AGENCY, BATCH)).to.equal(head);
    const second = await changing(world, { ranges: cell(9), to: 1 });
    expect(await world.statuses.statusHead(AGENCY, BATCH)).to.equal(
      sha256(concat([head, structHash("StatusChange", second.change), toBeHex(await time.latest(), 8)])),
    );
  });

  it("logs the change, the new head and the signers", async () => {
    const world = await loadFixture(withBatch);
    const { change } = await changing(world, {}, MAKER, CHECKER_2);
    const { kind, body } = await newest(world);
    const { ranges, successor, ...flat } = change;
    const tuple = [
      ...[
        flat.memberId,
        flat.actingMemberId,
        flat.officerEpoch,
        flat.batchId,
        ranges.map(({ first, count }) => [first, count]),
      ],
      ...[flat.to, flat.reason, Object.values(successor), flat.expectedHead, flat.notBefore, flat.deadline],
    ];
    const signers = [MAKER, CHECKER_2]
      .map(({ address }) => address)
      .toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    const head = await world.statuses.statusHead(AGENCY, BATCH);
    expect(kind).to.equal("yinzheng/log/status/v1");
    expect(body).to.equal(ABI.encode([CHANGE_TUPLE, "bytes32", "address[]"], [tuple, head, signers]));
  });

  for (const [from, name] of CELL_STATES.entries()) {
    for (const [to, target] of CELL_STATES.entries()) {
      const allowed = TRANSITIONS[name].includes(target);
      it(`${allowed ? "lets" : "does not let"} a cell that is ${name} become ${target}`, async () => {
        const world = await loadFixture(withBatch);
        await anchorBatch(world, { batchId: id("next") });
        const successor = { memberId: AGENCY, batchId: id("next"), index: 0 };
        const rest = (state: number) => ({ to: state, ...(state === 3 && { successor }) });
        if (from !== 0) await changing(world, rest(from));
        const attempt = changing(world, rest(to));
        if (allowed) {
          await attempt;
          expect(await stateOf(world, 3)).to.equal(BigInt(to));
        } else {
          const refusal = expect(attempt).to.be.revertedWithCustomError(world.statuses, "StatusRegistryTransition");
          await refusal.withArgs(3, from, to);
        }
      });
    }
  }

  it("changes neighbours across words and no other cell", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { ranges: cell(100, 1000) });
    for (const [index, state] of [
      [99, 0n],
      [100, 2n],
      [127, 2n],
      [128, 2n],
      [1099, 2n],
      [1100, 0n],
    ] as const) {
      expect(await stateOf(world, index), `cell ${index}`).to.equal(state);
    }
    expect(await world.statuses.statusWord(AGENCY, BATCH, 3)).to.equal(BigInt(`0x${"aa".repeat(32)}`));
  });

  it("names the first cell that stands in the way, and changes none", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { ranges: cell(300) });
    await changing(world, { ranges: cell(400), to: 1 });
    await expect(changing(world, { ranges: cell(200, 600), to: 1 }))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryTransition")
      .withArgs(300, 2, 1);
    expect(await stateOf(world, 200)).to.equal(0n);
    await expect(changing(world, { ranges: cell(301, 600), to: 1 }))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryTransition")
      .withArgs(400, 1, 1);
  });

  it("reaches the last cell that a batch can have", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { ranges: cell(2 ** 20 - 1) });
    expect(await stateOf(world, 2 ** 20 - 1)).to.equal(2n);
  });

  it("suspends by the signature of one officer, maker or checker", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { ranges: cell(1), to: 1 }, MAKER);
    await changing(world, { ranges: cell(2), to: 1 }, CHECKER);
    expect([await stateOf(world, 1), await stateOf(world, 2)]).to.deep.equal([1n, 1n]);
  });

  it("is limited neither by scope nor by pause", async () => {
    const world = await loadFixture(withBatch);
    await council(world, callOf(world, "MemberRegistry", "withdrawScope", AGENCY, TYPE));
    await council(world, callOf(world, "AnchorRegistry", "pause", `0x${"0".repeat(64)}`));
    await time.increase(400 * DAY);
    await changing(world, {});
    expect(await stateOf(world, 3)).to.equal(2n);
  });

  it("lets a frozen member suspend", async () => {
    const world = await loadFixture(withBatch);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await changing(world, { to: 1 }, MAKER);
    expect(await stateOf(world, 3)).to.equal(1n);
  });

  it("supersedes one cell by another one that is anchored", async () => {
    const world = await loadFixture(withBatch);
    await changing(world, { to: 3, successor: { memberId: AGENCY, batchId: BATCH, index: 4 } });
    expect([await stateOf(world, 3), await stateOf(world, 4)]).to.deep.equal([3n, 0n]);
  });
});

describe("StatusRegistry: councilChange", () => {
  for (const [what, before, to] of [
    ["suspends", null, 1],
    ["revokes", null, 2],
    ["lifts", 1, 0],
  ] as const) {
    it(`${what} for any member, at once`, async () => {
      const world = await loadFixture(withBatch);
      if (before !== null) await changing(world, { to: before });
      const change = await changeNow(world, { to, actingMemberId: `0x${"0".repeat(64)}`, officerEpoch: 0 });
      const tx = await council(world, callOf(world, "StatusRegistry", "councilChange", change));
      const head = await world.statuses.statusHead(AGENCY, BATCH);
      await expect(tx).to.emit(world.statuses, "StatusChanged").withArgs(AGENCY, BATCH, 3, 1, to, 1, head);
      expect(await stateOf(world, 3)).to.equal(BigInt(to));
      const [, , signers] = ABI.decode([CHANGE_TUPLE, "bytes32", "address[]"], (await newest(world)).body);
      expect([...signers].map(lower)).to.deep.equal([]);
    });
  }

  it("does not supersede, nor act in a member's name", async () => {
    const world = await loadFixture(withBatch);
    const zero = `0x${"0".repeat(64)}`;
    const supersede = await changeNow(world, { to: 3, actingMemberId: zero });
    await expect(council(world, callOf(world, "StatusRegistry", "councilChange", supersede)))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotForCouncil")
      .withArgs(3);
    const named = await changeNow(world, {});
    await expect(council(world, callOf(world, "StatusRegistry", "councilChange", named)))
      .to.be.revertedWithCustomError(world.statuses, "StatusRegistryNotEntitled")
      .withArgs(AGENCY, AGENCY);
  });

  it("is the council's alone", async () => {
    const world = await loadFixture(withBatch);
    const change = await changeNow(world, { actingMemberId: `0x${"0".repeat(64)}` });
    const [somebody] = await ethers.getSigners();
    await expect(world.statuses.councilChange(change))
      .to.be.revertedWithCustomError(world.statuses, "GovernedUnauthorized")
      .withArgs(somebody!.address);
  });
});

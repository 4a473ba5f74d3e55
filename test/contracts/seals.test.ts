import { expect } from "chai";
import { concat } from "ethers";
import { SEAL_STATES } from "../../src/domain/seal.ts";
import { loadFixture, time } from "./chain.ts";
import { mappingSlot, unpack, word } from "./layout.ts";
import { ABI, kindBytes, leafHash, newest, prefixOf } from "./records.ts";
import {
  AGENCY_OFFICERS,
  apply,
  BANK_OFFICERS,
  BATCH,
  change,
  LIMIT,
  lend,
  make,
  NOTHING,
  OBJECT,
  SEAL,
  STATE,
  sealing,
  use,
  withActiveSeal,
  withSeal,
} from "./seals.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  BANK,
  CHECKER,
  callOf,
  council,
  DAY,
  MAKER,
  signed,
  type World,
} from "./world.ts";

/** The record that a transaction wrote, as docs/format/chain.md has it. */
async function recordIs(world: World, blockNumber: number, what: string, types: string[], values: unknown[]) {
  const { index, kind, data, body } = await newest(world);
  expect(kind).to.equal("yinzheng/log/seal/v1");
  const inner = ABI.encode(types, values);
  expect(body).to.equal(ABI.encode(["bytes32", "bytes32", "bytes"], [SEAL, kindBytes(what), inner]));
  expect(data).to.equal(concat([await prefixOf(world, kind, blockNumber), body]));
  return { index, leaf: leafHash(data) };
}

const APPLICATION = "tuple(bytes32,uint32,bytes32,bytes32,uint32,uint64,uint64)";
const MAKING = "tuple(bytes32,uint32,bytes32,bytes32,uint64,uint64,uint64,uint64)";
const CHANGE = "tuple(bytes32,uint32,bytes32,uint32,uint8,uint64,bytes32,uint64,uint64)";
const DELEGATION = "tuple(bytes32,uint32,bytes32,uint32,bytes32,uint64,uint64,uint64,uint64)";
const USE = "tuple(bytes32,uint32,bytes32,bytes32,uint32,uint64,uint64)";
const addresses = (officers: readonly { address: string }[]) =>
  officers.map(({ address }) => address).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
const stateOf = async (world: World) => SEAL_STATES[Number((await world.seals.sealOf(SEAL)).state)];

describe("SealRegistry", () => {
  it("takes an application, made by its owner's threshold, and logs it", async () => {
    const world = await loadFixture(sealing);
    const { order, tx } = await apply(world);
    const values = [Object.values(order), addresses(AGENCY_OFFICERS)];
    const { index, leaf } = await recordIs(world, tx.blockNumber!, "applied", [APPLICATION, "address[]"], values);
    await expect(tx).to.emit(world.seals, "SealRecorded").withArgs(SEAL, kindBytes("applied"), index, leaf);
    const one = await world.seals.sealOf(SEAL);
    expect([one.owner, one.maker, one.digest]).to.deep.equal([AGENCY, BANK, NOTHING]);
    expect([one.state, one.dailyLimit, one.appliedAt]).to.deep.equal([1n, BigInt(LIMIT), BigInt(await time.latest())]);
  });

  it("takes the seal object's digest and period from its maker, and logs them", async () => {
    const world = await loadFixture(sealing);
    await apply(world);
    const { order, tx } = await make(world);
    const values = [Object.values(order), addresses(BANK_OFFICERS)];
    const { index, leaf } = await recordIs(world, tx.blockNumber!, "made", [MAKING, "address[]"], values);
    await expect(tx).to.emit(world.seals, "SealRecorded").withArgs(SEAL, kindBytes("made"), index, leaf);
    const one = await world.seals.sealOf(SEAL);
    expect([one.digest, one.state]).to.deep.equal([OBJECT, 2n]);
    expect([Number(one.validFrom), Number(one.validUntil)]).to.deep.equal([order.validFrom, order.validUntil]);
    expect(Number(one.madeAt)).to.equal(await time.latest());
  });

  it("is activated, suspended, resumed and destroyed by its owner, each in its turn, and logs it", async () => {
    const world = await loadFixture(withSeal);
    for (const [turn, to] of [STATE.active, STATE.suspended, STATE.active, STATE.destroyed].entries()) {
      const { order, tx } = await change(world, { to });
      expect(order.expected).to.equal(turn);
      const values = [Object.values(order), addresses(AGENCY_OFFICERS)];
      await recordIs(world, tx.blockNumber!, "changed", [CHANGE, "address[]"], values);
      expect(await stateOf(world)).to.equal(SEAL_STATES[to]);
    }
  });

  it("keeps when it was first activated, whatever becomes of it", async () => {
    const world = await loadFixture(withSeal);
    await change(world);
    const first = await time.latest();
    await change(world, { to: STATE.suspended });
    await change(world);
    expect(Number((await world.seals.sealOf(SEAL)).activatedAt)).to.equal(first);
  });

  it("is suspended by one officer, also of a frozen member, and is resumed by none such", async () => {
    const world = await loadFixture(withActiveSeal);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    await change(world, { to: STATE.suspended }, [CHECKER]);
    expect(await stateOf(world)).to.equal("suspended");
    await expect(change(world)).to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen");
  });

  it("is reported lost from now on by one officer, and from earlier by the threshold", async () => {
    const world = await loadFixture(withActiveSeal);
    await change(world, { to: STATE.lost }, [MAKER]);
    const reported = await time.latest();
    expect(Number((await world.seals.sealOf(SEAL)).lostSince)).to.equal(reported);
    await change(world, { to: STATE.lost, since: reported - DAY });
    expect(Number((await world.seals.sealOf(SEAL)).lostSince)).to.equal(reported - DAY);
    expect(await stateOf(world)).to.equal("lost");
  });

  it("stays destroyed where its loss is found out afterwards", async () => {
    const world = await loadFixture(withActiveSeal);
    await change(world, { to: STATE.destroyed });
    const since = (await time.latest()) - DAY;
    await change(world, { to: STATE.lost, since });
    const one = await world.seals.sealOf(SEAL);
    expect([one.state, Number(one.lostSince)]).to.deep.equal([6n, since]);
  });

  it("is stopped by the council, whoever owns it, as far back as it must, which is logged", async () => {
    const world = await loadFixture(withActiveSeal);
    const since = (await time.latest()) - 300 * DAY;
    const tx = await council(world, callOf(world, "SealRegistry", "changeByCouncil", SEAL, STATE.lost, since));
    await recordIs(world, tx.blockNumber!, "changed-by-council", ["uint8", "uint64"], [STATE.lost, since]);
    expect([await stateOf(world), (await world.seals.sealOf(SEAL)).lostSince]).to.deep.equal(["lost", BigInt(since)]);
  });

  it("counts the uses in an anchored batch, with their place among all, and logs them", async () => {
    const world = await loadFixture(withActiveSeal);
    await use(world, { count: 3 });
    await anchorBatch(world, { batchId: OBJECT });
    const { order, tx } = await use(world, { batchId: OBJECT, count: 2 });
    const values = [Object.values(order), 3, addresses(AGENCY_OFFICERS)];
    const { leaf } = await recordIs(world, tx.blockNumber!, "used", [USE, "uint64", "address[]"], values);
    expect(await world.seals.useOf(SEAL, AGENCY, OBJECT)).to.equal(leaf);
    const one = await world.seals.sealOf(SEAL);
    expect([one.uses, one.usedToday]).to.deep.equal([5n, 5n]);
    expect(Number(one.day)).to.equal(Math.floor(((await time.latest()) + 8 * 3600) / DAY));
  });

  it("forgets the day's uses on the next day, and never those altogether", async () => {
    const world = await loadFixture(withActiveSeal);
    await use(world, { count: LIMIT });
    await time.increase(DAY);
    await anchorBatch(world, { batchId: OBJECT });
    await use(world, { batchId: OBJECT, count: 4 });
    const one = await world.seals.sealOf(SEAL);
    expect([one.uses, one.usedToday]).to.deep.equal([14n, 4n]);
  });

  it("is used by a member that its owner lets use it, which is logged, until one officer ends it", async () => {
    const world = await loadFixture(withActiveSeal);
    const { order, tx } = await lend(world);
    const values = [Object.values(order), addresses(AGENCY_OFFICERS)];
    await recordIs(world, tx.blockNumber!, "delegated", [DELEGATION, "address[]"], values);
    const window = await world.seals.delegation(SEAL, BANK);
    expect([...window].map(Number)).to.deep.equal([order.validFrom, order.validUntil]);
    await anchored(world, BATCH);
    await use(world, { memberId: BANK }, BANK_OFFICERS);
    const now = await time.latest();
    await lend(world, { validFrom: 0, validUntil: now }, [CHECKER]);
    await anchored(world, OBJECT);
    await expect(use(world, { memberId: BANK, batchId: OBJECT }, BANK_OFFICERS))
      .to.be.revertedWithCustomError(world.seals, "SealRegistryNotUser")
      .withArgs(SEAL, BANK);
  });

  it("knows nothing of another seal", async () => {
    const world = await loadFixture(withActiveSeal);
    const none = await world.seals.sealOf(OBJECT);
    expect([none.owner, none.state, none.uses]).to.deep.equal([NOTHING, 0n, 0n]);
    expect(await world.seals.useOf(OBJECT, AGENCY, BATCH)).to.equal(NOTHING);
  });

  it("keeps its slots as layout seal/1 has them", async () => {
    const world = await loadFixture(withActiveSeal);
    const lent = await lend(world);
    await use(world, { count: 3 });
    const since = (await time.latest()) - 5;
    await change(world, { to: STATE.lost, since });
    const one = await world.seals.sealOf(SEAL);
    const at = mappingSlot(0, SEAL);
    const held = await Promise.all([0n, 1n, 2n, 3n, 4n].map((offset) => slot(world, at + offset)));
    expect(held.slice(0, 3).map(word)).to.deep.equal([AGENCY, BANK, OBJECT]);
    const { validFrom, validUntil, day } = one;
    expect(unpack(held[3]!, 8, 40, 40, 40, 32, 24, 32, 32, 8)).to.deep.equal([
      ...[5n, validFrom, validUntil, BigInt(since), BigInt(LIMIT)],
      ...[day, 3n, 3n, 0n],
    ]);
    const times = [one.appliedAt, one.madeAt, one.activatedAt];
    expect(unpack(held[4]!, 64, 40, 40, 40, 72)).to.deep.equal([3n, ...times, 0n]);
    const { validFrom: from, validUntil: to } = lent.order;
    const window = unpack(await slot(world, mappingSlot(1, SEAL, BANK)), 40, 40, 176);
    expect(window).to.deep.equal([BigInt(from), BigInt(to), 0n]);
    const leaf = await world.seals.useOf(SEAL, AGENCY, BATCH);
    expect(word(await slot(world, mappingSlot(2, SEAL, AGENCY, BATCH)))).to.equal(leaf);
  });
});

const slot = async (world: World, key: bigint): Promise<bigint> =>
  BigInt(await world.seals.runner!.provider!.getStorage(await world.seals.getAddress(), key));

/** The bank anchors a batch. */
async function anchored(world: World, batchId: string): Promise<void> {
  const anchor = await anchorNow({ memberId: BANK, batchId });
  await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, ...BANK_OFFICERS));
}

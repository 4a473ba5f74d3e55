import { expect } from "chai";
import { id } from "ethers";
import { ethers, loadFixture, lower, networkHelpers, time } from "./chain.ts";
import { ABI, ANCHOR_TUPLE, leafHash, newest, prefixOf } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  CHECKER,
  CHECKER_2,
  COUNCIL,
  callOf,
  council,
  FOREVER,
  founded,
  HOUR,
  MAKER,
  MAKER_2,
  OTHER_TYPE,
  signed,
  TYPE,
  widen,
} from "./world.ts";

const EVERY_TYPE = `0x${"0".repeat(64)}`;
const byAddress = (...accounts: { address: string }[]) =>
  accounts.map(({ address }) => lower(address)).toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));

describe("AnchorRegistry: anchor", () => {
  it("takes a batch that a maker and a checker signed and emits their signatures", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const signatures = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    const tx = await world.anchors.anchor(anchor, signatures);
    const { index, data } = await newest(world);
    await expect(tx)
      .to.emit(world.anchors, "Anchored")
      .withArgs(AGENCY, anchor.batchId, TYPE, index, leafHash(data), signatures);
  });

  it("logs the anchor, the threshold and the signers", async () => {
    const world = await loadFixture(founded);
    const { anchor, tx } = await anchorBatch(world);
    const leaf = await newest(world);
    const prefix = await prefixOf(world, "yinzheng/log/anchor/v1", (await tx.wait())!.blockNumber);
    const values = [Object.values(anchor), 2, byAddress(MAKER, CHECKER)];
    expect(leaf.data).to.equal(prefix + ABI.encode([ANCHOR_TUPLE, "uint8", "address[]"], values).slice(2));
  });

  it("keeps the log leaf hash as the batch's record", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world);
    expect(await world.anchors.record(AGENCY, anchor.batchId)).to.equal(leafHash((await newest(world)).data));
    expect(await world.anchors.anchored(AGENCY, anchor.batchId)).to.equal(true);
  });

  it("takes more signatures than the threshold and logs all signers", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const officers = [MAKER, MAKER_2, CHECKER, CHECKER_2];
    await world.anchors.anchor(anchor, await signed(world, "Anchor", anchor, ...officers));
    const [, , signers] = ABI.decode([ANCHOR_TUPLE, "uint8", "address[]"], (await newest(world)).body);
    expect([...signers].map(lower)).to.deep.equal(byAddress(...officers));
  });

  for (const size of [16, 1024, 2 ** 20]) {
    it(`takes a batch of ${size}`, async () => {
      const world = await loadFixture(founded);
      const { anchor } = await anchorBatch(world, { size });
      expect(await world.anchors.anchored(AGENCY, anchor.batchId)).to.equal(true);
    });
  }

  it("takes SM3 as hash suite", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world, { hashSuite: 2 });
    expect(await world.anchors.anchored(AGENCY, anchor.batchId)).to.equal(true);
  });

  it("takes no ether", async () => {
    const world = await loadFixture(founded);
    const [relayer] = await ethers.getSigners();
    for (const contract of [world.anchors, world.members, world.statuses, world.log, world.directory, world.guardian]) {
      const to = await contract.getAddress();
      await expect(relayer!.sendTransaction({ to, value: 1n })).to.revert(ethers);
    }
  });
});

describe("AnchorRegistry: burn", () => {
  async function burnNow() {
    const { notBefore, deadline, memberId, officerEpoch, batchId } = await anchorNow();
    return { memberId, officerEpoch, batchId, notBefore, deadline };
  }

  it("spends a batchId by the signature of one officer", async () => {
    const world = await loadFixture(founded);
    const burn = await burnNow();
    const [signature] = await signed(world, "Burn", burn, CHECKER);
    const tx = await world.anchors.burn(burn, signature!);
    const { index, kind, data, body } = await newest(world);
    await expect(tx)
      .to.emit(world.anchors, "Burned")
      .withArgs(AGENCY, burn.batchId, index, leafHash(data), CHECKER.address);
    expect(kind).to.equal("yinzheng/log/burn/v1");
    expect(body).to.equal(ABI.encode(["bytes32", "bytes32", "address"], [AGENCY, burn.batchId, CHECKER.address]));
  });

  it("leaves a burned batchId neither anchored nor free", async () => {
    const world = await loadFixture(founded);
    const burn = await burnNow();
    const [signature] = await signed(world, "Burn", burn, MAKER);
    await world.anchors.burn(burn, signature!);
    const record = await world.anchors.record(AGENCY, burn.batchId);
    expect(await world.anchors.anchored(AGENCY, burn.batchId)).to.equal(false);
    await expect(anchorBatch(world))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryBatchUsed")
      .withArgs(AGENCY, burn.batchId, record);
  });

  it("refuses to burn an anchored batch", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world);
    const burn = await burnNow();
    const [signature] = await signed(world, "Burn", burn, MAKER);
    await expect(world.anchors.burn(burn, signature!))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryBatchUsed")
      .withArgs(AGENCY, anchor.batchId, await world.anchors.record(AGENCY, anchor.batchId));
  });

  it("refuses a burn by whoever is no officer", async () => {
    const world = await loadFixture(founded);
    const burn = await burnNow();
    const [signature] = await signed(world, "Burn", burn, COUNCIL[0]);
    await expect(world.anchors.burn(burn, signature!))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, COUNCIL[0].address);
  });
});

describe("AnchorRegistry: pause", () => {
  for (const [what, typeId] of [
    ["one type", TYPE],
    ["every type", EVERY_TYPE],
  ] as const) {
    it(`stops anchors of ${what} until the council lifts it, 48 hours after it said so`, async () => {
      const world = await loadFixture(founded);
      const tx = await council(world, callOf(world, "AnchorRegistry", "pause", typeId));
      const safe = await world.safe.getAddress();
      await expect(tx).to.emit(world.anchors, "Paused").withArgs(typeId, FOREVER, safe);
      expect(await world.anchors.pausedUntil(typeId)).to.equal(FOREVER);
      await expect(anchorBatch(world))
        .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryPaused")
        .withArgs(typeId, FOREVER);
      const lifted = await widen(world, callOf(world, "AnchorRegistry", "unpause", typeId));
      await expect(lifted).to.emit(world.anchors, "Unpaused").withArgs(typeId);
      await anchorBatch(world);
    });
  }

  it("leaves other types alone", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "AnchorRegistry", "pause", OTHER_TYPE));
    await anchorBatch(world);
  });

  it("refuses to pause twice and to lift what is not paused", async () => {
    const world = await loadFixture(founded);
    const pause = callOf(world, "AnchorRegistry", "pause", TYPE);
    await council(world, pause);
    await expect(council(world, pause))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryPaused")
      .withArgs(TYPE, FOREVER);
    await expect(widen(world, callOf(world, "AnchorRegistry", "unpause", OTHER_TYPE)))
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryNotPaused")
      .withArgs(OTHER_TYPE);
  });

  it("lets nobody but the council and the Guardian pause", async () => {
    const world = await loadFixture(founded);
    const [somebody] = await ethers.getSigners();
    for (const attempt of [
      world.anchors.pause(TYPE),
      world.anchors.unpause(TYPE),
      world.anchors.pauseTemporarily(TYPE, somebody!.address),
    ]) {
      await expect(attempt)
        .to.be.revertedWithCustomError(world.anchors, "GovernedUnauthorized")
        .withArgs(somebody!.address);
    }
  });

  it("does not ask for the time of a batch that was anchored before", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world, { batchId: id("before") });
    await time.increase(HOUR);
    await networkHelpers.mine();
    expect(await world.anchors.anchored(AGENCY, anchor.batchId)).to.equal(true);
  });
});

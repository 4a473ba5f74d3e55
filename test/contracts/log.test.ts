import { expect } from "chai";
import { concat, hexlify, id, ZeroHash } from "ethers";
import { ethers, loadFixture, networkHelpers } from "./chain.ts";
import { kindBytes, leavesOf, newest, prefixOf, treeHash } from "./records.ts";
import { founded, type World } from "./world.ts";

const KIND = kindBytes("yinzheng/log/test/v1");
const FULL = 2n ** 26n - 1n;

async function asWriter(world: World) {
  const { memberRegistry } = world.founding.network.contracts;
  await networkHelpers.setBalance(memberRegistry, 10n ** 18n);
  const writer = await ethers.getImpersonatedSigner(memberRegistry);
  return world.log.connect(writer);
}

/** Bytes that look random and are the same in every run. */
const pseudoRandom = (i: number) => {
  const seed = id(`body ${i}`);
  return hexlify(concat(Array.from({ length: Number(BigInt(seed) % 9n) }, () => seed)));
};

describe("EvidenceLog", () => {
  it("appends a leaf of registryId, kind, block time, parent hash and body", async () => {
    const world = await loadFixture(founded);
    const log = await asWriter(world);
    const { size } = await world.log.checkpoint();
    const tx = await log.append(KIND, "0xc0ffee");
    const prefix = await prefixOf(world, "yinzheng/log/test/v1", (await tx.wait())!.blockNumber);
    await expect(tx)
      .to.emit(world.log, "Appended")
      .withArgs(size, KIND, concat([prefix, "0xc0ffee"]));
  });

  it("answers the index and the leaf hash of what it appended", async () => {
    const world = await loadFixture(founded);
    const log = await asWriter(world);
    const { size } = await world.log.checkpoint();
    await networkHelpers.mine();
    const answer = await log.append.staticCall(KIND, "0x", { blockTag: "pending" });
    expect(answer.index).to.equal(size);
    expect(answer.leaf).to.match(/^0x[0-9a-f]{64}$/);
    await log.append(KIND, "0x");
    expect((await newest(world)).index).to.equal(size);
  });

  it("has the root of an RFC 9162 tree after each of 220 random leaves", async () => {
    const world = await loadFixture(founded);
    const log = await asWriter(world);
    for (let i = 0; i < 220; i++) {
      await log.append(KIND, pseudoRandom(i));
      if (i % 7 !== 0 && i < 200) continue;
      const leaves = (await leavesOf(world)).map(({ data }) => data);
      expect([...(await world.log.checkpoint())]).to.deep.equal([BigInt(leaves.length), treeHash(leaves)]);
    }
  }).timeout(120_000);

  it("has the hash of nothing as root while it is empty", async () => {
    const world = await loadFixture(founded);
    const log = await ethers.deployContract("EvidenceLog", [await world.directory.getAddress()]);
    expect([...(await log.checkpoint())]).to.deep.equal([0n, treeHash([])]);
  });

  it("numbers its leaves without a gap", async () => {
    const world = await loadFixture(founded);
    const numbers = (await leavesOf(world)).map(({ index }) => Number(index));
    expect(numbers).to.deep.equal(Array.from({ length: Number((await world.log.checkpoint()).size) }, (_, i) => i));
  });

  it("refuses whoever is not registered", async () => {
    const world = await loadFixture(founded);
    const [somebody] = await ethers.getSigners();
    await expect(world.log.append(KIND, "0x"))
      .to.be.revertedWithCustomError(world.log, "EvidenceLogNotWriter")
      .withArgs(somebody!.address);
  });

  it("takes its last leaf and then is full", async () => {
    const world = await loadFixture(founded);
    const log = await asWriter(world);
    await networkHelpers.setStorageAt(await world.log.getAddress(), 0, FULL - 1n);
    await log.append(KIND, "0x");
    await expect(log.append(KIND, "0x")).to.be.revertedWithCustomError(world.log, "EvidenceLogFull").withArgs(FULL);
  });

  it("overwrites its frontier and never clears it", async () => {
    const world = await loadFixture(founded);
    const log = await asWriter(world);
    const address = await world.log.getAddress();
    for (let i = 0; i < 20; i++) {
      await log.append(KIND, "0x");
      for (const slot of [1, 2, 3, 4, 5, 26])
        expect(await networkHelpers.getStorageAt(address, slot)).not.to.equal(ZeroHash);
    }
  });

  it("names its installation", async () => {
    const world = await loadFixture(founded);
    expect(await world.log.registryId()).to.equal(world.registryId);
  });
});

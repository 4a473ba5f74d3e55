import { expect } from "chai";
import { encodeBytes32String, id, sha256, zeroPadValue } from "ethers";
import { loadFixture, time } from "./chain.ts";
import { mappingSlot, slotOf, unpack, word } from "./layout.ts";
import { leafHash, leavesOf, newest } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  CHECKER,
  CLAIM_KEY,
  callOf,
  changeNow,
  claimNow,
  council,
  FOREVER,
  founded,
  KEY_ID,
  MAKER,
  OTHER_TYPE,
  officerInput,
  PROFILE,
  STRANGER,
  signed,
  TYPE,
  widen,
} from "./world.ts";

/** The frontier as docs/format/chain.md tells it: a leaf more, and the lowest two roots of one level joined. */
function frontierOf(leaves: readonly string[]): { twos: number; slots: (string | undefined)[] } {
  const levels: string[][] = [];
  const slots: (string | undefined)[] = [];
  for (const leaf of leaves) {
    levels[0] = [...(levels[0] ?? []), leaf];
    const lowest = levels.findIndex((roots) => roots.length === 2);
    const written = lowest === 0 ? [] : [0];
    if (lowest !== -1) {
      const [older = "", newer = ""] = levels[lowest] ?? [];
      levels[lowest] = [];
      levels[lowest + 1] = [...(levels[lowest + 1] ?? []), sha256(`0x01${older.slice(2)}${newer.slice(2)}`)];
      written.push(lowest + 1);
    }
    for (const level of written) {
      for (const [i, root] of (levels[level] ?? []).entries()) slots[2 * level + i] = root;
    }
  }
  return { twos: levels.reduce((sum, roots, level) => sum + (roots.length === 2 ? 2 ** level : 0), 0), slots };
}

const BATCH = id("batch");
const padded = ({ address }: { address: string }) => zeroPadValue(address, 32);

describe("storage layout member/1", () => {
  it("packs a member into slots +0, +1 and +2 of mapping 0", async () => {
    const world = await loadFixture(founded);
    const { admittedAt } = await world.members.member(AGENCY);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    const since = BigInt(await time.latest());
    const slot = mappingSlot(0, AGENCY);
    const fields = unpack(await slotOf(world, "memberRegistry", slot), 40, 40, 40, 40, 32, 8, 8, 48);
    expect(fields).to.deep.equal([admittedAt, 0n, since, BigInt(FOREVER), 1n, 2n, 4n, 0n]);
    expect(await slotOf(world, "memberRegistry", slot + 1n)).to.equal(0n);
    expect(word(await slotOf(world, "memberRegistry", slot + 2n))).to.equal(PROFILE);
  });

  it("counts the day's revocations in the bits above, and leaves those below alone", async () => {
    const world = await loadFixture(founded);
    await anchorBatch(world, { size: 1024 });
    const slot = mappingSlot(0, AGENCY);
    const before = await slotOf(world, "memberRegistry", slot);
    for (const [first, count, total] of [
      [0, 3, 3n],
      [9, 40, 43n],
    ] as const) {
      const change = await changeNow(world, { ranges: [{ first, count }] });
      await world.statuses.change(change, await signed(world, "StatusChange", change, MAKER, CHECKER));
      const today = Math.floor((change.notBefore + 8 * 3600) / 86_400);
      const word = await slotOf(world, "memberRegistry", slot);
      expect(unpack(word, 208, 24, 16, 8)).to.deep.equal([before, BigInt(today), total, 0n]);
    }
  });

  it("packs an officer into mapping 1, and his limits into mapping 2", async () => {
    const world = await loadFixture(founded);
    const limits = [{ typeId: TYPE, notBefore: 5, notAfter: FOREVER }];
    const limited = officerInput(STRANGER, 2, { limits });
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, limited));
    const begin = BigInt(await time.latest());
    await council(world, callOf(world, "MemberRegistry", "reportCompromise", AGENCY, padded(STRANGER), 77));
    const slot = mappingSlot(1, AGENCY, padded(STRANGER));
    const fields = unpack(await slotOf(world, "memberRegistry", slot), 8, 8, 40, 40, 40, 120);
    expect(fields).to.deep.equal([2n, 1n, begin, BigInt(FOREVER), 77n, 0n]);
    const limit = mappingSlot(2, AGENCY, padded(STRANGER), TYPE);
    expect(unpack(await slotOf(world, "memberRegistry", limit), 40, 40, 176)).to.deep.equal([5n, BigInt(FOREVER), 0n]);
    expect(await slotOf(world, "memberRegistry", mappingSlot(2, AGENCY, padded(STRANGER), OTHER_TYPE))).to.equal(0n);
    const free = await slotOf(world, "memberRegistry", mappingSlot(1, AGENCY, padded(MAKER)));
    expect(unpack(free, 8, 8)).to.deep.equal([1n, 0n]);
  });

  it("packs a scope into mapping 3", async () => {
    const world = await loadFixture(founded);
    const { notBefore } = await world.members.scope(AGENCY, TYPE);
    const fields = unpack(await slotOf(world, "memberRegistry", mappingSlot(3, AGENCY, TYPE)), 40, 40, 176);
    expect(fields).to.deep.equal([notBefore, BigInt(FOREVER), 0n]);
  });

  it("packs a key into mapping 4, and its owner into mapping 5", async () => {
    const world = await loadFixture(founded);
    const { notBefore } = await world.members.key(AGENCY, KEY_ID);
    await council(world, callOf(world, "MemberRegistry", "reportCompromise", AGENCY, KEY_ID, 99));
    const fields = unpack(
      await slotOf(world, "memberRegistry", mappingSlot(4, AGENCY, KEY_ID)),
      8,
      8,
      16,
      40,
      40,
      40,
      104,
    );
    expect(fields).to.deep.equal([1n, 1n, 3n, notBefore, BigInt(FOREVER), 99n, 0n]);
    expect(word(await slotOf(world, "memberRegistry", mappingSlot(5, KEY_ID)))).to.equal(AGENCY);
  });
});

describe("storage layout anchor/1", () => {
  it("keeps a batch's log leaf hash in mapping 0", async () => {
    const world = await loadFixture(founded);
    await anchorBatch(world);
    const slot = mappingSlot(0, AGENCY, BATCH);
    expect(word(await slotOf(world, "anchorRegistry", slot))).to.equal(leafHash((await newest(world)).data));
    expect(await slotOf(world, "anchorRegistry", mappingSlot(0, AGENCY, id("no batch")))).to.equal(0n);
  });

  it("keeps the end of a pause in mapping 1", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "AnchorRegistry", "pause", TYPE));
    expect(await slotOf(world, "anchorRegistry", mappingSlot(1, TYPE))).to.equal(BigInt(FOREVER));
  });
});

describe("storage layout status/1", () => {
  it("keeps two bits a cell in mapping 0, and the head in mapping 1", async () => {
    const world = await loadFixture(founded);
    await anchorBatch(world, { size: 1024 });
    for (const [to, first] of [
      [2, 0],
      [1, 127],
      [2, 128],
      [3, 300],
    ] as const) {
      const successor = { memberId: AGENCY, batchId: BATCH, index: 5 };
      const change = await changeNow(world, { ranges: [{ first, count: 1 }], to, ...(to === 3 && { successor }) });
      await world.statuses.change(change, await signed(world, "StatusChange", change, MAKER, CHECKER));
    }
    const at = (index: bigint) => slotOf(world, "statusRegistry", mappingSlot(0, AGENCY, BATCH, word(index)));
    expect(await at(0n)).to.equal(2n | (1n << 254n));
    expect(await at(1n)).to.equal(2n);
    expect(await at(2n)).to.equal(3n << 88n);
    expect(await at(3n)).to.equal(0n);
    const head = word(await slotOf(world, "statusRegistry", mappingSlot(1, AGENCY, BATCH)));
    expect(head).to.equal(await world.statuses.statusHead(AGENCY, BATCH));
  });
});

describe("storage layout claim/1", () => {
  it("keeps a commitment and its block time in slots +0 and +1 of mapping 0", async () => {
    const world = await loadFixture(founded);
    const claim = await claimNow();
    const slot = mappingSlot(0, padded(CLAIM_KEY));
    expect(await slotOf(world, "claimRegistry", slot)).to.equal(0n);
    const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
    await world.claims.claim(claim, signature!);
    expect(word(await slotOf(world, "claimRegistry", slot))).to.equal(claim.commitment);
    const fields = unpack(await slotOf(world, "claimRegistry", slot + 1n), 40, 216);
    expect(fields).to.deep.equal([BigInt(await time.latest()), 0n]);
  });
});

describe("storage layouts log/2 and directory/1", () => {
  it("keep the log's size and the levels with two roots in slot 0, and its frontier from slot 1 on", async () => {
    const world = await loadFixture(founded);
    for (let more = 0; more < 5; more++) {
      const leaves = (await leavesOf(world)).map(({ data }) => leafHash(data));
      const { twos, slots } = frontierOf(leaves);
      expect(unpack(await slotOf(world, "evidenceLog", 0), 64, 64)).to.deep.equal([
        BigInt(leaves.length),
        BigInt(twos),
      ]);
      for (let i = 0; i < 52; i++) {
        expect(word(await slotOf(world, "evidenceLog", i + 1))).to.equal(slots[i] ?? world.registryId);
      }
      expect(await slotOf(world, "evidenceLog", 53)).to.equal(0n);
      await anchorBatch(world, { batchId: id(`batch ${more}`) });
    }
  });

  it("keep opening, closing, successor and names of the directory in slots 0, 1 and 2", async () => {
    const world = await loadFixture(founded);
    const { openedAt } = await world.directory.lifetime();
    const fields = unpack(await slotOf(world, "directory", 0), 40, 40, 176);
    expect(fields).to.deep.equal([openedAt, 0n, 0n]);
    expect(await slotOf(world, "directory", 1)).to.equal(0n);
    for (const [name, address] of Object.entries(world.founding.network.contracts)) {
      expect(await slotOf(world, "directory", mappingSlot(2, encodeBytes32String(name)))).to.equal(BigInt(address));
    }
  });
});

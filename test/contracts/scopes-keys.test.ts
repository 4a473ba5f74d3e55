import { expect } from "chai";
import { hexlify, id, ZeroHash } from "ethers";
import type { Hex } from "../../src/domain/bytes.ts";
import { loadFixture, time } from "./chain.ts";
import { memberBody, newest } from "./records.ts";
import {
  AGENCY,
  anchorBatch,
  BANK,
  callOf,
  council,
  DAY,
  FOREVER,
  founded,
  KEY_ID,
  keyIdOf,
  keyInput,
  OTHER_TYPE,
  PUBLIC_KEY,
  TYPE,
  widen,
} from "./world.ts";

const SCOPE = ["bytes32", "uint40", "uint40"];
const KEY = ["bytes32", "uint8", "uint16", "uint8", "uint40", "uint40", "bytes", "bytes"];
const OTHER_KEY = hexlify(new Uint8Array(32).fill(8)) as Hex;
const OTHER_KEY_ID = keyIdOf("eddsa-jcs-2022", OTHER_KEY);
const otherKey = (rest = {}) => keyInput({ keyId: OTHER_KEY_ID, publicKey: OTHER_KEY, ...rest });

describe("MemberRegistry: scope", () => {
  it("is granted from now on and logged", async () => {
    const world = await loadFixture(founded);
    const tx = await widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, 0, FOREVER));
    const now = await time.latest();
    await expect(tx).to.emit(world.members, "ScopeChanged").withArgs(AGENCY, OTHER_TYPE, now, FOREVER);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "scope", SCOPE, [OTHER_TYPE, now, FOREVER]));
    expect([...(await world.members.scope(AGENCY, OTHER_TYPE))].map(Number)).to.deep.equal([now, FOREVER]);
    await anchorBatch(world, { typeId: OTHER_TYPE });
  });

  it("is withdrawn at once", async () => {
    const world = await loadFixture(founded);
    const { notBefore } = await world.members.scope(AGENCY, TYPE);
    const tx = await council(world, callOf(world, "MemberRegistry", "withdrawScope", AGENCY, TYPE));
    const now = await time.latest();
    await expect(tx).to.emit(world.members, "ScopeChanged").withArgs(AGENCY, TYPE, notBefore, now);
    await expect(anchorBatch(world))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOutOfScope")
      .withArgs(AGENCY, TYPE);
  });

  it("keeps its first start when it is granted again", async () => {
    const world = await loadFixture(founded);
    const { notBefore } = await world.members.scope(AGENCY, TYPE);
    await council(world, callOf(world, "MemberRegistry", "withdrawScope", AGENCY, TYPE));
    await widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, TYPE, 0, FOREVER));
    expect((await world.members.scope(AGENCY, TYPE)).notBefore).to.equal(notBefore);
    await anchorBatch(world);
  });

  it("keeps its first start when it is renewed from a later day on, and is not begun anew after a gap to come", async () => {
    const world = await loadFixture(founded);
    const { notBefore } = await world.members.scope(AGENCY, TYPE);
    const later = (await time.latest()) + 50 * DAY;
    const grant = (begin: number, end: number) =>
      widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, TYPE, begin, end));
    await grant(later, later + DAY);
    expect([...(await world.members.scope(AGENCY, TYPE))].map(Number)).to.deep.equal([Number(notBefore), later + DAY]);
    // From the second in which it would end on: no gap.
    await grant(later + DAY, later + 2 * DAY);
    expect((await world.members.scope(AGENCY, TYPE)).notBefore).to.equal(notBefore);
    await expect(grant(later + 2 * DAY + 1, FOREVER))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryWindow")
      .withArgs(later + 2 * DAY + 1, FOREVER);
    await council(world, callOf(world, "MemberRegistry", "withdrawScope", AGENCY, TYPE));
    await expect(grant(later + 3 * DAY, FOREVER))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryWindow")
      .withArgs(later + 3 * DAY, FOREVER);
    expect((await world.members.scope(AGENCY, TYPE)).notBefore).to.equal(notBefore);
  });

  it("begins and ends in the seconds that were granted", async () => {
    const world = await loadFixture(founded);
    const begin = (await time.latest()) + 3 * DAY;
    await widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, begin, begin + DAY));
    const anchoringAt = async (at: number, batchId: string) => {
      await time.setNextBlockTimestamp(at);
      return await anchorBatch(world, { typeId: OTHER_TYPE, batchId: id(batchId) });
    };
    await time.increaseTo(begin - 2);
    await expect(anchoringAt(begin - 1, "before"))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOutOfScope")
      .withArgs(AGENCY, OTHER_TYPE);
    await anchoringAt(begin, "first");
    await time.increaseTo(begin + DAY - 2);
    await anchoringAt(begin + DAY - 1, "last");
    await expect(anchoringAt(begin + DAY, "after"))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOutOfScope")
      .withArgs(AGENCY, OTHER_TYPE);
  });

  it("refuses type 0, an empty time, and to withdraw what is not there", async () => {
    const world = await loadFixture(founded);
    await expect(widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, ZeroHash, 0, FOREVER)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTypeIdZero")
      .withArgs();
    await expect(widen(world, callOf(world, "MemberRegistry", "grantScope", AGENCY, OTHER_TYPE, FOREVER, FOREVER)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryWindow")
      .withArgs(FOREVER, FOREVER);
    await expect(council(world, callOf(world, "MemberRegistry", "withdrawScope", AGENCY, OTHER_TYPE)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOutOfScope")
      .withArgs(AGENCY, OTHER_TYPE);
  });
});

describe("MemberRegistry: keys", () => {
  it("registers a key from now on and logs its possession proof", async () => {
    const world = await loadFixture(founded);
    const tx = await widen(world, callOf(world, "MemberRegistry", "registerKey", BANK, otherKey({ custody: 2 })));
    const now = await time.latest();
    const values = [OTHER_KEY_ID, 1, 3, 2, now, FOREVER, OTHER_KEY, "0x1234"];
    await expect(tx)
      .to.emit(world.members, "KeyRegistered")
      .withArgs(BANK, ...values);
    expect((await newest(world)).body).to.equal(memberBody(BANK, "key", KEY, values));
    expect(await world.members.keyOwner(OTHER_KEY_ID)).to.equal(BANK);
    expect([...(await world.members.key(BANK, OTHER_KEY_ID))].map(Number)).to.deep.equal([1, 2, 3, now, FOREVER, 0]);
  });

  for (const [suite, name] of [
    [2, "ecdsa-jcs-2019"],
    [3, "sm2-jcs-2026"],
  ] as const) {
    it(`registers a compressed key of ${name}`, async () => {
      const world = await loadFixture(founded);
      const publicKey = hexlify(new Uint8Array(33).fill(2)) as Hex;
      const input = keyInput({ suite, publicKey, keyId: keyIdOf(name, publicKey) });
      await widen(world, callOf(world, "MemberRegistry", "registerKey", BANK, input));
      expect(await world.members.keyOwner(input.keyId)).to.equal(BANK);
    });
  }

  it("leaves a public key with its first owner for ever, retired or not", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "retireKey", AGENCY, KEY_ID));
    for (const member of [AGENCY, BANK]) {
      await expect(widen(world, callOf(world, "MemberRegistry", "registerKey", member, keyInput())))
        .to.be.revertedWithCustomError(world.members, "MemberRegistryKeyTaken")
        .withArgs(KEY_ID, AGENCY);
    }
  });

  for (const [what, rest, error, args] of [
    ["a keyId of another key", { keyId: KEY_ID }, "MemberRegistryKeyId", [KEY_ID, OTHER_KEY_ID]],
    ["an unknown suite", { suite: 4 }, "MemberRegistrySuite", [4]],
    ["suite 0", { suite: 0 }, "MemberRegistrySuite", [0]],
    ["an Ed25519 key of 33 bytes", { publicKey: `${PUBLIC_KEY}00` }, "MemberRegistryPublicKey", [1, 33]],
    ["a P-256 key of 32 bytes", { suite: 2 }, "MemberRegistryPublicKey", [2, 32]],
    ["custody 0", { custody: 0 }, "MemberRegistryCustody", [0]],
    ["custody 3", { custody: 3 }, "MemberRegistryCustody", [3]],
    ["no purpose", { purposes: 0 }, "MemberRegistryNoPurpose", [OTHER_KEY_ID]],
    ["no possession proof", { possession: "0x" }, "MemberRegistryNoPossession", [OTHER_KEY_ID]],
    ["an empty time", { notBefore: FOREVER }, "MemberRegistryWindow", [FOREVER, FOREVER]],
  ] as const) {
    it(`refuses ${what}`, async () => {
      const world = await loadFixture(founded);
      await expect(widen(world, callOf(world, "MemberRegistry", "registerKey", BANK, otherKey(rest))))
        .to.be.revertedWithCustomError(world.members, error)
        .withArgs(...args);
    });
  }

  it("retires a key at once, once", async () => {
    const world = await loadFixture(founded);
    const retire = callOf(world, "MemberRegistry", "retireKey", AGENCY, KEY_ID);
    const tx = await council(world, retire);
    const now = await time.latest();
    await expect(tx).to.emit(world.members, "KeyRetired").withArgs(AGENCY, KEY_ID);
    expect((await newest(world)).body).to.equal(memberBody(AGENCY, "key-retired", ["bytes32"], [KEY_ID]));
    expect((await world.members.key(AGENCY, KEY_ID)).notAfter).to.equal(BigInt(now));
    await expect(council(world, retire))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryKeyEnded")
      .withArgs(AGENCY, KEY_ID, now);
  });

  it("refuses to retire another member's key", async () => {
    const world = await loadFixture(founded);
    await expect(council(world, callOf(world, "MemberRegistry", "retireKey", BANK, KEY_ID)))
      .to.be.revertedWithCustomError(world.members, "MemberRegistryKeyUnknown")
      .withArgs(BANK, KEY_ID);
  });
});

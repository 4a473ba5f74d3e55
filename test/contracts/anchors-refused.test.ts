import { expect } from "chai";
import { type BaseWallet, Interface, id, toBeHex, ZeroHash } from "ethers";
import { loadFixture, time } from "./chain.ts";
import {
  AGENCY,
  anchorBatch,
  anchorNow,
  BANK,
  BANK_CHECKER,
  CHECKER,
  CHECKER_2,
  callOf,
  council,
  DAY,
  FOREVER,
  founded,
  HOUR,
  MAKER,
  MAKER_2,
  OTHER_TYPE,
  officerInput,
  STRANGER,
  signed,
  TYPE,
  type World,
  widen,
} from "./world.ts";

const ecdsa = new Interface([
  "error ECDSAInvalidSignature()",
  "error ECDSAInvalidSignatureLength(uint256 length)",
  "error ECDSAInvalidSignatureS(bytes32 s)",
]);

async function attempt(world: World, rest: object, ...officers: BaseWallet[]) {
  const anchor = await anchorNow(rest);
  const signatures = await signed(world, "Anchor", anchor, ...(officers.length > 0 ? officers : [MAKER, CHECKER]));
  return { anchor, sent: world.anchors.anchor(anchor, signatures) };
}

describe("AnchorRegistry refuses", () => {
  it("a batch before its notBefore", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    await time.setNextBlockTimestamp(now + 10);
    const { sent } = await attempt(world, { notBefore: now + 11 });
    await expect(sent)
      .to.be.revertedWithCustomError(world.anchors, "SignedTooEarly")
      .withArgs(now + 11, now + 10);
  });

  it("a batch after its deadline, and takes it in the deadline's second", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    await time.setNextBlockTimestamp(now + 61);
    const late = await attempt(world, { deadline: now + 60 });
    await expect(late.sent)
      .to.be.revertedWithCustomError(world.anchors, "SignedTooLate")
      .withArgs(now + 60, now + 61);
    await time.setNextBlockTimestamp(now + 70);
    await (await attempt(world, { deadline: now + 70 })).sent;
  });

  it("a signature that would hold for more than 24 hours", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    const { sent } = await attempt(world, { notBefore: now, deadline: now + DAY + 1 });
    await expect(sent)
      .to.be.revertedWithCustomError(world.anchors, "SignedWindow")
      .withArgs(now, now + DAY + 1);
    await (await attempt(world, { notBefore: now, deadline: now + DAY })).sent;
  });

  it("a deadline before notBefore", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    const { sent } = await attempt(world, { notBefore: now + 5, deadline: now + 4 });
    await expect(sent)
      .to.be.revertedWithCustomError(world.anchors, "SignedWindow")
      .withArgs(now + 5, now + 4);
  });

  for (const size of [0, 1, 8, 15, 17, 24, 1023, 2 ** 20 + 1, 2 ** 21, 2 ** 32 - 1]) {
    it(`a batch of ${size}`, async () => {
      const world = await loadFixture(founded);
      const { sent } = await attempt(world, { size });
      await expect(sent).to.be.revertedWithCustomError(world.anchors, "AnchorRegistrySize").withArgs(size);
    });
  }

  for (const hashSuite of [0, 3, 255]) {
    it(`hash suite ${hashSuite}`, async () => {
      const world = await loadFixture(founded);
      const { sent } = await attempt(world, { hashSuite });
      await expect(sent).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryHashSuite").withArgs(hashSuite);
    });
  }

  it("batchId 0 and typeId 0", async () => {
    const world = await loadFixture(founded);
    const noBatch = await attempt(world, { batchId: ZeroHash });
    await expect(noBatch.sent).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryBatchIdZero").withArgs();
    const noType = await attempt(world, { typeId: ZeroHash });
    await expect(noType.sent).to.be.revertedWithCustomError(world.anchors, "AnchorRegistryTypeIdZero").withArgs();
  });

  it("a batchId that is used, and names the record it was used for", async () => {
    const world = await loadFixture(founded);
    const { anchor } = await anchorBatch(world);
    const { sent } = await attempt(world, { root: id("another root") });
    await expect(sent)
      .to.be.revertedWithCustomError(world.anchors, "AnchorRegistryBatchUsed")
      .withArgs(AGENCY, anchor.batchId, await world.anchors.record(AGENCY, anchor.batchId));
  });

  it("a type that is not in the member's scope", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, { typeId: OTHER_TYPE });
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOutOfScope")
      .withArgs(AGENCY, OTHER_TYPE);
  });

  it("a member that nobody admitted", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, { memberId: id("nobody") });
    await expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryUnknown").withArgs(id("nobody"));
  });

  it("a frozen member", async () => {
    const world = await loadFixture(founded);
    await council(world, callOf(world, "MemberRegistry", "freeze", AGENCY));
    const { sent } = await attempt(world, {});
    await expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryFrozen").withArgs(AGENCY, FOREVER);
  });

  it("fewer signatures than the threshold", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, {}, MAKER);
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryTooFewSigners")
      .withArgs(AGENCY, 1, 2);
  });

  it("two makers without a checker, and two checkers without a maker", async () => {
    const world = await loadFixture(founded);
    const makers = await attempt(world, {}, MAKER, MAKER_2);
    await expect(makers.sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryRoleMissing")
      .withArgs(AGENCY, 2);
    const checkers = await attempt(world, {}, CHECKER, CHECKER_2);
    await expect(checkers.sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryRoleMissing")
      .withArgs(AGENCY, 1);
  });

  it("one officer twice", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, {}, MAKER, MAKER);
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistrySignerOrder")
      .withArgs(MAKER.address, MAKER.address);
  });

  it("signatures that are not in ascending order", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const signatures = (await signed(world, "Anchor", anchor, MAKER, CHECKER)).toReversed();
    const [low, high] = [MAKER.address, CHECKER.address].toSorted((a, b) => (BigInt(a) < BigInt(b) ? -1 : 1));
    await expect(world.anchors.anchor(anchor, signatures))
      .to.be.revertedWithCustomError(world.members, "MemberRegistrySignerOrder")
      .withArgs(high, low);
  });

  for (const [who, officer] of [
    ["a stranger's", STRANGER],
    ["another member's officer's", BANK_CHECKER],
  ] as const) {
    it(`${who} signature, also beside enough good ones`, async () => {
      const world = await loadFixture(founded);
      const { sent } = await attempt(world, {}, MAKER, CHECKER, officer);
      await expect(sent)
        .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
        .withArgs(AGENCY, officer.address);
    });
  }

  it("another member's anchor by one's own officers", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, { memberId: BANK });
    await expect(sent).to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid");
  });

  it("a signature with high s", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const [first, second] = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const highS = order - BigInt(`0x${first!.slice(66, 130)}`);
    const flipped = first!.endsWith("1b") ? "1c" : "1b";
    const malleated = first!.slice(0, 66) + toBeHex(highS, 32).slice(2) + flipped;
    await expect(world.anchors.anchor(anchor, [malleated, second!]))
      .to.be.revertedWithCustomError({ interface: ecdsa }, "ECDSAInvalidSignatureS")
      .withArgs(toBeHex(highS, 32));
  });

  it("a signature of 64 bytes", async () => {
    const world = await loadFixture(founded);
    const anchor = await anchorNow();
    const [first, second] = await signed(world, "Anchor", anchor, MAKER, CHECKER);
    await expect(world.anchors.anchor(anchor, [first!.slice(0, -2), second!]))
      .to.be.revertedWithCustomError({ interface: ecdsa }, "ECDSAInvalidSignatureLength")
      .withArgs(64);
  });

  it("an officer for a type beyond his limits", async () => {
    const world = await loadFixture(founded);
    const limits = [{ typeId: OTHER_TYPE, notBefore: 0, notAfter: FOREVER }];
    const limited = officerInput(STRANGER, 1, { limits });
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, limited));
    const { sent } = await attempt(world, { officerEpoch: 2 }, STRANGER, CHECKER);
    await expect(sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerLimited")
      .withArgs(AGENCY, STRANGER.address, TYPE);
  });

  it("an officer whose time has passed or not begun", async () => {
    const world = await loadFixture(founded);
    const begin = (await time.latest()) + 60 * HOUR;
    const term = { notBefore: begin, notAfter: begin + HOUR };
    await widen(world, callOf(world, "MemberRegistry", "addOfficer", AGENCY, officerInput(STRANGER, 1, term)));
    const early = await attempt(world, { officerEpoch: 2 }, STRANGER, CHECKER);
    const refusal = expect(early.sent).to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid");
    await refusal.withArgs(AGENCY, STRANGER.address);
    await time.increaseTo(begin);
    await (await attempt(world, { officerEpoch: 2 }, STRANGER, CHECKER)).sent;
    await time.setNextBlockTimestamp(begin + HOUR);
    const rest = { officerEpoch: 2, batchId: id("another") };
    const late = await attempt(world, rest, STRANGER, CHECKER);
    await expect(late.sent)
      .to.be.revertedWithCustomError(world.members, "MemberRegistryOfficerNotValid")
      .withArgs(AGENCY, STRANGER.address);
  });
});

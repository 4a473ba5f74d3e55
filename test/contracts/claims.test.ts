import { expect } from "chai";
import { type BaseWallet, concat, Interface, id, Wallet, ZeroAddress, ZeroHash } from "ethers";
import { loadFixture, lower, networkHelpers, time } from "./chain.ts";
import { setSlot } from "./layout.ts";
import { ABI, leafHash, newest, prefixOf } from "./records.ts";
import { CLAIM_KEY, claimNow, DAY, founded, foundWith, HOUR, STRANGER, signed, type World, worldOf } from "./world.ts";

const ecdsa = new Interface([
  "error ECDSAInvalidSignature()",
  "error ECDSAInvalidSignatureLength(uint256 length)",
  "error ECDSAInvalidSignatureS(bytes32 s)",
]);

async function attempt(world: World, rest: object = {}, key: BaseWallet = CLAIM_KEY) {
  const claim = await claimNow(rest);
  const [signature] = await signed(world, "Claim", claim, key);
  return { claim, signature: signature!, sent: world.claims.claim(claim, signature!) };
}

describe("ClaimRegistry", () => {
  it("takes the first claim of a nullifier, with the block's time, and says so", async () => {
    const world = await loadFixture(founded);
    const { claim, sent } = await attempt(world);
    const tx = await sent;
    const { index, kind, data, body } = await newest(world);
    expect(kind).to.equal("yinzheng/log/claim/v1");
    expect(body).to.equal(ABI.encode(["address", "bytes32"], [claim.nullifier, claim.commitment]));
    expect(data).to.equal(concat([await prefixOf(world, kind, tx.blockNumber!), body]));
    await expect(tx)
      .to.emit(world.claims, "CertificateClaimed")
      .withArgs(CLAIM_KEY.address, claim.commitment, index, leafHash(data));
    const { commitment, claimedAt } = await world.claims.claimOf(CLAIM_KEY.address);
    expect([commitment, Number(claimedAt)]).to.deep.equal([claim.commitment, await time.latest()]);
  });

  it("knows of no claim of another nullifier", async () => {
    const world = await loadFixture(founded);
    await (await attempt(world)).sent;
    const { commitment, claimedAt } = await world.claims.claimOf(STRANGER.address);
    expect([commitment, claimedAt]).to.deep.equal([ZeroHash, 0n]);
  });

  it("takes a claim from whoever sends it", async () => {
    const world = await loadFixture(founded);
    const claim = await claimNow();
    const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
    const nobody = new Wallet(STRANGER.signingKey, world.claims.runner!.provider);
    await networkHelpers.setBalance(STRANGER.address, 10n ** 18n);
    await expect(world.claims.connect(nobody).claim(claim, signature!)).to.emit(world.claims, "CertificateClaimed");
  });

  it("refuses a second claim, whoever makes it, the first one again too", async () => {
    const world = await loadFixture(founded);
    const first = await attempt(world);
    await first.sent;
    const again = world.claims.claim(first.claim, first.signature);
    const other = await attempt(world, { commitment: id("another commitment") });
    for (const sent of [again, other.sent]) {
      await expect(sent)
        .to.be.revertedWithCustomError(world.claims, "ClaimRegistryAlreadyClaimed")
        .withArgs(CLAIM_KEY.address);
    }
    expect((await world.claims.claimOf(CLAIM_KEY.address)).commitment).to.equal(first.claim.commitment);
  });

  it("refuses a commitment of zero, which would leave the slot free", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, { commitment: ZeroHash });
    await expect(sent).to.be.revertedWithCustomError(world.claims, "ClaimRegistryCommitmentZero").withArgs();
  });

  it("refuses what another key than the nullifier's signed", async () => {
    const world = await loadFixture(founded);
    const { sent } = await attempt(world, {}, STRANGER);
    await expect(sent)
      .to.be.revertedWithCustomError(world.claims, "ClaimRegistryNotSigned")
      .withArgs(CLAIM_KEY.address, STRANGER.address);
  });

  it("lets no relayer change anything: the claim key signed all of it", async () => {
    const world = await loadFixture(founded);
    const claim = await claimNow();
    const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
    for (const changed of [
      { commitment: id("the relayer's") },
      { nullifier: lower(STRANGER.address) },
      { notBefore: claim.notBefore - 1 },
      { deadline: claim.deadline + 1 },
    ]) {
      await expect(world.claims.claim({ ...claim, ...changed }, signature!)).to.be.revertedWithCustomError(
        world.claims,
        "ClaimRegistryNotSigned",
      );
    }
  });

  it("refuses a signature of another length, with a high s, or of no key", async () => {
    const world = await loadFixture(founded);
    const claim = await claimNow();
    const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
    const { r, s, v } = {
      r: signature!.slice(0, 66),
      s: BigInt(`0x${signature!.slice(66, 130)}`),
      v: signature!.slice(130),
    };
    const order = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;
    const high = concat([r, `0x${(order - s).toString(16).padStart(64, "0")}`, v === "1b" ? "0x1c" : "0x1b"]);
    const nobody = { ...claim, nullifier: ZeroAddress };
    for (const [order, bad, error] of [
      [claim, signature!.slice(0, -2), "ECDSAInvalidSignatureLength"],
      [claim, high, "ECDSAInvalidSignatureS"],
      [nobody, `0x${"00".repeat(64)}1b`, "ECDSAInvalidSignature"],
    ] as const) {
      await expect(world.claims.claim(order, bad)).to.be.revertedWithCustomError({ interface: ecdsa }, error);
    }
  });

  it("takes a claim from its notBefore to its deadline, for 24 hours at most", async () => {
    const world = await loadFixture(founded);
    const now = await time.latest();
    const at = now + 100;
    for (const [window, error, args] of [
      [{ notBefore: at + 1, deadline: at + HOUR }, "SignedTooEarly", [at + 1, at]],
      [{ notBefore: now, deadline: at - 1 }, "SignedTooLate", [at - 1, at]],
      [{ notBefore: now, deadline: now + DAY + 1 }, "SignedWindow", [now, now + DAY + 1]],
      [{ notBefore: at + 1, deadline: at }, "SignedWindow", [at + 1, at]],
    ] as const) {
      const claim = await claimNow(window);
      const [signature] = await signed(world, "Claim", claim, CLAIM_KEY);
      await time.setNextBlockTimestamp(at);
      await expect(world.claims.claim.staticCall(claim, signature!, { blockTag: "pending" }))
        .to.be.revertedWithCustomError(world.claims, error)
        .withArgs(...args);
    }
    await time.setNextBlockTimestamp(at);
    await (await attempt(world, { notBefore: at, deadline: at + DAY })).sent;
  });

  it("takes nothing signed for another installation", async () => {
    const world = await loadFixture(founded);
    const other = await worldOf(await foundWith(2));
    const claim = await claimNow();
    const [signature] = await signed(other, "Claim", claim, CLAIM_KEY);
    await expect(world.claims.claim(claim, signature!)).to.be.revertedWithCustomError(
      world.claims,
      "ClaimRegistryNotSigned",
    );
  });

  it("takes claims only while the Directory is open", async () => {
    const world = await loadFixture(founded);
    await setSlot(world, "directory", 0n, 0n);
    await expect((await attempt(world)).sent)
      .to.be.revertedWithCustomError(world.claims, "ClaimRegistryNotOpen")
      .withArgs();
    await setSlot(world, "directory", 0n, (5n << 40n) | 1n);
    await expect((await attempt(world)).sent).to.be.revertedWithCustomError(world.claims, "ClaimRegistryNotOpen");
  });

  it("is governed by nobody", async () => {
    const world = await loadFixture(founded);
    for (const name of ["authority", "setAuthority", "pause"]) {
      expect(world.claims.interface.getFunction(name as never)).to.equal(null);
    }
  });
});

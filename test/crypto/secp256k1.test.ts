import { secp256k1 } from "@noble/curves/secp256k1.js";
import { expect } from "chai";
import { SigningKey, Wallet } from "ethers";
import { concat, fromHex, toHex, uintBytes } from "../../src/crypto/encoding.ts";
import { addressOf, isSignedBy, publicKeyOf, recoverAddress, signDigest } from "../../src/crypto/secp256k1.ts";
import { flipped, sample } from "./sample.ts";

const N = secp256k1.Point.Fn.ORDER;

describe("secp256k1", () => {
  const secret = sample("officer");
  const digest = sample("digest");
  const signature = signDigest(secret, digest);

  it("signs as ethers does: r ‖ s ‖ v, deterministic, low s", () => {
    for (let i = 0; i < 20; i++) {
      const [key, message] = [sample(`key ${i}`), sample(`message ${i}`)];
      expect(toHex(signDigest(key, message))).to.equal(new SigningKey(key).sign(message).serialized);
    }
  });

  it("gives the address that ethers gives, in lower case, of a secret and of either form of its public key", () => {
    const address = new Wallet(toHex(secret)).address.toLowerCase();
    const full = publicKeyOf(secret);
    expect(full).to.have.length(65);
    expect(addressOf(secret)).to.equal(address);
    expect(addressOf(full)).to.equal(address);
    expect(addressOf(secp256k1.getPublicKey(secret, true))).to.equal(address);
  });

  it("recovers the signer, of either v", () => {
    const seen = new Set<number | undefined>();
    for (let i = 0; i < 20; i++) {
      const message = sample(`message ${i}`);
      const signed = signDigest(secret, message);
      seen.add(signed[64]);
      expect(recoverAddress(message, signed)).to.equal(addressOf(secret));
    }
    expect([...seen].sort()).to.deep.equal([27, 28]);
  });

  it("gives another address, or none, for any changed byte", () => {
    for (let i = 0; i < 65; i++) expect(recoverAddress(digest, flipped(signature, i))).to.not.equal(addressOf(secret));
    expect(recoverAddress(flipped(digest, 0), signature)).to.not.equal(addressOf(secret));
  });

  it("refuses the high-s twin, which recovers to the same address elsewhere", () => {
    const s = BigInt(toHex(signature.subarray(32, 64)));
    const v = signature[64] === 27 ? 28 : 27;
    const twin = concat(signature.subarray(0, 32), uintBytes(N - s, 32), Uint8Array.of(v));
    const viaNoble = new secp256k1.Signature(BigInt(toHex(signature.subarray(0, 32))), N - s, v - 27);
    expect(addressOf(viaNoble.recoverPublicKey(digest).toBytes(false))).to.equal(addressOf(secret));
    expect(recoverAddress(digest, twin)).to.equal(null);
  });

  it("refuses every v but 27 and 28", () => {
    for (let v = 0; v < 256; v++) {
      const recovered = recoverAddress(digest, concat(signature.subarray(0, 64), Uint8Array.of(v)));
      expect(recovered !== null).to.equal(v === 27 || v === 28);
    }
  });

  it("refuses r or s of 0 or n, other lengths, and an r that is no point", () => {
    const [r, s, v] = [signature.slice(0, 32), signature.slice(32, 64), signature.slice(64)];
    for (const bad of [uintBytes(0, 32), uintBytes(N, 32), new Uint8Array(32).fill(255)]) {
      expect(recoverAddress(digest, concat(bad, s, v))).to.equal(null);
      expect(recoverAddress(digest, concat(r, bad, v))).to.equal(null);
    }
    // x = 5 is on no point of the curve: 5³ + 7 is no square modulo p.
    expect(recoverAddress(digest, concat(uintBytes(5, 32), s, v))).to.equal(null);
    expect(recoverAddress(digest, concat(signature, Uint8Array.of(0)))).to.equal(null);
    for (const length of [0, 64, 66]) expect(recoverAddress(digest, sample("s", length))).to.equal(null);
  });

  it("tells for a known signer, as for a new one, just the signatures that recovery gives to it", () => {
    for (const name of ["one", "another"]) {
      const by = sample(`signer ${name}`);
      const address = addressOf(by);
      // New, known, and with a table of multiples: after each use, everything about it that can be wrong.
      for (let use = 0; use < 12; use++) {
        const message = sample(`message ${use}`);
        const right = signDigest(by, message);
        expect(isSignedBy(address, message, right)).to.equal(true);
        const s = BigInt(toHex(right.subarray(32, 64)));
        const twin = concat(right.subarray(0, 32), uintBytes(N - s, 32), Uint8Array.of(right[64] === 27 ? 28 : 27));
        const flips = [0, 31, 32, 63, 64].map((at) => flipped(right, at));
        const v = concat(right.subarray(0, 64), Uint8Array.of(right[64] === 27 ? 28 : 27));
        const r = concat(uintBytes(5, 32), right.subarray(32));
        for (const bad of [twin, v, r, ...flips, signature, right.subarray(0, 64), concat(right, Uint8Array.of(0))]) {
          expect(recoverAddress(message, bad)).to.not.equal(address);
          expect(isSignedBy(address, message, bad)).to.equal(false);
        }
        expect(isSignedBy(address, flipped(message, 7), right)).to.equal(false);
        expect(isSignedBy(addressOf(secret), message, right)).to.equal(false);
      }
    }
  });

  it("throws for digests, secrets and keys that cannot be", () => {
    for (const length of [0, 31, 33]) {
      expect(() => recoverAddress(sample("d", length), signature)).to.throw("internal");
      expect(() => signDigest(secret, sample("d", length))).to.throw("internal");
      expect(() => signDigest(sample("s", length), digest)).to.throw("internal");
    }
    for (const bad of [uintBytes(0, 32), uintBytes(N, 32)]) {
      expect(() => signDigest(bad, digest)).to.throw("internal");
      expect(() => publicKeyOf(bad)).to.throw("internal");
      expect(() => addressOf(bad)).to.throw("internal");
    }
    for (const bad of [sample("k", 64), sample("k", 20), concat(Uint8Array.of(2), uintBytes(5, 32)), fromHex("0x")]) {
      expect(() => addressOf(bad)).to.throw("internal");
    }
  });
});

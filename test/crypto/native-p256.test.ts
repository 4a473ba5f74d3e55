import { createPublicKey } from "node:crypto";
import { p256 } from "@noble/curves/nist.js";
import { expect } from "chai";
import { concat, fromHex, toHex, uintBytes, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import * as noble from "../../src/crypto/native/noble.ts";
import * as node from "../../src/crypto/native/node.ts";
import { p256Sign } from "../../src/crypto/p256.ts";
import { flipped, sample } from "./sample.ts";

const { Fn, Fp } = p256.Point;
const N = Fn.ORDER;
const P = Fp.ORDER;

/** What both engines say; fails when they differ. */
function verdict(publicKey: Uint8Array, message: Uint8Array, signature: Uint8Array): boolean {
  const [first, second] = [node, noble].map((engine) => engine.p256Verify(publicKey, message, signature));
  expect(first, "node and noble agree").to.equal(second);
  return first === true;
}

const signatureOf = (r: bigint, s: bigint): Uint8Array => concat(uintBytes(r, 32), uintBytes(s, 32));

describe("native P-256", () => {
  const secret = sample("secret");
  const publicKey = node.p256PublicKey(secret);
  const message = utf8("edge");
  const signature = p256Sign(secret, message);
  const [r, s] = [BigInt(toHex(signature.subarray(0, 32))), BigInt(toHex(signature.subarray(32)))];

  // RFC 6979 A.2.5, P-256 with SHA-256
  const RFC_SECRET = fromHex("0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
  it("gives the public key of RFC 6979 A.2.5 from both engines", () => {
    for (const engine of [node, noble]) {
      expect(toHex(engine.p256PublicKey(RFC_SECRET))).to.equal(
        "0x0360fed4ba255a9d31c961eb74c6356d68c049b8923b61fa6ce669622e60f29fb6",
      );
    }
  });

  for (const [text, expected] of [
    [
      "sample",
      "0xefd48b2aacb6a8fd1140dd9cd45e81d69d2c877b56aaf991c34d0ea84eaf3716f7cb1c942d657c41d436c7a1b6e29f65f3e900dbb9aff4064dc4ab2f843acda8",
    ],
    [
      "test",
      "0xf1abb023518351cd71d881567b1ea663ed3efcf6c5132b354f28d3b0b7d38367019f4113742a2b14bd25926b49c649155f267e60d3814b4c0cc84250e46f0083",
    ],
  ] as const) {
    it(`signs "${text}" as RFC 6979 A.2.5 does, and both engines verify it`, () => {
      expect(toHex(p256Sign(RFC_SECRET, utf8(text)))).to.equal(expected);
      expect(verdict(node.p256PublicKey(RFC_SECRET), utf8(text), fromHex(expected))).to.equal(true);
    });
  }

  it("signs as noble does, for many keys and messages", () => {
    for (let i = 0; i < 30; i++) {
      const [key, text] = [sample(`key ${i}`), sample(`message ${i}`, i)];
      expect(p256Sign(key, text)).to.deep.equal(p256.sign(text, key, { lowS: false, prehash: true }));
      expect(node.p256PublicKey(key)).to.deep.equal(noble.p256PublicKey(key));
    }
  });

  it("refuses any changed byte of signature, message and key", () => {
    expect(verdict(publicKey, message, signature)).to.equal(true);
    for (let i = 0; i < 64; i++) expect(verdict(publicKey, message, flipped(signature, i))).to.equal(false);
    for (let i = 0; i < message.length; i++) expect(verdict(publicKey, flipped(message, i), signature)).to.equal(false);
    for (let i = 0; i < 33; i++) expect(verdict(flipped(publicKey, i), message, signature)).to.equal(false);
  });

  it("takes the twin with n − s, as the suite's specification does: there is no rule of a low s", () => {
    expect(verdict(publicKey, message, signatureOf(r, N - s))).to.equal(true);
  });

  it("refuses r and s outside 1…n−1, even where they would be right modulo n", () => {
    for (const bad of [0n, N, N + 1n, P, 2n ** 256n - 1n]) {
      expect(verdict(publicKey, message, signatureOf(bad, s))).to.equal(false);
      expect(verdict(publicKey, message, signatureOf(r, bad))).to.equal(false);
    }
    const x = Fn.create(p256.Point.BASE.multiply(5n).toAffine().x);
    const e = BigInt(toHex(sha256(message)));
    // s = 7 has a second writing in 32 bytes, 7 + n. The key for which it is right: d = (7k − e)/r with k = 5.
    const d = Fn.mul(Fn.create(35n - e), Fn.inv(x));
    const key = node.p256PublicKey(uintBytes(d, 32));
    expect(verdict(key, message, signatureOf(x, 7n))).to.equal(true);
    expect(verdict(key, message, signatureOf(x, 7n + N))).to.equal(false);
  });

  it("refuses a signature whose sum is the point at infinity", () => {
    const e = BigInt(toHex(sha256(message)));
    const d = BigInt(toHex(secret));
    expect(verdict(publicKey, message, signatureOf(Fn.mul(Fn.create(-e), Fn.inv(d)), 12345n))).to.equal(false);
  });

  it("refuses keys in any other writing of the same point, off the curve or with x ≥ p", () => {
    const point = p256.Point.fromBytes(publicKey);
    const full = point.toBytes(false);
    const hybrid = concat(Uint8Array.of(6 + (publicKey[0]! % 2)), full.subarray(1));
    for (const key of [full, hybrid, publicKey.subarray(1), concat(publicKey, Uint8Array.of(0)), new Uint8Array(1)])
      expect(verdict(key, message, signature)).to.equal(false);
    for (let head = 0; head < 256; head++) {
      const key = concat(Uint8Array.of(head), publicKey.subarray(1));
      expect(verdict(key, message, signature)).to.equal(head === publicKey[0]);
    }
    // x = 5 is on the curve, and p + 5 is a second writing of it; x = 1 is on no point.
    for (const [x, exists] of [
      [5n, true],
      [5n + P, false],
      [1n, false],
    ] as const) {
      const key = concat(Uint8Array.of(2), uintBytes(x, 32));
      const der = Buffer.concat([Buffer.from("3039301306072a8648ce3d020106082a8648ce3d030107032200", "hex"), key]);
      for (const decode of [
        () => p256.Point.fromBytes(key),
        () => createPublicKey({ key: der, format: "der", type: "spki" }),
      ]) {
        if (exists) expect(decode).to.not.throw();
        else expect(decode).to.throw();
      }
      expect(verdict(key, message, signature)).to.equal(false);
    }
  });

  it("agrees on keys and signatures of random bytes, of any length", () => {
    for (let i = 0; i < 100; i++) {
      const key = concat(Uint8Array.of(2 + (i % 2)), sample(`key ${i}`));
      expect(verdict(key, message, sample(`signature ${i}`, 64))).to.equal(false);
      expect(verdict(sample(`key ${i}`, i), message, sample(`signature ${i}`, i))).to.equal(false);
    }
  });

  it("throws for secrets that are not 32 bytes in 1…n−1", () => {
    for (const bad of [uintBytes(0, 32), uintBytes(N, 32), sample("s", 31), sample("s", 33), new Uint8Array()]) {
      for (const engine of [node, noble]) expect(() => engine.p256PublicKey(bad)).to.throw("internal");
      expect(() => p256Sign(bad, message)).to.throw("internal");
    }
  });
});

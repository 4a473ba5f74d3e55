import { expect } from "chai";
import { concat, fromHex, toHex, uintBytes, utf8 } from "../../src/crypto/encoding.ts";
import { sm3 } from "../../src/crypto/hash.ts";
import { sm2PublicKey, sm2Sign, sm2SignDigest, sm2Verify } from "../../src/crypto/sm2.ts";
import { Sm2Point, sm2UserHash } from "../../src/crypto/sm2-curve.ts";
import { sm2KeyOf } from "../../src/crypto/sm2-keys.ts";
import { sample } from "./sample.ts";

const { Fn, Fp, BASE } = Sm2Point;
const N = Fn.ORDER;

const signatureOf = (r: bigint, s: bigint): Uint8Array => concat(uintBytes(r, 32), uintBytes(s, 32));
const halves = (signature: Uint8Array): [bigint, bigint] => [
  BigInt(toHex(signature.subarray(0, 32))),
  BigInt(toHex(signature.subarray(32))),
];

// GB/T 32918.5-2017, annex A (GM/T 0003.5-2012, annex A), every intermediate value in order.
describe("SM2: the standard's example", () => {
  const secret = fromHex("0x3945208f7b2144b13f36e38ac6d39f95889393692860b51a42fb81ef4df7c5b8");
  const message = utf8("message digest");
  const k = 0x59276e27d506861a16680f3ad9c02dccef3cc1fa3cdbe4ce6d54b80deac1bc21n;
  const signature =
    "0xf5a03b0648d2c4630eeac513e1bb81a15944da3827d5b74143ac7eaceee720b3b1b6aa29df212fd8763182bc0d421ca1bb9038fd1f7f42d4840b69c485bbc1aa";
  const publicKey = sm2PublicKey(secret);
  const point = Sm2Point.fromBytes(publicKey);

  it("step 1: the public key", () => {
    expect(toHex(point.toBytes(false))).to.equal(
      "0x0409f9df311e5421a150dd7d161e4bc5c672179fad1833fc076bb08ff356f35020ccea490ce26775a52dc6ea718cc1aa600aed05fbf35e084a6632f6072da9ad13",
    );
  });

  const za = sm2UserHash(point);
  it("step 2: Z_A, with the ID 1234567812345678", () => {
    expect(toHex(za)).to.equal("0xb2e14c5c79c6df5b85f4fe7ed8db7a262b9da7e07ccb0ea9f4747b8ccda8a4f3");
  });

  it("step 3: e = SM3(Z_A ‖ M)", () => {
    expect(toHex(sm3(za, message))).to.equal("0xf0b43e94ba45accaace692ed534382eb17e6ab5a19ce7b31f4486fdfc0d28640");
  });

  it("step 4: (x1, y1) = [k]G", () => {
    expect(toHex(BASE.multiply(k).toBytes(false))).to.equal(
      "0x0404ebfc718e8d1798620432268e77feb6415e2ede0e073c0f4f640ecd2e149a73e858f9d81e5430a57b36daab8f950a3c64e6ee6a63094d99283aff767e124df0",
    );
  });

  it("step 5: r ‖ s for this k, which verifies", () => {
    expect(toHex(sm2Sign(secret, message, [k]))).to.equal(signature);
    expect(sm2Verify(publicKey, message, fromHex(signature))).to.equal(true);
  });
});

describe("SM2", () => {
  const secret = sample("secret");
  const publicKey = sm2PublicKey(secret);
  const d = BigInt(toHex(secret));
  const message = utf8("edge");
  const signature = sm2Sign(secret, message);
  const [r, s] = halves(signature);

  it("signs the same bytes every time without a k, other bytes with another, and verifies them all", () => {
    expect(sm2Sign(secret, message)).to.deep.equal(signature);
    for (const k of [1n, 2n, N - 1n]) {
      const other = sm2Sign(secret, message, [k]);
      expect(other).to.not.deep.equal(signature);
      expect(sm2Verify(publicKey, message, other)).to.equal(true);
    }
  });

  it("tries the next k where r is 0, r + k is n or s is 0: GB/T 32918.2 §6.1, steps A5 and A6", () => {
    const k = 77n;
    const { x } = BASE.multiply(k).toAffine();
    for (const e of [Fn.create(-x), Fn.create(-k - x), Fn.create(Fn.mul(k, Fn.inv(d)) - x)]) {
      expect(() => sm2SignDigest(d, e, [k])).to.throw("internal");
      expect(sm2SignDigest(d, e, [k, 78n])).to.deep.equal(sm2SignDigest(d, e, [78n]));
    }
  });

  it("refuses r and s outside 1…n−1, even where they would be right modulo n, and r + s = n", () => {
    expect(sm2Verify(publicKey, message, signature)).to.equal(true);
    for (const bad of [0n, N, N + 1n, 2n ** 256n - 1n]) {
      expect(sm2Verify(publicKey, message, signatureOf(bad, s))).to.equal(false);
      expect(sm2Verify(publicKey, message, signatureOf(r, bad))).to.equal(false);
    }
    expect(sm2Verify(publicKey, message, signatureOf(r, N - r))).to.equal(false);
    expect(sm2Verify(publicKey, message, signatureOf(r, N - s))).to.equal(false);
  });

  it("refuses s + n, the second writing of a small s", () => {
    // With k = 5 and s = 3: r follows from e, and d from k = s + (r + s)d. As e depends on d, the digest is given.
    const [k, small] = [5n, 3n];
    const chosen = Fn.create(1234n + BASE.multiply(k).toAffine().x);
    const key = Fn.mul(Fn.create(k - small), Fn.inv(chosen + small));
    expect(halves(sm2SignDigest(key, 1234n, [k]))).to.deep.equal([chosen, small]);
    const written = signatureOf(chosen, small + N);
    expect(sm2Verify(sm2PublicKey(uintBytes(key, 32)), message, written)).to.equal(false);
  });

  it("refuses a signature whose sum is the point at infinity", () => {
    // s + (r + s)d = 0: for a chosen r, s = −rd/(1 + d).
    const infinite = Fn.mul(Fn.create(-r * d), Fn.inv(d + 1n));
    expect(sm2KeyOf(publicKey)?.combine(infinite, Fn.create(r + infinite))).to.equal(null);
    expect(sm2Verify(publicKey, message, signatureOf(r, infinite))).to.equal(false);
  });

  it("refuses keys in any other writing, off the curve or with x ≥ p", () => {
    const full = Sm2Point.fromBytes(publicKey).toBytes(false);
    for (const key of [full, publicKey.subarray(1), concat(publicKey, Uint8Array.of(0)), new Uint8Array(1)])
      expect(sm2Verify(key, message, signature)).to.equal(false);
    for (let head = 0; head < 256; head++) {
      const key = concat(Uint8Array.of(head), publicKey.subarray(1));
      expect(sm2KeyOf(key) !== null).to.equal(head === 2 || head === 3);
      expect(sm2Verify(key, message, signature)).to.equal(head === publicKey[0]);
    }
    const xs = Array.from({ length: 20 }, (_, x) => concat(Uint8Array.of(2), uintBytes(x, 32)));
    expect(xs.filter((key) => sm2KeyOf(key) !== null).length).to.be.within(1, 19);
    for (let x = 0n; x < 20n; x++)
      expect(sm2KeyOf(concat(Uint8Array.of(2), uintBytes(x + Fp.ORDER, 32)))).to.equal(null);
  });

  it("throws for secrets outside 1…n−2, and signs with the first and the last of them", () => {
    for (const bad of [0n, N - 1n, N, 2n ** 256n - 1n]) {
      expect(() => sm2PublicKey(uintBytes(bad, 32))).to.throw("internal");
      expect(() => sm2Sign(uintBytes(bad, 32), message)).to.throw("internal");
    }
    for (const last of [1n, N - 2n]) {
      const key = uintBytes(last, 32);
      expect(sm2Verify(sm2PublicKey(key), message, sm2Sign(key, message))).to.equal(true);
    }
  });

  it("gives no signature that does not verify: one made with a k outside 1…n−1 throws", () => {
    for (const k of [0n, N]) expect(() => sm2Sign(secret, message, [k])).to.throw();
  });
});

import { createHmac } from "node:crypto";
import { expect } from "chai";
import { fromHex, uintBytes, utf8 } from "../../src/crypto/encoding.ts";
import { sha256, sm3 } from "../../src/crypto/hash.ts";
import { hmac, nonces } from "../../src/crypto/rfc6979.ts";
import { sample } from "./sample.ts";

const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;

function first(count: number, ks: Iterable<bigint>): bigint[] {
  const list: bigint[] = [];
  for (const k of ks) if (list.push(k) === count) break;
  return list;
}

describe("HMAC", () => {
  it("is Node's, with SHA-256 and SM3, for every length of key and message around a block", () => {
    for (const [name, h] of Object.entries({ sha256, sm3 })) {
      for (const length of [0, 1, 31, 32, 63, 64]) {
        const [key, a, b] = [sample("key", length), sample("a", length), sample("b", 70)];
        const expected = createHmac(name, key).update(a).update(b).digest();
        expect(hmac(h, key, a, b)).to.deep.equal(new Uint8Array(expected));
      }
    }
  });

  it("refuses longer keys, which HMAC would hash", () => {
    expect(() => hmac(sm3, sample("key", 65))).to.throw("internal");
  });
});

describe("RFC 6979", () => {
  // RFC 6979 A.2.5, P-256 with SHA-256
  const secret = fromHex("0xc9afa9d845ba75166b5c215767b1d6934e50c3db36e89b127b8a622b120f6721");
  for (const [message, k] of [
    ["sample", 0xa6e3c57dd01abe90086538398355dd4c3b17aa873382b0f24d6129493d8aad60n],
    ["test", 0xd16b6ae827f17175e040871a1c7ec3500192c4c92677336ec2537acaee0008e0n],
  ] as const) {
    it(`gives the RFC's k for the message "${message}"`, () => {
      expect(first(1, nonces(sha256, P256_ORDER, secret, sha256(utf8(message))))).to.deep.equal([k]);
    });
  }

  it("gives other values to another secret, digest, hash and at every next step, the same in every run", () => {
    const [a, b] = [sample("a"), sample("b")];
    const runs = [nonces(sm3, P256_ORDER, a, b), nonces(sm3, P256_ORDER, b, a), nonces(sha256, P256_ORDER, a, b)];
    expect(new Set(runs.flatMap((ks) => first(5, ks))).size).to.equal(15);
    expect(first(5, nonces(sm3, P256_ORDER, a, b))).to.deep.equal(first(5, nonces(sm3, P256_ORDER, a, b)));
  });

  it("passes over values that are not in 1…order−1, and takes the digest modulo the order", () => {
    const order = 2n ** 255n + 95n;
    const ks = first(40, nonces(sha256, order, sample("s"), sample("d")));
    for (const k of ks) expect(k > 0n && k < order).to.equal(true);
    const [low, high] = [uintBytes(7, 32), uintBytes(order + 7n, 32)];
    expect(first(2, nonces(sm3, order, sample("s"), low))).to.deep.equal(
      first(2, nonces(sm3, order, sample("s"), high)),
    );
  });

  it("refuses orders and lengths that are not of 256 bits", () => {
    for (const order of [2n ** 255n - 1n, 2n ** 256n])
      expect(() => first(1, nonces(sm3, order, sample("s"), sample("d")))).to.throw("internal");
    for (const length of [31, 33]) {
      expect(() => first(1, nonces(sm3, P256_ORDER, sample("s", length), sample("d")))).to.throw("internal");
      expect(() => first(1, nonces(sm3, P256_ORDER, sample("s"), sample("d", length)))).to.throw("internal");
    }
  });
});

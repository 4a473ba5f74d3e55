import { expect } from "chai";
import { sm2PublicKey } from "../../src/crypto/sm2.ts";
import { Sm2Point, sm2UserHash } from "../../src/crypto/sm2-curve.ts";
import { sm2Keys } from "../../src/crypto/sm2-keys.ts";
import { flipped, sample } from "./sample.ts";

const { BASE } = Sm2Point;
const N = Sm2Point.Fn.ORDER;

describe("SM2 keys", () => {
  const [publicKey, other] = [sm2PublicKey(sample("a")), sm2PublicKey(sample("b"))];
  const [s, t] = [3n ** 150n % N, 7n ** 90n % N];
  const expected = (key: Uint8Array): bigint => BASE.multiply(s).add(Sm2Point.fromBytes(key).multiply(t)).toAffine().x;

  it("give the same sum without a table, with one, after it has left for another and when it comes back", () => {
    const keyOf = sm2Keys({ keys: 2, tables: 1, usesBeforeTable: 2 });
    for (let round = 0; round < 3; round++) {
      for (const key of [publicKey, other])
        for (let use = 0; use < 4; use++) expect(keyOf(key)?.combine(s, t)?.x).to.equal(expected(key));
    }
  }).timeout(10_000);

  it("take every scalar with a table and without: 0, 1, n − 1", () => {
    const keyOf = sm2Keys({ keys: 1, tables: 1, usesBeforeTable: 4 });
    for (let round = 0; round < 2; round++) {
      expect(keyOf(publicKey)?.combine(0n, 0n)).to.equal(null);
      expect(keyOf(publicKey)?.combine(1n, 0n)?.x).to.equal(BASE.toAffine().x);
      for (const one of [1n, N - 1n])
        expect(keyOf(publicKey)?.combine(0n, one)?.x).to.equal(Sm2Point.fromBytes(publicKey).toAffine().x);
    }
  });

  it("stay right when more keys come than are remembered", () => {
    const keyOf = sm2Keys({ keys: 3, tables: 1, usesBeforeTable: 100 });
    const keys = Array.from({ length: 10 }, (_, i) => sm2PublicKey(sample(`key ${i}`)));
    for (const key of [...keys, ...keys])
      expect(keyOf(key)?.userHash).to.deep.equal(sm2UserHash(Sm2Point.fromBytes(key)));
    expect(keyOf(flipped(publicKey, 0, 2))).to.equal(null);
    expect(keyOf(flipped(publicKey, 0, 2))).to.equal(null);
  });
});

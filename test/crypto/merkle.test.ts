import { expect } from "chai";
import { concat, fromHex, toHex } from "../../src/crypto/encoding.ts";
import { type HashFunction, sha256, sm3 } from "../../src/crypto/hash.ts";
import {
  consistencyPath,
  inclusionPath,
  leafHash,
  nodeHash,
  rootFromPath,
  rootOf,
  verifyConsistency,
  verifyInclusion,
} from "../../src/crypto/merkle.ts";
import { flipped, sample, sampleLeaves } from "./sample.ts";

const SIZES = [1, 2, 3, 4, 5, 6, 7, 8, 9, 15, 16, 17, 31, 33];

/** MTH of RFC 9162 §2.1.1, word for word. */
function definition(h: HashFunction, leaves: Uint8Array[]): Uint8Array {
  const [first] = leaves;
  if (first === undefined) return h();
  if (leaves.length === 1) return first;
  let k = 1;
  while (k * 2 < leaves.length) k *= 2;
  return nodeHash(h, definition(h, leaves.slice(0, k)), definition(h, leaves.slice(k)));
}

describe("merkle: the worked example of RFC 9162 §2.1.5", () => {
  // The tree of seven leaves d0…d6; letters as in the RFC's figure.
  const [a, b, c, d, e, f, j] = sampleLeaves(7) as [
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
    Uint8Array,
  ];
  const node = (left: Uint8Array, right: Uint8Array): Uint8Array => nodeHash(sha256, left, right);
  const [g, h, i] = [node(a, b), node(c, d), node(e, f)];
  const [k, l] = [node(g, h), node(i, j)];
  const leaves = [a, b, c, d, e, f, j];

  it("has hash = node(k, l)", () => expect(rootOf(sha256, leaves)).to.deep.equal(node(k, l)));

  it("has the inclusion paths of d0, d3, d4 and d6", () => {
    expect(inclusionPath(sha256, leaves, 0)).to.deep.equal([b, h, l]);
    expect(inclusionPath(sha256, leaves, 3)).to.deep.equal([c, g, l]);
    expect(inclusionPath(sha256, leaves, 4)).to.deep.equal([f, j, k]);
    expect(inclusionPath(sha256, leaves, 6)).to.deep.equal([i, k]);
  });

  it("has the consistency paths of hash0 (3 leaves), hash1 (4) and hash2 (6)", () => {
    expect(consistencyPath(sha256, leaves, 3)).to.deep.equal([c, d, g, l]);
    expect(consistencyPath(sha256, leaves, 4)).to.deep.equal([l]);
    expect(consistencyPath(sha256, leaves, 6)).to.deep.equal([i, j, k]);
  });
});

describe("merkle", () => {
  // Roots published with the reference implementation of RFC 6962: transparency-dev/merkle testonly/constants.go
  it("gives the reference roots of eight leaves and of none", () => {
    const inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"];
    const leaves = inputs.map((hex) => leafHash(sha256, fromHex(`0x${hex}`)));
    expect(toHex(rootOf(sha256, []))).to.equal("0xe3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    expect(toHex(rootOf(sha256, leaves.slice(0, 1)))).to.equal(
      "0x6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
    );
    expect(toHex(rootOf(sha256, leaves))).to.equal(
      "0x5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
    );
  });

  it("tells leaves from nodes by their first byte", () => {
    const [left, right] = [sample("left"), sample("right")];
    expect(leafHash(sm3, left)).to.deep.equal(sm3(Uint8Array.of(0), left));
    expect(nodeHash(sm3, left, right)).to.deep.equal(sm3(Uint8Array.of(1), left, right));
    expect(leafHash(sha256, concat(left, right))).to.not.deep.equal(nodeHash(sha256, left, right));
  });

  for (const [name, h] of [
    ["sha256", sha256],
    ["sm3", sm3],
  ] as const) {
    it(`has the root of the definition and a path from every leaf to it (${name})`, () => {
      for (const size of SIZES) {
        const leaves = sampleLeaves(size);
        const root = rootOf(h, leaves);
        expect(root).to.deep.equal(definition(h, leaves));
        leaves.forEach((leaf, index) => {
          const path = inclusionPath(h, leaves, index);
          expect(rootFromPath(h, { index, size, leaf, path })).to.deep.equal(root);
          expect(verifyInclusion(h, { index, size, leaf, path }, root)).to.equal(true);
        });
      }
    });

    it(`proves every earlier tree to be the beginning of a later one (${name})`, () => {
      for (const size2 of SIZES) {
        const leaves = sampleLeaves(size2);
        const root2 = rootOf(h, leaves);
        for (let size1 = 1; size1 <= size2; size1++) {
          const root1 = rootOf(h, leaves.slice(0, size1));
          const path = consistencyPath(h, leaves, size1);
          expect(verifyConsistency(h, { size1, size2, root1, root2, path }), `${size1} in ${size2}`).to.equal(true);
        }
      }
    });
  }

  it("accepts a path for one index only and refuses any changed hash, length or order", () => {
    for (const size of [2, 5, 7, 8]) {
      const leaves = sampleLeaves(size);
      const root = rootOf(sha256, leaves);
      leaves.forEach((leaf, index) => {
        const path = inclusionPath(sha256, leaves, index);
        const holds = (change: object): boolean =>
          verifyInclusion(sha256, { index, size, leaf, path, ...change }, root);
        for (let other = 0; other < size; other++) expect(holds({ index: other })).to.equal(other === index);
        path.forEach((hash, i) => {
          expect(holds({ path: path.with(i, flipped(hash, 31)) })).to.equal(false);
          expect(holds({ path: path.with(i, hash.subarray(1)) })).to.equal(false);
          expect(holds({ path: path.toSpliced(i, 1) })).to.equal(false);
          expect(holds({ path: path.toSpliced(i, 0, hash) })).to.equal(false);
        });
        expect(holds({ leaf: flipped(leaf, 0) })).to.equal(false);
        expect(holds({ leaf: root, path: [], size: 1, index: 0 })).to.equal(true);
        expect(holds({ path: [...path, root] })).to.equal(false);
      });
    }
  });

  it("refuses indices and sizes that are no whole numbers below 2^53", () => {
    const leaf = sample("only");
    const path: Uint8Array[] = [];
    for (const [index, size] of [
      [0, 0],
      [1, 1],
      [-1, 1],
      [0.5, 1],
      [2 ** 64, 2 ** 65],
      [0, 2 ** 53],
      [Number.NaN, 1],
      [0, Number.POSITIVE_INFINITY],
    ] as const) {
      expect(rootFromPath(sha256, { index, size, leaf, path }), `${index} of ${size}`).to.equal(null);
    }
    const whole = { size1: 1, size2: 1, root1: leaf, root2: leaf, path };
    expect(verifyConsistency(sha256, whole)).to.equal(true);
    for (const sizes of [
      { size1: 0 },
      { size1: 2 },
      { size1: 0.5 },
      { size1: 2 ** 64, size2: 2 ** 64 },
      { size2: 0 },
    ]) {
      expect(verifyConsistency(sha256, { ...whole, ...sizes })).to.equal(false);
    }
  });

  it("reaches leaves whose index is beyond 32 bits", () => {
    const size = 2 ** 53 - 1;
    const index = 2 ** 52 + 1;
    const leaf = sample("far");
    // 53 levels; the last node of each level has no sibling where the size is odd at that level: never for all ones but the last
    const path = Array.from({ length: 53 }, (_, i) => sample(`sibling ${i}`));
    expect(rootFromPath(sha256, { index, size, leaf, path })).to.have.length(32);
    expect(rootFromPath(sha256, { index, size, leaf, path: path.slice(1) })).to.equal(null);
  });

  it("refuses a consistency proof with any changed hash, root or length", () => {
    const leaves = sampleLeaves(13);
    const [size1, size2] = [6, 13];
    const [root1, root2] = [rootOf(sha256, leaves.slice(0, 6)), rootOf(sha256, leaves)];
    const path = consistencyPath(sha256, leaves, size1);
    const holds = (change: object): boolean =>
      verifyConsistency(sha256, { size1, size2, root1, root2, path, ...change });
    expect(holds({})).to.equal(true);
    path.forEach((hash, i) => {
      expect(holds({ path: path.with(i, flipped(hash, 9)) })).to.equal(false);
      expect(holds({ path: path.toSpliced(i, 1) })).to.equal(false);
      expect(holds({ path: path.toSpliced(i, 0, hash) })).to.equal(false);
    });
    expect(holds({ root1: root2 })).to.equal(false);
    expect(holds({ root2: root1 })).to.equal(false);
    for (let other = 1; other <= 13; other++) expect(holds({ size1: other })).to.equal(other === size1);
  });

  it("refuses hashes of other lengths, which could shift bytes from one side of a node to the other", () => {
    const [left, right] = [sample("left", 31), sample("right", 33)];
    const root2 = nodeHash(sha256, left, right);
    expect(rootFromPath(sha256, { index: 0, size: 2, leaf: sample("leaf"), path: [right] })).to.equal(null);
    expect(rootFromPath(sha256, { index: 0, size: 2, leaf: left, path: [sample("sibling")] })).to.equal(null);
    expect(verifyConsistency(sha256, { size1: 1, size2: 2, root1: left, root2, path: [right] })).to.equal(false);
    const root1 = sample("root");
    const odd = nodeHash(sha256, root1, right);
    expect(verifyConsistency(sha256, { size1: 1, size2: 2, root1, root2: odd, path: [right] })).to.equal(false);
  });

  it("needs an empty path and equal roots for equal sizes, and a path for different ones", () => {
    const [root1, root2] = [sample("one"), sample("two")];
    const claim = { size1: 4, size2: 4, root1, root2: root1, path: [] };
    expect(verifyConsistency(sha256, claim)).to.equal(true);
    expect(verifyConsistency(sha256, { ...claim, root2 })).to.equal(false);
    expect(verifyConsistency(sha256, { ...claim, path: [root1] })).to.equal(false);
    for (const size1 of [1, 2, 3]) expect(verifyConsistency(sha256, { ...claim, size1 })).to.equal(false);
    for (const size of [0, -1, 0.5, 2 ** 53]) {
      expect(verifyConsistency(sha256, { ...claim, size1: size, size2: size }), String(size)).to.equal(false);
    }
  });

  it("throws when asked to prove what is not there", () => {
    const leaves = sampleLeaves(3);
    for (const index of [-1, 3, 0.5]) expect(() => inclusionPath(sha256, leaves, index)).to.throw("internal");
    for (const size of [0, 4, 1.5]) expect(() => consistencyPath(sha256, leaves, size)).to.throw("internal");
  });
});

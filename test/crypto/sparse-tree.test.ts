import { expect } from "chai";
import { sha256, sm3 } from "../../src/crypto/hash.ts";
import { inclusionPath, rootOf, verifyInclusion } from "../../src/crypto/merkle.ts";
import { sparseTree } from "../../src/crypto/sparse-tree.ts";
import { counting, sample } from "./sample.ts";

const VOID = sample("void");

function filledAt(...places: number[]): Map<number, Uint8Array> {
  return new Map(places.map((place) => [place, sample(`filled ${place}`)]));
}

describe("sparse tree", () => {
  it("is the plain tree of filled and void leaves, root and every path", () => {
    for (const size of [1, 2, 4, 16, 64]) {
      for (const places of [[], [0], [size - 1], [0, size - 1], [3, 7, 8, 9].filter((place) => place < size)]) {
        const filled = filledAt(...places);
        const leaves = Array.from({ length: size }, (_, i) => filled.get(i) ?? VOID);
        const tree = sparseTree(sm3, size, filled, VOID);
        expect(tree.root).to.deep.equal(rootOf(sm3, leaves));
        for (let i = 0; i < size; i++) expect(tree.path(i)).to.deep.equal(inclusionPath(sm3, leaves, i));
      }
    }
  });

  it("proves filled and void places of a million", () => {
    const size = 2 ** 20;
    const filled = filledAt(0, 77, 524_288, size - 1);
    const tree = sparseTree(sha256, size, filled, VOID);
    for (const index of [0, 1, 77, 78, 524_288, size - 2, size - 1]) {
      const leaf = filled.get(index) ?? VOID;
      expect(verifyInclusion(sha256, { index, size, leaf, path: tree.path(index) }, tree.root)).to.equal(true);
    }
  });

  it("costs at most (filled + 1) hashes a level", () => {
    const { h, calls } = counting(sha256);
    sparseTree(h, 2 ** 20, filledAt(5, 600, 70_000), VOID);
    expect(calls()).to.be.at.most(4 * 20);
  });

  it("refuses a size that is no power of two, and a place outside", () => {
    for (const size of [0, 3, 2 ** 21, 0.5, -2, Number.NaN]) {
      expect(() => sparseTree(sha256, size, new Map(), VOID), String(size)).to.throw("internal");
    }
    for (const place of [-1, 16, 1.5]) {
      expect(() => sparseTree(sha256, 16, filledAt(place), VOID)).to.throw("internal");
      expect(() => sparseTree(sha256, 16, filledAt(1), VOID).path(place)).to.throw("internal");
    }
  });
});

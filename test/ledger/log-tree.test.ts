import { createHash } from "node:crypto";
import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { consistencyPath, inclusionPath, rootOf } from "../../src/crypto/merkle.ts";
import { LogTree } from "../../src/ledger/evm/log-tree.ts";

describe("log tree", () => {
  const leaves = Array.from({ length: 70 }, (_, i) => Uint8Array.from(createHash("sha256").update(`${i}`).digest()));
  const tree = new LogTree();
  for (const leaf of leaves) tree.append(leaf);

  it("has the root of every earlier size, the empty one too", () => {
    for (let size = 0; size <= leaves.length; size++) {
      expect(toHex(tree.root(size))).to.equal(toHex(rootOf(sha256, leaves.slice(0, size))));
    }
  });

  it("has every path of every earlier size", () => {
    for (let size = 1; size <= leaves.length; size++) {
      for (let index = 0; index < size; index++) {
        expect(tree.path(index, size)).to.deep.equal(inclusionPath(sha256, leaves.slice(0, size), index));
      }
    }
  });

  it("has the consistency proof of every two sizes, as the leaves themselves give it", () => {
    for (let to = 1; to <= leaves.length; to++) {
      for (let from = 1; from <= to; from++) {
        expect(tree.consistency(from, to)).to.deep.equal(consistencyPath(sha256, leaves.slice(0, to), from));
      }
    }
    for (const [from, to] of [
      [0, 5],
      [6, 5],
      [5, 71],
      [1.5, 5],
    ] as const) {
      expect(() => tree.consistency(from, to))
        .to.throw()
        .with.property("code", "internal");
    }
  });

  it("has every complete subtree", () => {
    expect(tree.subtree(0, 69)).to.deep.equal(leaves[69]);
    expect(tree.subtree(4, 3)).to.deep.equal(rootOf(sha256, leaves.slice(48, 64)));
    expect(() => tree.subtree(4, 4))
      .to.throw()
      .with.property("code", "internal");
  });

  it("has nothing outside", () => {
    for (const [index, size] of [
      [0, 71],
      [70, 70],
      [-1, 5],
      [5, 5],
      [0, 0],
      [0.5, 3],
    ] as const) {
      expect(() => tree.path(index, size))
        .to.throw()
        .with.property("code", "internal");
    }
    expect(() => tree.root(71))
      .to.throw()
      .with.property("code", "internal");
    expect(() => tree.root(-1))
      .to.throw()
      .with.property("code", "internal");
  });
});

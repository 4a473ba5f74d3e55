import { expect } from "chai";
import { sha256 } from "../../src/crypto/hash.ts";
import { appendLeaf, emptyLog, LOG_LEVELS, logRoot } from "../../src/crypto/log.ts";
import { rootOf } from "../../src/crypto/merkle.ts";
import { sample, sampleLeaves } from "./sample.ts";

describe("log", () => {
  it("has, after every append, the root of the tree of all its leaves", () => {
    const leaves = sampleLeaves(130);
    let state = emptyLog();
    expect(logRoot(state)).to.deep.equal(rootOf(sha256, []));
    leaves.forEach((leaf, i) => {
      state = appendLeaf(state, leaf);
      expect(state.size).to.equal(i + 1);
      expect(logRoot(state)).to.deep.equal(rootOf(sha256, leaves.slice(0, i + 1)));
    });
  });

  it("leaves the state it was given as it was", () => {
    const before = appendLeaf(emptyLog(), sample("first"));
    const root = logRoot(before);
    appendLeaf(before, sample("second"));
    expect(logRoot(before)).to.deep.equal(root);
  });

  it("ignores frontier slots that are pre-set or left over, as in the contract's storage", () => {
    const leaves = sampleLeaves(6);
    const preset = { size: 0, frontier: Array.from({ length: LOG_LEVELS }, () => sample("pre-set")) };
    const state = leaves.reduce(appendLeaf, preset);
    expect(logRoot(preset)).to.deep.equal(rootOf(sha256, []));
    expect(logRoot(state)).to.deep.equal(rootOf(sha256, leaves));
    expect(state.frontier).to.have.length(LOG_LEVELS);
  });

  it("refuses a leaf beyond 2^26 − 1", () => {
    const frontier = Array.from({ length: LOG_LEVELS }, (_, i) => sample(`subtree ${i}`));
    const almost = { size: 2 ** LOG_LEVELS - 2, frontier };
    const full = appendLeaf(almost, sample("last"));
    expect(full.size).to.equal(2 ** LOG_LEVELS - 1);
    expect(() => appendLeaf(full, sample("one more"))).to.throw("internal");
  });
});

import { expect } from "chai";
import { sha256 } from "../../src/crypto/hash.ts";
import { verifyConsistency, verifyInclusion } from "../../src/crypto/merkle.ts";
import { describeVectors, vectorText } from "./vectors.ts";

interface InclusionCase {
  readonly name: string;
  readonly leafIdx: number;
  readonly treeSize: number;
  readonly root: string | null;
  readonly leafHash: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

interface ConsistencyCase {
  readonly name: string;
  readonly size1: number;
  readonly size2: number;
  readonly root1: string | null;
  readonly root2: string | null;
  readonly proof: readonly string[] | null;
  readonly wantErr: boolean;
}

/** A leaf in, or the consistency of, the subtree of the leaves from `start` to before `end`. */
interface SubtreeCase extends Omit<InclusionCase, "treeSize"> {
  readonly start: number;
  readonly end: number;
}
interface SubtreeConsistencyCase extends Omit<ConsistencyCase, "size1" | "size2"> {
  readonly start: number;
  readonly end: number;
  readonly size: number;
}

/** A subtree begins at a multiple of the power of two that its length fits into; a proof in it is as in a tree of its own. */
const isSubtree = (start: number, end: number): boolean =>
  start < end && start % 2 ** Math.ceil(Math.log2(end - start)) === 0;

const bytes = (text: string | null): Uint8Array => new Uint8Array(Buffer.from(text ?? "", "base64"));

describeVectors("rfc9162", () => {
  const inclusion = JSON.parse(vectorText("rfc9162", "inclusion.json")) as InclusionCase[];
  const consistency = JSON.parse(vectorText("rfc9162", "consistency.json")) as ConsistencyCase[];
  const subtrees = JSON.parse(vectorText("rfc9162", "subtreeinclusion.json")) as SubtreeCase[];
  const beginnings = JSON.parse(vectorText("rfc9162", "subtreeconsistency.json")) as SubtreeConsistencyCase[];

  for (const { name, leafIdx, treeSize, root, leafHash, proof, wantErr } of inclusion) {
    it(`inclusion ${name} is ${wantErr ? "refused" : "accepted"}`, () => {
      const claim = { index: leafIdx, size: treeSize, leaf: bytes(leafHash), path: (proof ?? []).map(bytes) };
      expect(verifyInclusion(sha256, claim, bytes(root))).to.equal(!wantErr);
    });
  }

  for (const { name, size1, size2, root1, root2, proof, wantErr } of consistency) {
    it(`consistency ${name} is ${wantErr ? "refused" : "accepted"}`, () => {
      const claim = { size1, size2, root1: bytes(root1), root2: bytes(root2), path: (proof ?? []).map(bytes) };
      expect(verifyConsistency(sha256, claim)).to.equal(!wantErr);
    });
  }

  for (const { name, leafIdx, start, end, root, leafHash, proof, wantErr } of subtrees) {
    it(`inclusion in a subtree ${name} is ${wantErr ? "refused" : "accepted"}`, () => {
      const path = (proof ?? []).map(bytes);
      const claim = { index: leafIdx - start, size: end - start, leaf: bytes(leafHash), path };
      expect(isSubtree(start, end) && verifyInclusion(sha256, claim, bytes(root))).to.equal(!wantErr);
    });
  }

  // From the first leaf on, a subtree's consistency is that of two trees; of others we have no use and no code. An empty
  // beginning is consistent with everything; ours refuses it, since it proves nothing.
  for (const { name, end, size, root1, root2, proof, wantErr } of beginnings.filter((one) => one.start === 0)) {
    const right = !wantErr && end > 0;
    it(`consistency of a beginning ${name} is ${right ? "accepted" : "refused"}`, () => {
      const path = (proof ?? []).map(bytes);
      const claim = { size1: end, size2: size, root1: bytes(root1), root2: bytes(root2), path };
      expect(verifyConsistency(sha256, claim)).to.equal(right);
    });
  }

  it("holds right and wrong cases of every kind", () => {
    for (const cases of [inclusion, consistency, subtrees, beginnings]) {
      expect(cases.some(({ wantErr }) => wantErr)).to.equal(true);
      expect(cases.some(({ wantErr }) => !wantErr)).to.equal(true);
    }
  });
});

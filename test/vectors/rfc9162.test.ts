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

const bytes = (text: string | null): Uint8Array => new Uint8Array(Buffer.from(text ?? "", "base64"));

describeVectors("rfc9162", () => {
  const inclusion = JSON.parse(vectorText("rfc9162", "inclusion.json")) as InclusionCase[];
  const consistency = JSON.parse(vectorText("rfc9162", "consistency.json")) as ConsistencyCase[];

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

  it("holds right and wrong cases of both kinds", () => {
    for (const cases of [inclusion, consistency]) {
      expect(cases.some(({ wantErr }) => wantErr)).to.equal(true);
      expect(cases.some(({ wantErr }) => !wantErr)).to.equal(true);
    }
  });
});

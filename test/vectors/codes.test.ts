import { expect } from "chai";
import { QR_CHECKS } from "../../src/domain/checks/qr.ts";
import { checkCode } from "../oracle/code.ts";
import { codeFolder, committedCodes } from "./code-vectors.ts";
import { judgeCodeVector } from "./judge-code-vector.ts";
import { countedSuite } from "./vectors.ts";

/** docs/format/code.md, and what is asked of a second implementation in docs/format/vectors.md. */
countedSuite("offline codes", () => {
  for (const vector of committedCodes()) {
    it(`${vector.name}: ${vector.shows}`, () => {
      expect(judgeCodeVector(vector).found).to.deep.equal(vector.expected);
    });
  }
});

countedSuite("offline codes, by the independent reader", () => {
  for (const { name, code, snapshot, trust, policy, now, expected } of committedCodes()) {
    it(`${name} is ${expected.verdict}`, () => {
      const { verdict, faults } = checkCode(code, snapshot, JSON.stringify(trust), policy, now);
      const codes = expected.error === undefined ? expected.codes : [expected.error];
      expect({ verdict, faults }).to.deep.equal({ verdict: expected.verdict, faults: codes });
    });
  }
});

describe("vectors: offline codes, as a set", () => {
  const vectors = committedCodes();

  it("is as it was committed: no file was changed, taken away or slipped in", () => {
    expect(codeFolder.changed()).to.deep.equal([]);
    expect(vectors.map(({ name }) => `${name}.json`)).to.deep.equal(codeFolder.names());
  });

  it("has every code of the check, every verdict, and codes that are none", () => {
    const reached = new Set(vectors.flatMap((vector) => judgeCodeVector(vector).lines));
    const known = Object.keys(QR_CHECKS["qr.code"].codes).map((code) => `qr.code ${code}`);
    expect(known.filter((line) => !reached.has(line))).to.deep.equal([]);
    const verdicts = new Set(vectors.map(({ expected }) => expected.verdict));
    expect([...verdicts]).to.have.members(["valid", "invalid", "not_in_force", "indeterminate"]);
    expect(vectors.filter(({ expected }) => expected.error === "qr.format").length).to.be.at.least(10);
  });
});

import { readdirSync, statSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { fromBase64, utf8 } from "../../src/crypto/encoding.ts";
import { CHECKS } from "../../src/domain/checks.ts";
import { LEVELS } from "../../src/proof/policy.ts";
import { trustDigest } from "../../src/proof/trust.ts";
import { createVerifier, type Verifier } from "../../src/proof/verifier.ts";
import { check } from "../oracle/check.ts";
import { changedFiles, committed, FOLDER } from "./committed.ts";
import { type Judge, judgeVector, type Vector } from "./judge-vector.ts";
import { countedSuite } from "./vectors.ts";

/** docs/format/vectors.md, and what is asked of a second implementation there. */
countedSuite("bundle format", () => {
  const vectors = committed();

  for (const vector of vectors) {
    it(`${vector.name}: ${vector.shows}`, async () => {
      expect((await judgeVector(vector)).found).to.deep.equal(vector.expected);
    });
  }
});

countedSuite("bundle format, by a verifier that remembers those before", () => {
  const verifiers = new Map<string, Verifier>();
  const remembering: Judge = (bytes, facts, trust, policy, now) => {
    const verifier = verifiers.get(trustDigest(trust)) ?? createVerifier(trust);
    verifiers.set(trustDigest(trust), verifier);
    return verifier.judge(bytes, facts, policy, now);
  };
  const vectors = committed();

  // Twice, the second time the other way round: what one is remembered by must not speak for another.
  for (const vector of [...vectors, ...vectors.toReversed()]) {
    it(`${vector.name} is ${vector.expected.verdict}`, async () => {
      expect((await judgeVector(vector, remembering)).found).to.deep.equal(vector.expected);
    });
  }
});

countedSuite("bundle format, by the independent checker", () => {
  for (const vector of committed()) {
    it(`${vector.name} is ${vector.expected.verdict}`, () => {
      const { trust, facts, policy, now, expected } = vector;
      const answer = check(
        fromBase64(vector.bundle),
        utf8(JSON.stringify(trust)),
        facts ?? { node: null },
        policy,
        now,
      );
      const faults = expected.error === undefined ? expected.codes : ["bundle"];
      expect(answer).to.deep.equal({ verdict: expected.verdict, faults });
    });
  }
});

describe("vectors: bundle format, as a set", () => {
  const vectors = committed();
  const files = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));

  it("is no fewer than it was, each in a file of its name, and below 6 MB", () => {
    expect(vectors.map(({ name }) => `${name}.json`)).to.deep.equal(files.sort());
    expect(files.length).to.be.at.least(60);
    const all = readdirSync(FOLDER, { recursive: true, encoding: "utf8" });
    const bytes = all.reduce((sum, file) => sum + statSync(join(FOLDER, file)).size, 0);
    expect(bytes).to.be.below(6 * 2 ** 20);
  });

  it("is as it was committed: no file was changed, taken away or slipped in", () => {
    expect(changedFiles()).to.deep.equal([]);
  });

  it("says in a sentence what each one shows", () => {
    const wrong = vectors.filter(({ shows }) => !/^[A-Z\d撤].*\.$/u.test(shows));
    expect(wrong.map(({ name }) => name)).to.deep.equal([]);
  });

  it("has every code of every check, and every verdict at every level", async () => {
    const judged = await Promise.all(vectors.map((vector) => judgeVector(vector)));
    const reached = new Set(judged.flatMap(({ lines }) => lines));
    // Printed codes and sealed documents have vectors of their own.
    const asked = Object.entries(CHECKS).filter(([name]) => !/^(?:qr|seal)\.|^time\.copy$/.test(name));
    const known = asked.flatMap(([name, { codes }]) => Object.keys(codes).map((code) => `${name} ${code}`));
    expect(known.filter((line) => !reached.has(line))).to.deep.equal([]);
    const answers = new Set(vectors.map(({ policy, expected }: Vector) => `${policy.level} ${expected.verdict}`));
    for (const level of LEVELS) expect([...answers]).to.include(`${level} valid`);
    for (const verdict of ["valid", "invalid", "not_in_force", "indeterminate"]) {
      expect([...answers]).to.include.members([`online ${verdict}`, `archival ${verdict}`]);
    }
  });
});

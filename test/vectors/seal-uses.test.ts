import { expect } from "chai";
import { toBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { CHECKS } from "../../src/domain/checks.ts";
import { mutations } from "../proof/mutate.ts";
import { askAboutSealUse, committedSealUses, judgeSealUse, SEAL_USES } from "./seal-use-vectors.ts";
import { countedSuite } from "./vectors.ts";

/** docs/format/seal-use.md. */
const vectors = committedSealUses();

countedSuite("uses of seals", () => {
  for (const vector of vectors) {
    it(`${vector.name}: ${vector.shows}`, () => {
      expect(judgeSealUse(vector)).to.deep.equal(vector.expected);
    });
  }
});

countedSuite("uses of seals, by the independent checker", () => {
  for (const vector of vectors) {
    it(`${vector.name} is ${vector.expected.verdict}`, () => {
      const { verdict, codes } = vector.expected;
      expect(askAboutSealUse(vector)).to.deep.equal({ verdict, faults: codes });
    });
  }
});

describe("vectors: uses of seals, as a set", () => {
  it("has every code of what was stamped, by whom, of the seal, its use and its loss", () => {
    const reached = new Set(vectors.flatMap(({ expected }) => expected.codes));
    const own = ["seal.stamped", "seal.user", "seal.registered", "seal.use", "seal.lost"] as const;
    const known = own.flatMap((name) => Object.keys(CHECKS[name].codes).map((code) => `${name} ${code}`));
    const told = known.filter((line) => !/ seal\.(?:ok|skipped)$/.test(line));
    expect(told.filter((line) => !reached.has(line))).to.deep.equal([]);
  });

  it("is as it was committed: no file was changed, taken away or slipped in", () => {
    expect(SEAL_USES.changed()).to.deep.equal([]);
  });

  it("says in a sentence what each one shows", () => {
    expect(vectors.filter(({ shows }) => !/^[A-Z\d].*\.$/u.test(shows)).map(({ name }) => name)).to.deep.equal([]);
  });
});

describe("vectors: our verifier of uses of seals and the independent checker", () => {
  for (const name of ["valid-two", "valid-online", "delegated"]) {
    it(`say the same, code for code, of ${name} with any one value of its proof changed`, () => {
      const base = vectors.find((vector) => vector.name === name);
      if (base?.proof == null) throw new Error(`no proof in ${name}`);
      const file = JSON.parse(Buffer.from(base.proof, "base64").toString("utf8")) as JsonValue;
      let [seen, asked] = [0, 0];
      const valid: string[] = [];
      for (const { what, document } of mutations(file)) {
        // Of hundreds each, every so many-th, always the same.
        if (seen++ % 3 > 0) continue;
        const vector = { ...base, proof: toBase64(utf8(JSON.stringify(document))) };
        const { verdict, codes } = judgeSealUse(vector);
        expect(askAboutSealUse(vector), what).to.deep.equal({ verdict, faults: codes });
        asked += 1;
        if (verdict === "valid") valid.push(what);
      }
      expect(asked).to.be.greaterThan(50);
      expect(valid).to.deep.equal([]);
    }).timeout(120_000);
  }
});

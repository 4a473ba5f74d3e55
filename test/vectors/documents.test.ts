import { expect } from "chai";
import { fromBase64, toBase64, utf8 } from "../../src/crypto/encoding.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { CHECKS } from "../../src/domain/checks.ts";
import { mutations } from "../proof/mutate.ts";
import { askAboutDocument, committedDocuments, DOCUMENTS, judgeDocumentVector } from "./document-vectors.ts";
import { countedSuite } from "./vectors.ts";

/** docs/format/representation.md. */
const vectors = committedDocuments();

countedSuite("documents", () => {
  for (const vector of vectors) {
    it(`${vector.name}: ${vector.shows}`, () => {
      expect(judgeDocumentVector(vector).found).to.deep.equal(vector.expected);
    });
  }
});

countedSuite("documents, by the independent checker", () => {
  for (const vector of vectors) {
    it(`${vector.name} is ${vector.expected.verdict}`, () => {
      const { verdict, codes } = vector.expected;
      expect(askAboutDocument(vector)).to.deep.equal({ verdict, faults: codes });
    });
  }
});

describe("vectors: documents, as a set", () => {
  it("has every code of what a document stands for, of its anchor, and of copies", () => {
    const reached = new Set(vectors.flatMap((vector) => judgeDocumentVector(vector).lines));
    const own = ["seal.representation", "seal.anchor", "time.copy"] as const;
    const known = own.flatMap((name) => Object.keys(CHECKS[name].codes).map((code) => `${name} ${code}`));
    // Of a file in which no certificate can be read.
    const unread = "seal.representation seal.skipped";
    expect(known.filter((line) => !reached.has(line))).to.deep.equal([unread]);
  });

  it("has more of what is refused than of what is not, and every verdict", () => {
    const counts = (verdict: string): number => vectors.filter(({ expected }) => expected.verdict === verdict).length;
    expect(counts("invalid")).to.be.greaterThan(24);
    expect(counts("valid")).to.be.greaterThan(6);
    expect(counts("not_in_force")).to.be.greaterThan(2);
    expect(counts("indeterminate")).to.be.greaterThan(6);
  });

  it("is as it was committed: no file was changed, taken away or slipped in", () => {
    expect(DOCUMENTS.changed()).to.deep.equal([]);
  });

  it("says in a sentence what each one shows", () => {
    expect(vectors.filter(({ shows }) => !/^[A-Z\d].*\.$/u.test(shows)).map(({ name }) => name)).to.deep.equal([]);
  });
});

describe("vectors: our verifier and the independent checker", () => {
  for (const name of ["copy", "fresher", "online"]) {
    it(`say the same, code for code, of ${name} with any one value of its proof changed`, () => {
      const base = vectors.find((vector) => vector.name === name);
      if (base?.proof == null) throw new Error(`no proof in ${name}`);
      const file = JSON.parse(Buffer.from(base.proof, "base64").toString("utf8")) as JsonValue;
      let [seen, asked, valid] = [0, 0, 0];
      for (const { what, document } of mutations(file)) {
        // Of hundreds each, every so many-th, always the same.
        if (seen++ % 3 > 0) continue;
        const vector = { ...base, proof: toBase64(utf8(JSON.stringify(document))) };
        const { found } = judgeDocumentVector(vector);
        expect(askAboutDocument(vector), what).to.deep.equal({ verdict: found.verdict, faults: found.codes });
        asked += 1;
        if (found.verdict === "valid") valid += 1;
      }
      expect(asked).to.be.greaterThan(50);
      expect(valid).to.equal(0);
    }).timeout(120_000);
  }

  it("say the same of a document with one byte changed, taken away, or more", () => {
    const base = vectors.find(({ name }) => name === "archival");
    if (base === undefined) throw new Error("no document");
    const bytes = fromBase64(base.sealed);
    const others = [
      bytes.with(3, 1),
      bytes.slice(1),
      bytes.slice(0, -1),
      Uint8Array.of(...bytes, 10),
      new Uint8Array(),
    ];
    for (const sealed of others) {
      const vector = { ...base, sealed: toBase64(sealed) };
      const answer = { verdict: "invalid", faults: ["seal.representation seal.other_document"] };
      expect(askAboutDocument(vector)).to.deep.equal(answer);
      const { verdict, codes } = judgeDocumentVector(vector).found;
      expect({ verdict, faults: codes }).to.deep.equal(answer);
    }
  });
});

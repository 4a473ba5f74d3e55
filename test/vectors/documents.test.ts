import { expect } from "chai";
import { fromBase64, toBase64, utf8 } from "../../src/crypto/encoding.ts";
import { readDocument } from "../../src/documents/read/read.ts";
import type { JsonValue } from "../../src/domain/canonical.ts";
import { CHECKS } from "../../src/domain/checks.ts";
import { Fault } from "../oracle/bytes.ts";
import { openFile } from "../oracle/pdf.ts";
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

describe("vectors: documents that are whole files", () => {
  const whole = vectors.flatMap(({ file, ...vector }) => (file === undefined ? [] : [{ ...vector, file }]));
  /** What either of the two readers takes from a file; null: nothing. */
  const ours = async (bytes: Uint8Array) => {
    const read = await readDocument(bytes);
    if ("fault" in read) return null;
    return { sealed: bytes.slice(0, read.length), certificate: read.certificate, proof: read.representation };
  };
  const theirs = (bytes: Uint8Array) => {
    try {
      return openFile(bytes);
    } catch (error) {
      if (error instanceof Fault) return null;
      throw error;
    }
  };

  it("hold what the vector names, to our reader and to the independent one", async () => {
    expect(whole).to.have.lengthOf.at.least(1);
    for (const { file, sealed, certificate, proof } of whole) {
      const parts = {
        sealed: fromBase64(sealed),
        certificate: fromBase64(certificate),
        proof: fromBase64(proof ?? ""),
      };
      expect(await ours(fromBase64(file))).to.deep.equal(parts);
      expect(theirs(fromBase64(file))).to.deep.equal(parts);
      expect(theirs(parts.sealed)).to.deep.equal({ ...parts, proof: null });
    }
  });

  it("are read alike by both, however they are altered", async () => {
    for (const { file, sealed } of whole) {
      const bytes = fromBase64(file);
      const length = fromBase64(sealed).length;
      const text = Buffer.from(bytes).toString("latin1");
      const edits = [
        ["names ", "name  "],
        ["/ByteRange [ 0", "/ByteRange [ 1"],
        ["/ByteRange [", "/ByteRange [ 0"],
        ["/Contents <", "/Contentz <"],
        ["/Filespec/F(representation.json)", "/Filespec/F(representation.jsoN)"],
        ["/W[1 4 2]", "/W[1 4 1]"],
        ["/Prev ", "/Next "],
        ["%PDF-1", "%PDX-1"],
        ["/Supplement", "/Data"],
        ["/Supplement", "/Encrypt"],
      ] as const;
      const altered = [
        ...edits.map(([from, to]) => Buffer.from(text.replace(from, to), "latin1")),
        ...[0, 4, length - 1, length, length + 3, length + 200, bytes.length - 1].map((at) =>
          bytes.with(at, (bytes[at] ?? 0) ^ 1),
        ),
        ...[1, 7, bytes.length - length, bytes.length - length + 1].map((cut) => bytes.slice(0, -cut)),
        Buffer.concat([bytes, Buffer.from("\n")]),
        Buffer.concat([bytes, bytes.slice(length)]),
        Buffer.concat([Buffer.from("\n"), bytes]),
        Buffer.concat([bytes.slice(0, length), bytes]),
      ].map((one) => new Uint8Array(one));
      const answers = await Promise.all(altered.map(async (one) => [await ours(one), theirs(one)] as const));
      for (const [i, [own, other]] of answers.entries()) expect(own, `the ${i}th`).to.deep.equal(other);
      expect(answers.filter(([own]) => own !== null).length).to.be.below(6);
    }
  });
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

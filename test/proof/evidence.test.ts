import { expect } from "chai";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256, sm3 } from "../../src/crypto/hash.ts";
import type { JsonObject } from "../../src/domain/canonical.ts";
import {
  CHUNK,
  chunkLeaf,
  chunksRoot,
  type EvidenceFile,
  type EvidenceProof,
  evidenceList,
  evidenceProof,
  isChunkProven,
  isFileProven,
  parseEvidenceList,
  parseEvidenceProof,
} from "../../src/proof/evidence.ts";
import { jcsBytes } from "../../src/proof/ids.ts";
import { codeOf } from "../domain/caught.ts";

/** Bytes that differ from chunk to chunk. */
const bytesOf = (length: number): Uint8Array => Uint8Array.from({ length }, (_, i) => (i * 31 + (i >> 20)) & 0xff);
const chunksOf = (bytes: Uint8Array): readonly Uint8Array[] =>
  Array.from({ length: Math.ceil(bytes.length / CHUNK) }, (_, i) => bytes.subarray(i * CHUNK, (i + 1) * CHUNK));

function fileOf(path: string, bytes: Uint8Array, salt = 1): EvidenceFile {
  return {
    path,
    length: bytes.length,
    sha256: toHex(sha256(bytes)),
    sm3: toHex(sm3(bytes)),
    chunks: chunksRoot(chunksOf(bytes).map(chunkLeaf)),
    salt: `0x${String(salt).padStart(32, "0")}`,
  };
}

const BIG = bytesOf(2 * CHUNK + 7);
const LIST = evidenceList([
  fileOf("b/data.csv", BIG),
  fileOf("a.txt", utf8("x"), 2),
  fileOf("empty", new Uint8Array(), 3),
]);
const written = (value: unknown): Uint8Array => jcsBytes(value as JsonObject);
const leaves = chunksOf(BIG).map(chunkLeaf);

describe("proof/evidence", () => {
  it("lists files in the order of their paths, whatever order they came in", () => {
    expect(LIST.files.map(({ path }) => path)).to.deep.equal(["a.txt", "b/data.csv", "empty"]);
    expect(evidenceList(LIST.files.toReversed()).root).to.equal(LIST.root);
    expect(parseEvidenceList(written(LIST))).to.deep.equal(LIST);
  });

  it("proves every file of a list", () => {
    for (const { path } of LIST.files) {
      const proof = parseEvidenceProof(written(evidenceProof(LIST, path)));
      expect(isFileProven(proof), path).to.equal(true);
    }
  });

  it("proves every chunk of a file, the last and shorter one too", () => {
    for (const [index, bytes] of chunksOf(BIG).entries()) {
      const proof = parseEvidenceProof(written(evidenceProof(LIST, "b/data.csv", { index, leaves })));
      expect(isFileProven(proof) && isChunkProven(proof, bytes), String(index)).to.equal(true);
      expect(
        isChunkProven(
          proof,
          bytes.map((byte, i) => (i === 5 ? byte ^ 1 : byte)),
        ),
      ).to.equal(false);
      expect(isChunkProven(proof, bytes.subarray(1))).to.equal(false);
    }
  });

  it("refuses a proof in which anything at all was changed", () => {
    const proof = evidenceProof(LIST, "b/data.csv", { index: 1, leaves });
    const other: EvidenceFile["salt"] = `0x${"f".repeat(32)}`;
    const changes: readonly Partial<EvidenceProof>[] = [
      { root: proof.file.sha256 },
      { count: 2 },
      { index: 0 },
      { path: proof.path.slice(1) },
      ...(["path", "length", "sha256", "sm3", "chunks", "salt"] as const).map((name) => ({
        file: { ...proof.file, [name]: { path: "c", length: 1, salt: other }[name as "path"] ?? proof.root },
      })),
    ];
    for (const change of changes) expect(isFileProven({ ...proof, ...change }), Object.keys(change)[0]).to.equal(false);
    const moved = { ...proof, chunk: { index: 0, path: proof.chunk?.path ?? [] } };
    expect(isChunkProven(moved, BIG.subarray(CHUNK, 2 * CHUNK))).to.equal(false);
  });

  it("shows nothing of the neighbours that could be guessed: the same file has another leaf in another list", () => {
    const again = evidenceList(LIST.files.map((file, i) => ({ ...file, salt: `0x${"a".repeat(31)}${i}` })));
    expect(evidenceProof(again, "a.txt").path).to.not.deep.equal(evidenceProof(LIST, "a.txt").path);
  });

  for (const [fault, list] of [
    ["of no file", { ...LIST, files: [] }],
    ["whose root is another's", { ...LIST, root: LIST.files[0]?.sha256 }],
    ["out of order", { ...LIST, files: LIST.files.toReversed() }],
    ["with a file twice", { ...LIST, files: [LIST.files[0], LIST.files[0]] }],
    ["with chunks of another size", { ...LIST, chunk: 4096 }],
    ["with a member too many", { ...LIST, note: "" }],
    ["of another format", { ...LIST, format: "yinzheng-evidence-list/2" }],
  ] as const)
    it(`is refused as a list ${fault}`, () => {
      expect(codeOf(() => parseEvidenceList(written(list)))).to.equal("evidence.format");
    });

  it("proves no file that the list lacks, and no chunk that the file lacks", () => {
    expect(codeOf(() => evidenceProof(LIST, "c"))).to.equal("evidence.files");
    expect(codeOf(() => evidenceProof(LIST, "b/data.csv", { index: 3, leaves }))).to.equal("evidence.files");
    expect(codeOf(() => evidenceProof(LIST, "a.txt", { index: 0, leaves }))).to.equal("evidence.files");
    expect(codeOf(() => evidenceList([]))).to.equal("evidence.files");
    const [file] = LIST.files;
    expect(codeOf(() => evidenceList(file === undefined ? [] : [file, file]))).to.equal("evidence.files");
  });
});

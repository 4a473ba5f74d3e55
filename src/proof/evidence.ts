import { fromHex, toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { inclusionPath, leafHash, pathsOf, rootOf, verifyInclusion } from "../crypto/merkle.ts";
import type { Hex } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { jcsBytes } from "./ids.ts";
import { type Reader, shapes } from "./shape.ts";

/** Files and folders as evidence (存证): one root over all files, each file a root over its chunks. docs/format/evidence.md */

export const EVIDENCE_LIST = "yinzheng-evidence-list/1";
export const EVIDENCE_PROOF = "yinzheng-evidence-proof/1";
/** Bytes of a chunk; the last of a file is shorter. */
export const CHUNK = 2 ** 20;

/** Most files of one deposit, and the longest list of them in bytes. */
export const MAX_FILES = 100_000;
export const MAX_LIST_BYTES = 64 * 2 ** 20;

/** One file, as its bytes were read. */
export interface EvidenceFile {
  /** Below the folder that was deposited, with `/`; of a single file its name. */
  readonly path: string;
  /** Bytes. */
  readonly length: number;
  /** Of the whole file, so that anybody's tool can compare it. */
  readonly sha256: Hex;
  readonly sm3: Hex;
  /** Root of the RFC 9162 tree over its chunks, in SHA-256; that of an empty file is SHA-256(""). */
  readonly chunks: Hex;
  /** 16 random bytes: from a proof of one file nothing can be guessed about its neighbours. */
  readonly salt: Hex;
}

/** What the depositor keeps beside the files: nothing of it is published but the root. */
export interface EvidenceList {
  readonly format: typeof EVIDENCE_LIST;
  readonly chunk: typeof CHUNK;
  /** In strictly ascending order of their paths, by UTF-16 code units. */
  readonly files: readonly EvidenceFile[];
  /** Root of the RFC 9162 tree over the files, in SHA-256. */
  readonly root: Hex;
}

/** That one file, or one chunk of it, is part of a deposit. */
export interface EvidenceProof {
  readonly format: typeof EVIDENCE_PROOF;
  readonly root: Hex;
  /** Files of the deposit, and the place of this one among them. */
  readonly count: number;
  readonly index: number;
  readonly file: EvidenceFile;
  readonly path: readonly Hex[];
  readonly chunk?: { readonly index: number; readonly path: readonly Hex[] };
}

/** Leaf hash of one chunk, in the tree of its file. */
export const chunkLeaf = (bytes: Uint8Array): Uint8Array => leafHash(sha256, bytes);

/** Root of a file from the leaf hashes of its chunks. */
export const chunksRoot = (leaves: readonly Uint8Array[]): Hex => toHex(rootOf(sha256, leaves));

/** Leaf hash of one file: over its salt and the JCS form of the rest. */
export function fileLeaf({ salt, ...file }: EvidenceFile): Uint8Array {
  const salted = new Uint8Array([...fromHex(salt), ...jcsBytes(file as unknown as JsonObject)]);
  return leafHash(sha256, salted);
}

/** The list of a deposit. Throws `evidence.files` for none, too many, and two of one path. */
export function evidenceList(files: readonly EvidenceFile[]): EvidenceList {
  const sorted = files.toSorted((a, b) => (a.path < b.path ? -1 : 1));
  const twice = sorted.some(({ path }, i) => path === sorted[i + 1]?.path);
  if (sorted.length === 0 || sorted.length > MAX_FILES || twice)
    throw new YinzhengError("evidence.files", { expected: `1 to ${MAX_FILES} files, each path once` });
  const root = toHex(rootOf(sha256, sorted.map(fileLeaf)));
  return { format: EVIDENCE_LIST, chunk: CHUNK, files: sorted, root };
}

/**
 * The proof of one file and, where asked for, of one of its chunks.
 *
 * @param chunk which one, and the leaf hashes of all chunks of the file
 * @throws evidence.files where the list names no such file, or the file no such chunk
 */
export function evidenceProof(
  { files, root }: EvidenceList,
  path: string,
  chunk?: { readonly index: number; readonly leaves: readonly Uint8Array[] },
): EvidenceProof {
  const index = files.findIndex((one) => one.path === path);
  const file = files[index];
  if (file === undefined) throw new YinzhengError("evidence.files", { expected: "a path of the list" });
  const proof = pathsOf(sha256, files.map(fileLeaf))(index).map(toHex);
  const whole = { format: EVIDENCE_PROOF, root, count: files.length, index, file, path: proof } as const;
  if (chunk === undefined) return whole;
  if (chunk.leaves[chunk.index] === undefined || chunksRoot(chunk.leaves) !== file.chunks)
    throw new YinzhengError("evidence.files", { expected: "a chunk of this file" });
  const inFile = inclusionPath(sha256, chunk.leaves, chunk.index).map(toHex);
  return { ...whole, chunk: { index: chunk.index, path: inFile } };
}

/** Chunks of a file of that many bytes. */
export const chunkCount = (length: number): number => Math.ceil(length / CHUNK);

/** Is the file part of the deposit with this root? Not checked: the file's bytes, and that the root was deposited. */
export function isFileProven({ root, count, index, file, path }: EvidenceProof): boolean {
  const inclusion = { index, size: count, leaf: fileLeaf(file), path: path.map(fromHex) };
  return verifyInclusion(sha256, inclusion, fromHex(root));
}

/** Are these bytes the chunk that the proof names, of its file? Not checked: the file's own place. */
export function isChunkProven({ file, chunk }: EvidenceProof, bytes: Uint8Array): boolean {
  if (chunk === undefined) return false;
  const size = chunkCount(file.length);
  const length = chunk.index === size - 1 ? file.length - CHUNK * (size - 1) : CHUNK;
  if (bytes.length !== length) return false;
  const inclusion = { index: chunk.index, size, leaf: chunkLeaf(bytes), path: chunk.path.map(fromHex) };
  return verifyInclusion(sha256, inclusion, fromHex(file.chunks));
}

const { hex, uint, text, oneOf, list, ascending, object, optional } = shapes("evidence.format");
const word = hex(32);
const file = object({
  path: text(4096),
  length: uint(),
  sha256: word,
  sm3: word,
  chunks: word,
  salt: hex(16),
}) as Reader<EvidenceFile>;
const chunkSize: Reader<typeof CHUNK> = (value, pointer) => {
  if (value === CHUNK) return CHUNK;
  throw new YinzhengError("evidence.format", { pointer, expected: String(CHUNK) });
};
const evidence = object({
  format: oneOf([EVIDENCE_LIST]),
  chunk: chunkSize,
  files: ascending(file, "path", MAX_FILES),
  root: word,
}) as Reader<EvidenceList>;
const path = list(word, 64);
const proof = object({
  format: oneOf([EVIDENCE_PROOF]),
  root: word,
  count: uint(MAX_FILES),
  index: uint(MAX_FILES - 1),
  file,
  path,
  chunk: optional(object({ index: uint(), path })),
}) as Reader<EvidenceProof>;

/** A list from untrusted bytes; its root is that of its files. Throws `json.*`, and `evidence.format` with a JSON pointer. */
export function parseEvidenceList(bytes: Uint8Array): EvidenceList {
  if (bytes.length > MAX_LIST_BYTES)
    throw new YinzhengError("evidence.format", { expected: `at most ${MAX_LIST_BYTES} bytes` });
  const read = evidence(parseJson(bytes, { nodes: 8 * MAX_FILES }), "");
  if (read.files.length === 0) throw new YinzhengError("evidence.format", { pointer: "/files", expected: "a file" });
  if (evidenceList(read.files).root !== read.root)
    throw new YinzhengError("evidence.format", { pointer: "/root", expected: "the root of these files" });
  return read;
}

/** A proof from untrusted bytes; nothing in it has been verified. Throws `json.*`, and `evidence.format` with a JSON pointer. */
export function parseEvidenceProof(bytes: Uint8Array): EvidenceProof {
  return proof(parseJson(bytes), "");
}

import { readFile } from "node:fs/promises";
import { parseJsonObject } from "../../domain/json.ts";
import { EVIDENCE_PROOF, type EvidenceFile, isChunkProven, isFileProven } from "../../proof/evidence.ts";
import { EXIT } from "../exit.ts";
import { json } from "../output.ts";
import type { Runtime } from "../runtime.ts";
import { chunkIn, openList, openProof } from "./open.ts";
import { ByteProgress } from "./progress.ts";
import { digest, type Found, filesOf } from "./read.ts";

/** What became of one file since it was deposited. */
type State = "same" | "changed" | "missing" | "added";

interface Compared {
  readonly path: string;
  readonly state: State;
}

/**
 * `yz evidence verify LIST|PROOF PATH`: are these the files that were listed? Every byte is read; nothing is asked of anybody. Whether
 * the root was deposited, the deposit's own certificate says.
 */
export async function verifyPath(runtime: Runtime, evidence: string, path: string): Promise<number> {
  const { format } = parseJsonObject(await readFile(evidence));
  return format === EVIDENCE_PROOF ? verifyProof(runtime, evidence, path) : verifyList(runtime, evidence, path);
}

async function verifyList(runtime: Runtime, evidence: string, path: string): Promise<number> {
  const { files, root } = await openList(evidence);
  const found = await filesOf(path);
  const progress = new ByteProgress(
    runtime,
    found.reduce((sum, { length }) => sum + length, 0),
  );
  const listed = new Map(files.map((file) => [file.path, file]));
  const compared: Compared[] = [];
  for (const one of found) {
    const known = listed.get(one.path);
    const same = known !== undefined && (await isSame(one, known, (bytes) => progress.advance(bytes)));
    compared.push({ path: one.path, state: known === undefined ? "added" : same ? "same" : "changed" });
  }
  progress.end();
  const names = new Set(found.map((one) => one.path));
  for (const file of files) if (!names.has(file.path)) compared.push({ path: file.path, state: "missing" });
  const differing = compared.filter(({ state }) => state !== "same");
  const verdict = differing.length === 0 ? "valid" : "invalid";
  runtime.stdout.write(json({ verdict, root, files: files.length, differing }));
  return verdict === "valid" ? EXIT.done : EXIT.invalid;
}

async function verifyProof(runtime: Runtime, evidence: string, path: string): Promise<number> {
  const proof = await openProof(evidence);
  const { file, root, chunk } = proof;
  const [found] = await filesOf(path);
  const content =
    chunk === undefined
      ? found !== undefined && (await isSame({ ...found, path: file.path }, file, () => undefined))
      : isChunkProven(proof, await chunkIn(path, chunk.index));
  const verdict = isFileProven(proof) && content ? "valid" : "invalid";
  const part = chunk === undefined ? {} : { chunk: chunk.index };
  runtime.stdout.write(json({ verdict, root, file: file.path, ...part }));
  return verdict === "valid" ? EXIT.done : EXIT.invalid;
}

async function isSame(found: Found, known: EvidenceFile, advance: (bytes: number) => void): Promise<boolean> {
  if (found.length !== known.length) return false;
  const { file } = await digest(found, advance);
  return file.sha256 === known.sha256 && file.sm3 === known.sm3 && file.chunks === known.chunks;
}

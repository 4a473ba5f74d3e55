import { open, readFile, stat } from "node:fs/promises";
import { YinzhengError } from "../../domain/errors.ts";
import {
  CHUNK,
  type EvidenceList,
  type EvidenceProof,
  MAX_LIST_BYTES,
  parseEvidenceList,
  parseEvidenceProof,
} from "../../proof/evidence.ts";

/** The list in a file. Throws `config.invalid`, `json.*`, `evidence.format`. */
export async function openList(path: string): Promise<EvidenceList> {
  return parseEvidenceList(await bytesOf(path));
}

/** The proof in a file. Throws `config.invalid`, `json.*`, `evidence.format`. */
export async function openProof(path: string): Promise<EvidenceProof> {
  return parseEvidenceProof(await bytesOf(path));
}

/** Bytes of one chunk of a file, from it whole or from a file that holds the chunk alone. Throws `config.invalid`. */
export async function chunkIn(path: string, index: number): Promise<Uint8Array> {
  const handle = await open(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
  try {
    const alone = (await handle.stat()).size <= CHUNK;
    const buffer = new Uint8Array(CHUNK);
    const { bytesRead } = await handle.read(buffer, 0, CHUNK, alone ? 0 : index * CHUNK);
    return buffer.subarray(0, bytesRead);
  } finally {
    await handle.close();
  }
}

async function bytesOf(path: string): Promise<Uint8Array> {
  try {
    if ((await stat(path)).size > MAX_LIST_BYTES) throw new Error("too large");
    return await readFile(path);
  } catch (cause) {
    throw new YinzhengError("config.invalid", { path, expected: "a list or proof of yz evidence" }, cause);
  }
}

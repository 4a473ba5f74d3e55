import { createHash, randomBytes } from "node:crypto";
import { type FileHandle, lstat, open, readdir } from "node:fs/promises";
import { basename, join } from "node:path";
import { toHex } from "../../crypto/encoding.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { CHUNK, chunkLeaf, chunksRoot, type EvidenceFile, MAX_FILES } from "../../proof/evidence.ts";

/** A file to be read, and its size as it was found. */
export interface Found {
  /** Where it lies. */
  readonly file: string;
  /** How the list names it. */
  readonly path: string;
  readonly length: number;
}

/**
 * The files of a folder, whatever its depth, or one file. What is neither (a link, a device) is refused: whoever reads the evidence
 * later would not find what it stood for.
 *
 * @throws evidence.files, config.invalid for what can't be read
 */
export async function filesOf(root: string): Promise<readonly Found[]> {
  const whole = await statOf(root);
  if (whole.isFile()) return [{ file: root, path: basename(root), length: whole.size }];
  if (!whole.isDirectory()) throw unfit(root);
  const found: Found[] = [];
  const walk = async (folder: string, prefix: string): Promise<void> => {
    for (const name of (await readdir(folder)).sort()) {
      const [file, path] = [join(folder, name), `${prefix}${name}`];
      const stat = await statOf(file);
      if (stat.isDirectory()) await walk(file, `${path}/`);
      else if (!stat.isFile() || !path.isWellFormed()) throw unfit(file);
      else found.push({ file, path, length: stat.size });
      if (found.length > MAX_FILES) throw new YinzhengError("evidence.files", { expected: `at most ${MAX_FILES}` });
    }
  };
  await walk(root, "");
  return found;
}

/** Everything about one file, and the leaf hashes of its chunks. */
export interface Digested {
  readonly file: Omit<EvidenceFile, "salt">;
  readonly leaves: readonly Uint8Array[];
}

/**
 * Reads a file once, a chunk at a time, whatever its size.
 *
 * @param advance told how many bytes were read more
 * @throws evidence.changed where it changed meanwhile, config.invalid where it can't be read
 */
export async function digest({ file, path, length }: Found, advance: (bytes: number) => void): Promise<Digested> {
  const handle = await open(file).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: file, expected: "a file that can be read" }, cause);
  });
  try {
    const before = await handle.stat({ bigint: true });
    const hashes = { sha256: createHash("sha256"), sm3: createHash("sm3") };
    const leaves: Uint8Array[] = [];
    const buffer = new Uint8Array(CHUNK);
    for (let read = CHUNK; read === CHUNK; ) {
      read = await fill(handle, buffer);
      if (read === 0) break;
      const chunk = buffer.subarray(0, read);
      for (const hash of Object.values(hashes)) hash.update(chunk);
      leaves.push(chunkLeaf(chunk));
      advance(read);
    }
    const end = await handle.stat({ bigint: true });
    if (end.size !== BigInt(length) || end.size !== before.size || end.mtimeNs !== before.mtimeNs)
      throw new YinzhengError("evidence.changed", { path: file });
    const [sha256, sm3] = [toHex(hashes.sha256.digest()), toHex(hashes.sm3.digest())];
    return { file: { path, length, sha256, sm3, chunks: chunksRoot(leaves) }, leaves };
  } finally {
    await handle.close();
  }
}

/** 16 bytes from the system's generator. */
export const newSalt = (): EvidenceFile["salt"] => toHex(randomBytes(16));

/** As many bytes as there are, up to a whole buffer. */
async function fill(handle: FileHandle, buffer: Uint8Array): Promise<number> {
  let at = 0;
  while (at < buffer.length) {
    const { bytesRead } = await handle.read(buffer, at, buffer.length - at);
    if (bytesRead === 0) break;
    at += bytesRead;
  }
  return at;
}

async function statOf(path: string) {
  return lstat(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file or folder that can be read" }, cause);
  });
}

const unfit = (path: string): YinzhengError =>
  new YinzhengError("evidence.files", { path, expected: "files and folders, no links or devices" });

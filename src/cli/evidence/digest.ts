import { utf8 } from "../../crypto/encoding.ts";
import { canonicalize, type JsonObject } from "../../domain/canonical.ts";
import { type EvidenceFile, evidenceList, evidenceProof } from "../../proof/evidence.ts";
import { EXIT } from "../exit.ts";
import { json } from "../output.ts";
import { replaceFile } from "../replace-file.ts";
import type { Runtime } from "../runtime.ts";
import { openList } from "./open.ts";
import { ByteProgress } from "./progress.ts";
import { digest, type Found, filesOf, newSalt } from "./read.ts";

/**
 * `yz evidence digest PATH`: the list of what is to be deposited, and its root. The files stay where they are, and nothing of them is
 * sent anywhere.
 */
export async function digestPath(runtime: Runtime, path: string, { out }: { readonly out: string }): Promise<number> {
  const found = await filesOf(path);
  const total = found.reduce((sum, { length }) => sum + length, 0);
  const progress = new ByteProgress(runtime, total);
  const files: EvidenceFile[] = [];
  for (const one of found) {
    const { file } = await digest(one, (bytes) => progress.advance(bytes));
    files.push({ ...file, salt: newSalt() });
  }
  progress.end();
  const list = evidenceList(files);
  await replaceFile(out, canonicalize(list as unknown as JsonObject));
  runtime.stdout.write(json({ path: out, root: list.root, files: files.length, bytes: total }));
  return EXIT.done;
}

/** `yz evidence prove LIST NAME`: that one file of a deposit, or a chunk of it, is part of it; the rest stays private. */
export async function prove(
  runtime: Runtime,
  list: string,
  name: string,
  options: { readonly out: string; readonly chunk?: number; readonly file?: string },
): Promise<number> {
  const opened = await openList(list);
  const chunk = await chunkOf(opened.files.find(({ path }) => path === name)?.path, options);
  const proof = evidenceProof(opened, name, chunk);
  const text = canonicalize(proof as unknown as JsonObject);
  await replaceFile(options.out, text);
  runtime.stdout.write(json({ path: options.out, root: proof.root, bytes: utf8(text).length }));
  return EXIT.done;
}

async function chunkOf(
  name: string | undefined,
  { chunk, file }: { readonly chunk?: number; readonly file?: string },
): Promise<{ readonly index: number; readonly leaves: readonly Uint8Array[] } | undefined> {
  if (chunk === undefined || name === undefined) return undefined;
  const [found] = await filesOf(file ?? name);
  const { leaves } = await digest(found as Found, () => undefined);
  return { index: chunk, leaves };
}

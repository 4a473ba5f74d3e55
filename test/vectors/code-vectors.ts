import { existsSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { VectorFolder } from "./folder.ts";
import type { CodeVector } from "./judge-code-vector.ts";

/** Where the vectors of offline codes are. They are never changed: docs/format/vectors.md. */
export const codeFolder = new VectorFolder(join(import.meta.dirname, "codes"));

/** All of them, by name. */
export function committedCodes(): readonly CodeVector[] {
  return codeFolder.names().map((name) => {
    const vector = codeFolder.json<Omit<CodeVector, "trust"> & { readonly trust: string }>(name);
    const snapshot = codeFolder.read(vector.snapshot).toString("utf8");
    return { ...vector, snapshot, trust: codeFolder.json<JsonObject>(vector.trust) };
  });
}

/** Writes a vector that is not there yet, and answers whether it did. */
export function commitCode(vector: CodeVector): boolean {
  if (existsSync(join(codeFolder.path, `${vector.name}.json`))) return false;
  const trust = Buffer.from(`${JSON.stringify(vector.trust, null, 1)}\n`, "utf8");
  const stored = {
    ...vector,
    snapshot: codeFolder.place("snapshots", vector.name, Buffer.from(vector.snapshot, "utf8")),
    trust: codeFolder.place("trust", vector.name, trust),
  };
  codeFolder.add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
}

import { existsSync } from "node:fs";
import { join } from "node:path";
import type { JsonObject } from "../../src/domain/canonical.ts";
import { VectorFolder } from "./folder.ts";
import type { ToldFacts, ToldList, Vector } from "./judge-vector.ts";

/** Where the vectors of the bundle format are. They are never changed: docs/format/vectors.md. */
export const FOLDER = join(import.meta.dirname, "format");
const folder = new VectorFolder(FOLDER);

/** A list on disk: the file that a mirror served, by its name below FOLDER. */
type StoredList =
  | { readonly mirror: string; readonly ok: true; readonly file: string }
  | Extract<ToldList, { ok: false }>;

/** A vector on disk: bundle, trust file and lists stand in files of their own, each once. */
interface Stored extends Omit<Vector, "bundle" | "trust" | "facts"> {
  readonly bundle: string;
  readonly trust: string;
  readonly facts: (Pick<ToldFacts, "node"> & { readonly lists?: readonly StoredList[] }) | null;
}

/** All of them, by name. */
export function committed(): readonly Vector[] {
  return folder.names().map((name) => {
    const { bundle, trust, facts, ...vector } = folder.json<Stored>(name);
    return {
      ...vector,
      bundle: folder.read(bundle).toString("base64"),
      trust: folder.json<JsonObject>(trust),
      facts: read(facts),
    };
  });
}

function read(facts: Stored["facts"]): ToldFacts | null {
  if (facts?.lists === undefined) return facts as ToldFacts | null;
  const lists = facts.lists.map((one): ToldList => {
    if (!one.ok) return one;
    return { mirror: one.mirror, ok: true, text: folder.read(one.file).toString("utf8") };
  });
  return { ...facts, lists };
}

/** Writes a vector that is not there yet, and answers whether it did; one that is there is never written over. */
export function commit(vector: Vector): boolean {
  if (existsSync(join(FOLDER, `${vector.name}.json`))) return false;
  const { bundle, trust, facts } = vector;
  const lists = facts?.lists?.map((one): StoredList => {
    if (!one.ok) return one;
    return { mirror: one.mirror, ok: true, file: folder.place("lists", vector.name, Buffer.from(one.text, "utf8")) };
  });
  const stored: Stored = {
    ...vector,
    bundle: folder.place("bundles", vector.name, Buffer.from(bundle, "base64")),
    trust: folder.place("trust", vector.name, Buffer.from(`${JSON.stringify(trust, null, 1)}\n`, "utf8")),
    facts: facts === null ? null : { node: facts.node, ...(lists === undefined ? {} : { lists }) },
  };
  folder.add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
}

/** Files of FOLDER that are not as they were committed. */
export const changedFiles = (): readonly string[] => folder.changed();

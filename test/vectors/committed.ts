import { createHash } from "node:crypto";
import { appendFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import type { JsonObject } from "../../src/domain/canonical.ts";
import type { ToldFacts, ToldList, Vector } from "./judge-vector.ts";

/** Where the vectors of the bundle format are. They are never changed: docs/format/vectors.md. */
export const FOLDER = join(import.meta.dirname, "format");

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

const fileOf = (name: string): Buffer => readFileSync(join(FOLDER, name));
const jsonOf = <T>(name: string): T => JSON.parse(fileOf(name).toString("utf8")) as T;

/** All of them, by name. */
export function committed(): readonly Vector[] {
  const names = readdirSync(FOLDER).filter((name) => name.endsWith(".json"));
  return names.sort().map((name) => {
    const { bundle, trust, facts, ...vector } = jsonOf<Stored>(name);
    return {
      ...vector,
      bundle: fileOf(bundle).toString("base64"),
      trust: jsonOf<JsonObject>(trust),
      facts: read(facts),
    };
  });
}

function read(facts: Stored["facts"]): ToldFacts | null {
  if (facts?.lists === undefined) return facts as ToldFacts | null;
  const lists = facts.lists.map((one): ToldList => {
    if (!one.ok) return one;
    return { mirror: one.mirror, ok: true, text: fileOf(one.file).toString("utf8") };
  });
  return { ...facts, lists };
}

/** Writes a vector that is not there yet, and answers whether it did; one that is there is never written over. */
export function commit(vector: Vector): boolean {
  const path = join(FOLDER, `${vector.name}.json`);
  if (existsSync(path)) return false;
  const { bundle, trust, facts } = vector;
  const lists = facts?.lists?.map((one): StoredList => {
    if (!one.ok) return one;
    return { mirror: one.mirror, ok: true, file: place("lists", vector.name, Buffer.from(one.text, "utf8")) };
  });
  const stored: Stored = {
    ...vector,
    bundle: place("bundles", vector.name, Buffer.from(bundle, "base64")),
    trust: place("trust", vector.name, Buffer.from(`${JSON.stringify(trust, null, 1)}\n`, "utf8")),
    facts: facts === null ? null : { node: facts.node, ...(lists === undefined ? {} : { lists }) },
  };
  add(`${vector.name}.json`, Buffer.from(`${JSON.stringify(stored, null, 1)}\n`, "utf8"));
  return true;
}

/** The file in a folder below FOLDER that holds these bytes; made, under the name of the vector that needs it first. */
function place(folder: string, name: string, bytes: Buffer): string {
  mkdirSync(join(FOLDER, folder), { recursive: true });
  const files = readdirSync(join(FOLDER, folder));
  const same = files.find((file) => fileOf(join(folder, file)).equals(bytes));
  if (same !== undefined) return `${folder}/${same}`;
  const free = [name, `${name}-2`, `${name}-3`].map((stem) => `${stem}.json`).find((file) => !files.includes(file));
  if (free === undefined) throw new Error(`no name for a file of ${name} in ${dirname(join(FOLDER, folder, name))}`);
  add(`${folder}/${free}`, bytes);
  return `${folder}/${free}`;
}

/** `sha256sum -c SHA256SUMS` in the folder says whether anything was changed. */
export const SUMS = "SHA256SUMS";

const sumOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

function add(name: string, bytes: Buffer): void {
  writeFileSync(join(FOLDER, name), bytes, { flag: "wx" });
  appendFileSync(join(FOLDER, SUMS), `${sumOf(bytes)}  ${name}\n`);
}

/** Files with a sum that is not theirs, without one, or with one and not there. */
export function changedFiles(): readonly string[] {
  const lines = fileOf(SUMS).toString("utf8").trimEnd().split("\n");
  const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
  const files = readdirSync(FOLDER, { recursive: true, encoding: "utf8" })
    .map((name) => name.replaceAll("\\", "/"))
    .filter((name) => name.includes("."));
  const wrong = files.filter((name) => sums.get(name) !== sumOf(fileOf(name)));
  return [...wrong, ...[...sums.keys()].filter((name) => !files.includes(name))];
}

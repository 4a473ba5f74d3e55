import { createHash } from "node:crypto";
import { appendFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";

/** `sha256sum -c SHA256SUMS` in a folder of vectors says whether anything was changed. */
export const SUMS = "SHA256SUMS";

const sumOf = (bytes: Buffer): string => createHash("sha256").update(bytes).digest("hex");

/** A folder of vectors with the sums of its files. Nothing in it is ever written over. */
export class VectorFolder {
  readonly path: string;

  constructor(path: string) {
    this.path = path;
  }

  read(name: string): Buffer {
    return readFileSync(join(this.path, name));
  }

  json<T>(name: string): T {
    return JSON.parse(this.read(name).toString("utf8")) as T;
  }

  /** Files of vectors, without those that vectors refer to. */
  names(): readonly string[] {
    return readdirSync(this.path)
      .filter((name) => name.endsWith(".json"))
      .sort();
  }

  /** The file in a folder below that holds these bytes; made, under the name of the vector that needs it first. */
  place(folder: string, name: string, bytes: Buffer, extension = "json"): string {
    mkdirSync(join(this.path, folder), { recursive: true });
    const files = readdirSync(join(this.path, folder));
    const same = files.find((file) => this.read(join(folder, file)).equals(bytes));
    if (same !== undefined) return `${folder}/${same}`;
    const free = [name, `${name}-2`, `${name}-3`]
      .map((stem) => `${stem}.${extension}`)
      .find((file) => !files.includes(file));
    if (free === undefined)
      throw new Error(`no name for a file of ${name} in ${dirname(join(this.path, folder, name))}`);
    this.add(`${folder}/${free}`, bytes);
    return `${folder}/${free}`;
  }

  add(name: string, bytes: Buffer): void {
    writeFileSync(join(this.path, name), bytes, { flag: "wx" });
    appendFileSync(join(this.path, SUMS), `${sumOf(bytes)}  ${name}\n`);
  }

  /** Files with a sum that is not theirs, without one, or with one and not there. */
  changed(): readonly string[] {
    const lines = this.read(SUMS).toString("utf8").trimEnd().split("\n");
    const sums = new Map(lines.map((line) => [line.slice(66), line.slice(0, 64)]));
    const files = readdirSync(this.path, { recursive: true, encoding: "utf8" })
      .map((name) => name.replaceAll("\\", "/"))
      .filter((name) => name.includes("."));
    const wrong = files.filter((name) => sums.get(name) !== sumOf(this.read(name)));
    return [...wrong, ...[...sums.keys()].filter((name) => !files.includes(name))];
  }
}

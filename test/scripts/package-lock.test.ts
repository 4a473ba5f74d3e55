import { readFile } from "node:fs/promises";
import { expect } from "chai";

interface Entry {
  readonly resolved?: string;
  readonly optionalDependencies?: Readonly<Record<string, string>>;
}

const text = await readFile(new URL("../../package-lock.json", import.meta.url), "utf8");
const packages = (JSON.parse(text) as { packages: Record<string, Entry> }).packages;

/** Node's own look-up: beside the dependant first, then ever further up. */
function installed(dependant: string, name: string): boolean {
  for (let folder = dependant; ; folder = folder.slice(0, Math.max(0, folder.lastIndexOf("/node_modules/")))) {
    if (`${folder === "" ? "" : `${folder}/`}node_modules/${name}` in packages) return true;
    if (!folder.includes("/node_modules/")) return `node_modules/${name}` in packages;
  }
}

describe("package-lock.json", () => {
  it("holds the native packages of every platform, because npm ci refuses a lock that misses one", () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies)
        .filter((name) => !installed(path, name))
        .map((name) => `${path} → ${name}`),
    );
    expect(missing).to.deep.equal([]);
    expect(Object.keys(packages).filter((path) => path.includes("/edr-"))).to.have.length(7);
  });

  it("names no registry host, so that any mirror can serve it", () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).to.deep.equal([]);
  });
});

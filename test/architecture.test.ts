import { existsSync, readdirSync, readFileSync } from "node:fs";
import { dirname, join, relative, resolve, sep } from "node:path";
import { expect } from "chai";
import { type ESTree, parseSync } from "vite";

/** What a room may import. A room in quotes with a slash is a folder of its parent; all paths are below src. */
interface Room {
  /** Rooms to the left of it (design §2). */
  readonly sees: readonly string[];
  /** npm packages and Node modules, by name or by scope. */
  readonly packages: readonly string[];
}

const CORE = ["domain", "crypto", "proof"];
const PORTS = ["ledger", "store", "keys", "documents"];

const ROOMS: Readonly<Record<string, Room>> = {
  domain: { sees: [], packages: [] },
  crypto: { sees: ["domain"], packages: ["@noble"] },
  proof: { sees: ["domain", "crypto"], packages: [] },
  ledger: { sees: CORE, packages: ["ethers", "hardhat", "node"] },
  store: { sees: CORE, packages: ["level", "node"] },
  keys: { sees: CORE, packages: ["node"] },
  documents: { sees: CORE, packages: ["@cantoo", "@libpdf", "qr"] },
  service: { sees: [...CORE, ...PORTS], packages: ["csv-parse", "node:crypto"] },
  "web/pages": { sees: ["domain"], packages: ["preact", "preact-render-to-string"] },
  "web/client": { sees: [...CORE, "documents/read"], packages: ["preact", "qr"] },
  http: {
    sees: [...CORE, ...PORTS, "service", "web/pages"],
    packages: [
      "@prometheus-io/client",
      "express",
      "express-rate-limit",
      "helmet",
      "pino",
      "zod",
      "zod-openapi",
      "node",
    ],
  },
  cli: { sees: [...CORE, ...PORTS, "service", "web/pages"], packages: ["commander", "node"] },
  main: {
    sees: [...CORE, ...PORTS, "service", "http", "cli"],
    packages: ["@prometheus-io/client", "pino", "zod", "node"],
  },
};

/** Files that alone may import a package that is closed to the rest of their room. */
const EXCEPTIONS: Readonly<Record<string, readonly string[]>> = { "crypto/native/node.ts": ["node:crypto"] };

/** From outside, a room of ports is seen through these only; which engine stands behind a port, main alone knows. */
const FRONT_DOORS: Readonly<Record<string, readonly string[]>> = {
  ledger: ["ledger/ledger.ts", "ledger/council.ts"],
  store: ["store/store.ts"],
  keys: ["keys/keys.ts"],
  "web/pages": ["web/pages/index.ts"],
};

/** Nobody but main makes a runtime, so nobody else needs its shape. */
const FOR_MAIN_ONLY = ["cli/runtime.ts"];

const src = join(import.meta.dirname, "..", "src");
/** TypeChain's output is not ours to shape. */
const GENERATED = "ledger/evm/types";
/** Names that say nothing. `domain/types` holds the certificate types. */
const NAMELESS = /^(utils?|helpers?|common|misc|shared|types)$/;
const NAMED = ["domain/types", GENERATED];

interface Source {
  /** Path below src. */
  readonly path: string;
  readonly text: string;
  /** What it imports: files by their path below src, packages by name. */
  readonly imports: readonly string[];
}

const slashed = (path: string): string => path.split(sep).join("/");

function sources(): readonly Source[] {
  const paths = readdirSync(src, { recursive: true, encoding: "utf8" }).map(slashed);
  return paths
    .filter((path) => /\.tsx?$/.test(path) && !path.startsWith(GENERATED))
    .sort()
    .map((path) => {
      const text = readFileSync(join(src, path), "utf8");
      return { path, text, imports: importsOf(path, text).flatMap((name) => resolved(path, name)) };
    });
}

/** Every module named by an import, an export from, an import(), an import type or a require. */
function importsOf(path: string, text: string): readonly string[] {
  const { program, errors } = parseSync(path, text);
  expect(errors, path).to.deep.equal([]);
  const found: string[] = [];
  const visit = (value: unknown): void => {
    if (typeof value !== "object" || value === null) return;
    const node = value as Record<string, unknown>;
    const source = moduleOf(node);
    if (source !== null) found.push(writtenOut(path, source));
    Object.values(node).forEach(visit);
  };
  visit(program);
  return found;
}

/** The node that names the module, where this node imports one. */
function moduleOf(node: Record<string, unknown>): unknown {
  switch (node.type) {
    case "ImportDeclaration":
    case "ExportNamedDeclaration":
    case "ExportAllDeclaration":
    case "ImportExpression":
    case "TSImportType":
      return node.source ?? null;
    case "TSExternalModuleReference":
      return node.expression;
    case "CallExpression": {
      const { name } = Object(node.callee);
      return name === "require" ? (node.arguments as unknown[])[0] : null;
    }
    default:
      return null;
  }
}

/** A module's name must be written out, or nobody knows what is imported. */
function writtenOut(path: string, node: unknown): string {
  const { type, value } = Object(node) as ESTree.StringLiteral;
  if (type !== "Literal" || typeof value !== "string") throw new Error(`${path} imports what only a run could tell`);
  return value;
}

const { imports: ALIASES } = JSON.parse(readFileSync(join(src, "..", "package.json"), "utf8")) as {
  imports: Record<string, Record<string, string>>;
};

function resolved(path: string, name: string): readonly string[] {
  const aliased = name.startsWith("#") ? Object.values(ALIASES[name] ?? {}) : null;
  if (aliased !== null) return aliased.map((target) => below(join(src, "..", target)));
  return [name.startsWith(".") ? below(resolve(src, dirname(path), name.replace(/\?.*$/, ""))) : name];
}

function below(absolute: string): string {
  expect(existsSync(absolute), absolute).to.equal(true);
  return slashed(relative(src, absolute));
}

const isFile = (name: string): boolean => /\.(tsx?|css)$/.test(name);

function roomOf(path: string): string {
  const [first = "", second = ""] = path.split("/");
  if (path === "main.ts") return "main";
  return first === "web" ? `${first}/${second}` : first;
}

function mayImport({ path }: Source, target: string): boolean {
  const [here, there] = [roomOf(path), isFile(target) ? roomOf(target) : null];
  const room = ROOMS[here];
  if (room === undefined) return false;
  if (there === null) return [...room.packages, ...(EXCEPTIONS[path] ?? [])].some((name) => isOf(target, name));
  if (here === there) return true;
  if (!room.sees.some((name) => target.startsWith(`${name}/`))) return false;
  if (here === "main") return true;
  return !FOR_MAIN_ONLY.includes(target) && (FRONT_DOORS[there]?.includes(target) ?? true);
}

/** "node" is every module of Node, "@noble" every package of a scope. */
const isOf = (target: string, name: string): boolean =>
  target === name || target.startsWith(`${name}/`) || target.startsWith(`${name}:`);

/** One import cycle, as the files on it; null where there is none. */
function cycleIn(graph: ReadonlyMap<string, readonly string[]>): readonly string[] | null {
  const done = new Set<string>();
  const walk = (path: string, trail: readonly string[]): readonly string[] | null => {
    if (trail.includes(path)) return [...trail.slice(trail.indexOf(path)), path];
    if (done.has(path)) return null;
    for (const next of graph.get(path) ?? []) {
      const found = walk(next, [...trail, path]);
      if (found !== null) return found;
    }
    done.add(path);
    return null;
  };
  for (const path of graph.keys()) {
    const found = walk(path, []);
    if (found !== null) return found;
  }
  return null;
}

/** Exported functions without a docstring, and exported constants that hold a function. */
function undocumented({ path, text }: Source): readonly string[] {
  const { program, comments } = parseSync(path, text);
  const documented = (start: number): boolean =>
    comments.some(({ value, end }) => value.startsWith("*") && /^\s*$/.test(text.slice(end, start)));
  return program.body.flatMap((statement) => {
    if (statement.type !== "ExportNamedDeclaration" || documented(statement.start)) return [];
    return namesOf(statement.declaration).map((name) => `${path} ${name}`);
  });
}

function namesOf(declaration: ESTree.ExportNamedDeclaration["declaration"]): readonly string[] {
  if (declaration?.type === "FunctionDeclaration") return [declaration.id?.name ?? ""];
  if (declaration?.type !== "VariableDeclaration") return [];
  const functions = declaration.declarations.filter(({ init }) => init?.type === "ArrowFunctionExpression");
  return functions.flatMap(({ id }) => ("name" in id ? [id.name] : []));
}

describe("architecture", () => {
  const all = sources();

  it("finds imports of every kind, also of types", () => {
    const text = [
      'import a, { type B } from "./a.ts"; import type { C } from "./c.ts"; import "./side.ts";',
      'export * from "./all.ts"; export { d } from "./d.ts"; export type { E } from "./e.ts";',
      'type F = import("./f.ts").F; const g = await import("./g.ts"); import h = require("./h.ts");',
      'const i = require("./i.ts"); // import "./not.ts"',
      "const j = 'import \"./neither.ts\"';",
    ].join("\n");
    const found = importsOf("sample.ts", text).map((name) => name.slice(2, -3));
    expect(found.sort()).to.deep.equal(["a", "all", "c", "d", "e", "f", "g", "h", "i", "side"]);
    expect(() => importsOf("sample.ts", "await import(name)")).to.throw("only a run");
  });

  it("has no room that the floor plan doesn't know, and none with a name that says nothing", () => {
    const unknown = all.map(({ path }) => roomOf(path)).filter((room) => !Object.hasOwn(ROOMS, room));
    expect([...new Set(unknown)]).to.deep.equal([]);
    const folders = new Set(all.map(({ path }) => slashed(dirname(path))));
    const nameless = [...folders].filter((folder) => folder.split("/").some((name) => NAMELESS.test(name)));
    expect(nameless.filter((folder) => !NAMED.some((named) => folder.startsWith(named)))).to.deep.equal([]);
  });

  it("lets an import point only left", () => {
    const wrong = all.flatMap((source) =>
      source.imports.filter((target) => !mayImport(source, target)).map((target) => `${source.path} → ${target}`),
    );
    expect(wrong).to.deep.equal([]);
  });

  it("judges imports as the floor plan does", () => {
    const judged = (path: string, target: string) => mayImport({ path, text: "", imports: [] }, target);
    expect(judged("domain/dates.ts", "crypto/hash.ts"), "right").to.equal(false);
    expect(judged("store/level/open.ts", "ledger/ledger.ts"), "siblings").to.equal(false);
    expect(judged("service/issue.ts", "ledger/evm/ledger.ts"), "an engine").to.equal(false);
    expect(judged("service/issue.ts", "ledger/ledger.ts"), "a port").to.equal(true);
    expect(judged("http/build.ts", "cli/runtime.ts"), "the runtime").to.equal(false);
    expect(judged("main/serve.ts", "cli/runtime.ts"), "the runtime, by main").to.equal(true);
    expect(judged("http/pages.ts", "web/pages/home.ts"), "behind the front door").to.equal(false);
    expect(judged("web/client/main.ts", "service/issue.ts"), "the browser").to.equal(false);
    expect(judged("proof/verify.ts", "node:crypto"), "a pure room").to.equal(false);
    expect(judged("crypto/hash.ts", "node:crypto"), "but for one file").to.equal(false);
    expect(judged("crypto/native/node.ts", "node:crypto"), "this one").to.equal(true);
  });

  it("has no import cycle, not even of types", () => {
    expect(
      cycleIn(
        new Map([
          ["a", ["b"]],
          ["b", ["c"]],
          ["c", ["b"]],
        ]),
      ),
    ).to.deep.equal(["b", "c", "b"]);
    expect(cycleIn(new Map(all.map(({ path, imports }) => [path, imports.filter(isFile)])))).to.equal(null);
  });

  it("has no file of more than 300 lines", () => {
    const long = all.filter(({ text }) => text.split("\n").length - 1 > 300);
    expect(long.map(({ path }) => path)).to.deep.equal([]);
  });

  it("documents every exported function of domain, crypto and proof", () => {
    const missing = all.filter(({ path }) => CORE.includes(roomOf(path))).flatMap(undocumented);
    expect(missing).to.deep.equal([]);
  });
});

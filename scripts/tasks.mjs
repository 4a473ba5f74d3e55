// The tasks behind `npm start`, `npm test` and the rest. Runs on Node 24 or newer only.
import { globSync, rmSync, statSync } from "node:fs";
import { join, relative, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { root } from "./bootstrap.mjs";
import { env, prepare, tool } from "./prepare.mjs";
import { capture, exec, underNpm } from "./process.mjs";

const tasks = {
  start: (args) => become("src/main.ts", "serve", ...args),
  yz: (args) => become("src/main.ts", ...args),
  demo: (args) => become("scripts/demo.ts", ...args),
  bench: (args) => become("scripts/bench/main.ts", ...args),
  "test:mutants": (args) => become("scripts/mutants.mjs", ...args),
  gas: (args) => become("scripts/gas.ts", ...args),
  build: () => 0,
  check,
  fix: () => exec(process.execPath, [tool.biome, "check", "--write"], { cwd: root, env }),
  test,
  coverage,
  "test:vectors": (args) => suite("vectors", "test/vectors/**/*.test.ts", args),
  "test:faults": (args) => suite("faults", "test/faults/**/*.test.ts", args),
  "test:browser": (args) => suite("browser", "test/browser/**/*.test.ts", args),
  "test:tools": (args) => suite("tools", "test/tools/**/*.test.ts", args),
};

/** Prepares the folder, runs one task and answers its exit code; 2 is misuse or an environment that cannot be prepared. */
export async function runTask(name, args) {
  if (!Object.hasOwn(tasks, name ?? "")) {
    process.stderr.write(`usage: node scripts/run.mjs ${Object.keys(tasks).join("|")} [ARGS…]\n`);
    return 2;
  }
  try {
    await prepare();
  } catch (cause) {
    process.stderr.write(`yinzheng: ${cause.message}\n`);
    return 2;
  }
  return await tasks[name](args);
}

/**
 * Turns this process into the given script, so that signals, exit code and `kill -9` are its own. Under npm it stays as the
 * parent, which notices when npm is killed; Windows has no such call.
 */
function become(script, ...args) {
  const argv = [join(root, script), ...args];
  if (underNpm || process.platform === "win32") return exec(process.execPath, argv, { env });
  process.execve(process.execPath, [process.execPath, ...argv], env);
}

/** `npm test` is everything; with arguments, only the runner they belong to (file paths decide, otherwise the unit tests). */
async function test(args) {
  const path = args.map((arg) => relative(root, resolve(arg))).find((arg) => arg.startsWith("test"));
  if (path?.endsWith(".sol")) return solidity(args);
  if (path?.startsWith(join("test", "contracts"))) return contracts(args);
  if (path?.startsWith(join("test", "vectors"))) return suite("vectors", undefined, args);
  if (path?.startsWith(join("test", "faults"))) return suite("faults", undefined, args);
  if (path?.startsWith(join("test", "browser"))) return suite("browser", undefined, args);
  if (path?.startsWith(join("test", "tools"))) return suite("tools", undefined, args);
  if (args.length > 0) return unit(args);
  return everything();
}

/** Rooms whose tests start processes of their own, and wait for each other more than they compute. */
const SYSTEM = ["cli", "e2e", "main"].map((room) => join("test", room));
/** Rooms with a runner of their own. */
const APART = ["contracts", "vectors", "faults", "browser", "tools"].map((room) => join("test", room));

/** Two lanes, as two cores: the system tests beside all others. Theirs is told when both are done, so that lines don't mix. */
async function everything() {
  const system = mocha("system", testsOutside(APART).filter(within(SYSTEM)), [], { quiet: true });
  const others = worst([
    await check(),
    await mocha("unit", testsOutside([...APART, ...SYSTEM]), []),
    await contracts([]),
    await solidity([]),
  ]);
  const { code, output } = await system;
  process.stdout.write(output);
  return worst([others, code]);
}

const within = (rooms) => (path) => rooms.some((room) => path.startsWith(join(room, "/")));
const testsOutside = (rooms) =>
  globSync("test/**/*.test.ts", { cwd: root, exclude: (path) => rooms.includes(String(path)) });

const ORACLE = pathToFileURL(join(root, "test/oracle/tap.mjs")).href;

const worst = (codes) => Math.max(...codes);

async function check() {
  const contractFiles = globSync("contracts/**/*.sol", { cwd: root });
  const checks = {
    biome: [tool.biome, "check", "--error-on-warnings", "--max-diagnostics=100"],
    tsc: [tool.tsc, "--noEmit"],
    "tsc (client)": [tool.tsc, "--noEmit", "-p", "src/web/client"],
    ...(contractFiles.length > 0 && { solhint: [tool.solhint, "--max-warnings", "0", "--noPoster", ...contractFiles] }),
  };
  const results = await Promise.all(
    Object.entries(checks).map(async ([name, argv]) => ({ name, ...(await node(argv)) })),
  );
  const failed = results.filter(({ code }) => code !== 0);
  for (const { output } of failed) process.stdout.write(output);
  const names = results.map(({ name, code }) => `${name} ${code === 0 ? "passed" : "failed"}`);
  process.stdout.write(`check: ${names.join(", ")}\n`);
  return failed.length > 0 ? 1 : 0;
}

const node = (argv) => capture(process.execPath, argv, { cwd: root, env });

/** Tests that need no contract runner: everything under test/ but the rooms that have a runner of their own. */
function unit(args, coverage) {
  return mocha("unit", testsOutside(APART), args, { coverage });
}

function suite(name, pattern, args) {
  return mocha(name, pattern ? globSync(pattern, { cwd: root }) : [], args);
}

/** Mocha by plain Node, on `files` unless the arguments name their own. */
function mocha(name, files, given, { coverage, quiet } = {}) {
  const args = given.flatMap(testsIn);
  const own = args.some((arg) => /\.ts$/.test(arg));
  const chosen = own ? [] : files.sort();
  if (!own && chosen.length === 0) return nothing(name);
  const strict = args.length === 0 ? ["--forbid-only"] : [];
  const command = [
    tool.mocha,
    "--no-config",
    "--no-package",
    "--timeout",
    "60000",
    "--reporter",
    "scripts/reporter.mjs",
  ];
  const measured = coverage ? [tool.c8, "--include", "src", "--reporter", "text-summary", "--reporter", "html"] : [];
  return run(name, [...measured, ...command, ...strict, ...args, ...chosen], { verbose: args.length > 0, quiet });
}

/** A folder among the arguments stands for the tests in it. */
function testsIn(arg) {
  const folder = !arg.startsWith("-") && statSync(resolve(arg), { throwIfNoEntry: false })?.isDirectory();
  return folder ? globSync(join(arg, "**/*.test.ts")).sort() : [arg];
}

/** Contract tests, on an in-process chain that Hardhat makes. */
function contracts(args, options = []) {
  const own = args.some((arg) => /\.ts$/.test(arg));
  const measured = options.includes("--coverage");
  // What code costs and how long it is says nothing while it is instrumented.
  const exclude = measured ? ["test/contracts/gas.test.ts"] : [];
  const files = own ? [] : globSync("test/contracts/**/*.test.ts", { cwd: root, exclude }).sort();
  if (!own && files.length === 0) return nothing("contracts");
  const compile = measured ? [] : ["--no-compile"];
  return run("contracts", [tool.hardhat, ...options, "test", "mocha", ...compile, ...args, ...files], {
    verbose: args.length > 0,
  });
}

/** Fuzz and invariant tests in Solidity, with a fixed seed. */
async function solidity(args) {
  const { code, output } = await node([tool.hardhat, "test", "solidity", ...args]);
  const count = (word) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
  const [passed, failed, skipped] = ["passing", "failing", "skipped"].map(count);
  if (code !== 0 || args.length > 0) process.stdout.write(output);
  process.stdout.write(`solidity: ${passed} passed, ${failed} failed, ${skipped} skipped\n`);
  return code !== 0 || passed === 0 ? 1 : 0;
}

/** The exit code; quiet: what `capture` gives. */
function run(name, argv, { verbose, quiet }) {
  // In this process and all that it starts, what is found valid is put to the independent checker as well.
  const NODE_OPTIONS = [env.NODE_OPTIONS, `--import=${ORACLE}`].filter(Boolean).join(" ");
  const settings = {
    NODE_OPTIONS,
    YINZHENG_RUNNER: name,
    NODE_ENV: "test",
    ...(verbose && { YINZHENG_REPORTER: "spec" }),
  };
  const options = { cwd: root, env: { ...env, ...settings } };
  return quiet ? capture(process.execPath, argv, options) : exec(process.execPath, argv, options);
}

async function coverage() {
  const codes = [await unit([], "coverage"), await contracts([], ["--coverage"])];
  // What is left there is instrumented, and no test of a chain passes with it: the next command builds anew.
  for (const made of ["artifacts", "cache"]) rmSync(join(root, made), { recursive: true, force: true });
  return worst(codes);
}

/** A run that executes no test is a failure. */
function nothing(name) {
  process.stdout.write(`no test file was found\n${name}: 0 passed, 0 failed, 0 skipped\n`);
  return 1;
}

// Breaks the contracts on purpose, one patch of test/mutants/ at a time, and expects the tests named for it to fail.
// Arguments choose patches by the beginnings of their names. Why it is done so: docs/decisions/0032.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KILLERS } from "../test/mutants/killers.mjs";
import { root } from "./bootstrap.mjs";
import { env, tool } from "./prepare.mjs";
import { capture } from "./process.mjs";

const LANES = 2;
const COPIED = ["contracts", "test/contracts/invariants", "hardhat.config.ts", "package.json"];
/** What Hardhat made of the unpatched contracts. It names files by their full paths, so each lane makes its own. */
const MADE = ["artifacts", "cache"];

const test = (folder, pattern) =>
  capture(process.execPath, [join(root, tool.hardhat), "test", "solidity", "--grep", pattern], { cwd: folder, env });
const count = (output, word) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
const passed = (output) => [...output.matchAll(/^\s*✔ (\w+\(.*?\))/gm)].map(([, name]) => name);

const copy = (from, to, paths) => {
  for (const path of paths)
    if (existsSync(join(from, path))) cpSync(join(from, path), join(to, path), { recursive: true });
};
const remove = (folder, paths) => {
  for (const path of paths) rmSync(join(folder, path), { recursive: true, force: true });
};

/** A lane's copy of what Hardhat needs, and the answer of the tests there without a patch. */
async function laneOf(patterns) {
  const folder = mkdtempSync(join(tmpdir(), "yinzheng-mutant-"));
  copy(root, folder, COPIED);
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  const clean = await test(folder, patterns.join("|"));
  copy(folder, join(folder, "clean"), MADE);
  return { folder, clean };
}

/** Each pattern must name tests that pass without a patch, or a typing error would kill everything. */
function cleanFault({ code, output }, patterns) {
  if (code !== 0 || count(output, "failing") > 0) return `the tests do not pass without a mutant\n${output}`;
  const names = passed(output);
  const idle = patterns.filter((pattern) => !names.some((name) => new RegExp(pattern).test(name)));
  return idle.length > 0 ? `no test is called ${idle.join(", ")}` : undefined;
}

/** What is wrong with a mutant, or nothing: it was killed. A compiler or runner that fails kills nothing. */
async function faultOf(folder, name) {
  const patch = join(root, "test/mutants", `${name}.patch`);
  const apply = (...options) => capture("git", ["apply", ...options, patch], { cwd: folder });
  if (!KILLERS[name]) return "no tests are named for it";
  const applied = await apply();
  if (applied.code !== 0) return `does not apply\n${applied.output}`;
  const { code, output } = await test(folder, KILLERS[name]);
  await apply("--reverse");
  remove(folder, MADE);
  copy(join(folder, "clean"), folder, MADE);
  if (code !== 0 && count(output, "failing") > 0) return undefined;
  return `${output.includes("Running Solidity tests") ? "survives" : "does not compile"}\n${output}`;
}

async function inLanes(names, report) {
  const patterns = [...new Set(names.map((name) => KILLERS[name]).filter(Boolean))];
  const lanes = await Promise.all(Array.from({ length: LANES }, () => laneOf(patterns)));
  try {
    const fault = lanes.map(({ clean }) => cleanFault(clean, patterns)).find(Boolean);
    if (fault !== undefined) return fault;
    const rest = [...names];
    const work = async ({ folder }) => {
      for (let name = rest.shift(); name !== undefined; name = rest.shift()) report(name, await faultOf(folder, name));
    };
    await Promise.all(lanes.map(work));
  } finally {
    for (const { folder } of lanes) rmSync(folder, { recursive: true });
  }
}

const patches = readdirSync(join(root, "test/mutants")).filter((name) => name.endsWith(".patch"));
const all = patches.map((name) => name.slice(0, -".patch".length)).sort();
const wanted = process.argv.slice(2);
const names = all.filter((name) => wanted.length === 0 || wanted.some((beginning) => name.startsWith(beginning)));
let killed = 0;
const report = (name, wrong) => {
  if (wrong === undefined) killed += 1;
  process.stdout.write(`${wrong === undefined ? "killed" : "NOT KILLED"}  ${name}${wrong ? `: ${wrong}` : ""}\n`);
};
const missing = Object.keys(KILLERS).filter((name) => !all.includes(name));
const fault = missing.length > 0 ? `no patch for ${missing.join(", ")}` : await inLanes(names, report);
if (fault !== undefined) {
  process.stdout.write(`mutants: ${fault}\n`);
  process.exit(1);
}
process.stdout.write(`mutants: ${killed}/${names.length} killed\n`);
process.stdout.write(`mutants: ${killed} passed, ${names.length - killed} failed, 0 skipped\n`);
process.exitCode = killed === names.length && names.length > 0 ? 0 : 1;

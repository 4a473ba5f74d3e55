// Breaks the contracts on purpose, one patch of test/mutants/ at a time, and expects the tests named for it to fail.
import { cpSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { KILLERS } from "../test/mutants/killers.mjs";
import { root } from "./bootstrap.mjs";
import { env, tool } from "./prepare.mjs";
import { capture } from "./process.mjs";

const LANES = 2;
const COPIED = ["contracts", "test/contracts/invariants", "hardhat.config.ts", "package.json", "artifacts", "cache"];

/** A copy of what Hardhat needs, built already, so that a patch compiles no more than it touches. */
function copyOf() {
  const folder = mkdtempSync(join(tmpdir(), "yinzheng-mutant-"));
  for (const path of COPIED) {
    if (existsSync(join(root, path))) cpSync(join(root, path), join(folder, path), { recursive: true });
  }
  symlinkSync(join(root, "node_modules"), join(folder, "node_modules"));
  return folder;
}

const hardhat = (cwd, ...args) => capture(process.execPath, [join(root, tool.hardhat), ...args], { cwd, env });
const test = (folder, pattern) => hardhat(folder, "test", "solidity", "--grep", pattern);
const count = (output, word) => Number(output.match(new RegExp(`^\\s*(\\d+) ${word}$`, "m"))?.[1] ?? 0);
const passes = ({ code, output }) => code === 0 && count(output, "passing") > 0;
/** Failed tests count; a compiler or runner that fails does not. */
const fails = ({ code, output }) => code !== 0 && count(output, "failing") > 0;

/** What is wrong with a mutant, or nothing: it was killed. */
async function faultOf(folder, name) {
  const patch = join(root, "test/mutants", `${name}.patch`);
  const apply = (...options) => capture("git", ["apply", ...options, patch], { cwd: folder });
  if (!KILLERS[name]) return "no tests are named for it";
  const applied = await apply();
  if (applied.code !== 0) return `does not apply\n${applied.output}`;
  try {
    const built = await hardhat(folder, "build", "--no-tests");
    if (built.code !== 0) return `does not compile\n${built.output}`;
    const tested = await test(folder, KILLERS[name]);
    return fails(tested) ? undefined : `survives\n${tested.output}`;
  } finally {
    await apply("--reverse");
  }
}

async function lane(names, report) {
  const folder = copyOf();
  try {
    for (let name = names.shift(); name !== undefined; name = names.shift()) report(name, await faultOf(folder, name));
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Each pattern must name tests that pass without a patch, or a typing error would kill everything. */
async function cleanFault() {
  const folder = copyOf();
  try {
    for (const pattern of new Set(Object.values(KILLERS))) {
      const tested = await test(folder, pattern);
      if (!passes(tested)) return `${pattern}: does not pass without a mutant\n${tested.output}`;
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
}

const patches = readdirSync(join(root, "test/mutants")).filter((name) => name.endsWith(".patch"));
const names = patches.map((name) => name.slice(0, -".patch".length)).sort();
const missing = Object.keys(KILLERS).filter((name) => !names.includes(name));
const fault = missing.length > 0 ? `no patch for ${missing.join(", ")}` : await cleanFault();
if (fault !== undefined) {
  process.stdout.write(`mutants: ${fault}\n`);
  process.exit(1);
}
let killed = 0;
const total = names.length;
const report = (name, wrong) => {
  if (wrong === undefined) killed += 1;
  process.stdout.write(`${wrong === undefined ? "killed" : "NOT KILLED"}  ${name}${wrong ? `: ${wrong}` : ""}\n`);
};
await Promise.all(Array.from({ length: LANES }, () => lane(names, report)));
process.stdout.write(`mutants: ${killed}/${total} killed\n`);
process.stdout.write(`mutants: ${killed} passed, ${total - killed} failed, 0 skipped\n`);
process.exitCode = killed === total && total > 0 ? 0 : 1;

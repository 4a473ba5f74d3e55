// Installs packages and builds contracts and pages, each only when what it is made from has changed.
import { createHash } from "node:crypto";
import { existsSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { basename, delimiter, dirname, join } from "node:path";
import { rememberNode, root } from "./bootstrap.mjs";
import { withLock } from "./lock.mjs";
import { capture, step } from "./process.mjs";

/** Every tool runs by path under this very Node; nothing is looked up on the PATH. */
export const tool = {
  biome: "node_modules/@biomejs/biome/bin/biome",
  c8: "node_modules/c8/bin/c8.js",
  hardhat: "node_modules/hardhat/dist/src/cli.js",
  mocha: "node_modules/mocha/bin/mocha.js",
  solhint: "node_modules/solhint/solhint.js",
  tsc: "node_modules/typescript/bin/tsc",
  vite: "node_modules/vite/bin/vite.js",
};

export const env = {
  ...process.env,
  HARDHAT_DISABLE_TELEMETRY: "true",
  PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}`,
};

const types = "src/ledger/evm/types";

/** In this order. Inputs are files or folders, of which `only` those count that match; they need not exist yet. */
const steps = [
  {
    name: "installing packages",
    stamp: "node_modules/.yinzheng-stamp",
    inputs: ["package-lock.json"],
    outputs: ["node_modules/hardhat/package.json"],
    work: install,
  },
  {
    name: "building contracts",
    stamp: "node_modules/.yinzheng-contracts",
    inputs: ["package-lock.json", "hardhat.config.ts", "contracts"],
    only: /\.sol$|^hardhat|^package/,
    outputs: ["artifacts", `${types}/index.ts`],
    work: buildContracts,
  },
  {
    name: "building pages",
    stamp: "node_modules/.yinzheng-web",
    inputs: [
      ...["package-lock.json", "package.json", "vite.config.ts"],
      ...["src/web/client", "src/domain", "src/crypto", "src/proof", "src/documents/read"],
    ],
    outputs: ["dist/web/.vite/manifest.json", "dist/offline/offline.js"],
    work: async () => {
      await quietly(tool.vite, "build", "--logLevel", "warn");
      await quietly(tool.vite, "build", "--mode", "offline", "--logLevel", "warn");
    },
  },
];

/** Does what is due. YZ_NO_BUILD=1 leaves the builds out (to work on one room while another does not compile). */
export async function prepare() {
  const wanted = process.env.YZ_NO_BUILD === "1" ? steps.slice(0, 1) : steps;
  if (!wanted.some(due)) return;
  await withLock(root, async () => {
    for (const one of wanted) {
      if (!due(one)) continue;
      const made = digest(one);
      await step(one.name, one.work);
      writeFileSync(join(root, one.stamp), made);
    }
  });
}

function due(one) {
  const stamp = join(root, one.stamp);
  if (!existsSync(stamp) || !one.outputs.every((path) => existsSync(join(root, path)))) return true;
  return readFileSync(stamp, "utf8") !== digest(one);
}

/** Hash of the inputs, and of the platform and ABI for which native packages were installed. */
function digest({ inputs, only }) {
  const hash = createHash("sha256").update(`${process.platform} ${process.arch} ${process.versions.modules}\n`);
  for (const path of inputs.flatMap(filesIn)) {
    if (only && !only.test(path)) continue;
    hash
      .update(`${path}\0`)
      .update(readFileSync(join(root, path)))
      .update("\0");
  }
  return hash.digest("hex");
}

function filesIn(path) {
  const stat = statSync(join(root, path), { throwIfNoEntry: false });
  if (!stat) return [];
  if (!stat.isDirectory()) return [path];
  return readdirSync(join(root, path))
    .sort()
    .flatMap((name) => filesIn(`${path}/${name}`));
}

/** The npm at hand, but run by this Node: under an older one it silently leaves out native packages. */
async function install() {
  const args = ["ci", "--include=dev", "--include=optional", "--no-audit", "--no-fund", "--loglevel=error"];
  const npm = process.env.npm_execpath;
  const direct = npm !== undefined && basename(npm) === "npm-cli.js" && existsSync(npm);
  const [command, ...rest] = direct ? [process.execPath, npm, ...args] : ["npm", ...args];
  const { code, output } = await capture(command, rest, { cwd: root, env });
  if (code !== 0) throw new Error(`npm ci failed (exit ${code}). Is the npm registry within reach?\n${output}`);
  rememberNode();
}

/** What the compiler says about our own contracts; what it says about other people's is not ours to act on. */
async function buildContracts() {
  const started = Date.now();
  const output = await quietly(tool.hardhat, "build", "--no-tests");
  const own = output.split(/\n\n+/).filter((block) => /^\s*--> (?!.*node_modules)/m.test(block));
  if (own.length > 0) process.stderr.write(`${own.join("\n\n")}\n`);
  // TypeChain writes every file anew but leaves those of removed contracts.
  for (const path of filesIn(types)) if (statSync(join(root, path)).mtimeMs < started) rmSync(join(root, path));
}

async function quietly(script, ...args) {
  const { code, output } = await capture(process.execPath, [join(root, script), ...args], { cwd: root, env });
  if (code !== 0) throw new Error(`${basename(script)} ${args.join(" ")} failed (exit ${code})\n${output}`);
  return output;
}

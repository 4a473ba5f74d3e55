// Gets from whatever Node the machine has (>= 18) to one that the tools accept. Everything imported here must load on Node 18.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { delimiter, dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { withLock } from "./lock.mjs";
import { capture, exec, step } from "./process.mjs";

export const root = dirname(dirname(fileURLToPath(import.meta.url)));

/** The Node that is fetched from the npm registry when the one at hand is older than its major version. */
const PINNED = "24.21.0";
/** Remembers where npx put the pinned Node, which saves half a second a command. */
const remembered = join(root, "node_modules", ".yinzheng-node");

/** Set by the older Node that started this one; not handed on to children. */
const reexecuted = process.env.YINZHENG_REEXEC === "1";
delete process.env.YINZHENG_REEXEC;

const major = (version) => Number(version.split(".")[0]);

/**
 * True when this process may carry on. On an older Node it runs the same command under the pinned one, takes over its
 * exit code and answers false.
 */
export async function underPinnedNode() {
  if (major(process.versions.node) >= major(PINNED)) return true;
  if (reexecuted) throw new Error(`Node ${PINNED} was asked for, ${process.version} came`);
  const node = await pinnedNode();
  const env = { ...process.env, YINZHENG_REEXEC: "1", PATH: `${dirname(node)}${delimiter}${process.env.PATH}` };
  process.exitCode = await exec(node, process.argv.slice(1), { env });
  return false;
}

async function pinnedNode() {
  return recall() ?? (await withLock(root, async () => recall() ?? (await fetchNode())));
}

function recall() {
  if (!existsSync(remembered)) return undefined;
  const [version, path] = readFileSync(remembered, "utf8").split("\n");
  return version === PINNED && path && existsSync(path) ? path : undefined;
}

async function fetchNode() {
  const args = ["-y", "-p", `node@${PINNED}`, "node", "-p", "process.execPath"];
  const { code, stdout, output } = await step(`fetching Node ${PINNED}`, () => capture("npx", args, { cwd: root }));
  const path = stdout.trim().split("\n").pop();
  if (code !== 0 || !path) throw new Error(`could not fetch Node ${PINNED} from the npm registry\n${output}`);
  remember(path);
  return path;
}

/** Called again once packages are installed, since installing empties node_modules. */
export function rememberNode() {
  if (reexecuted) remember(process.execPath);
}

function remember(path) {
  mkdirSync(dirname(remembered), { recursive: true });
  writeFileSync(remembered, `${PINNED}\n${path}\n`);
}

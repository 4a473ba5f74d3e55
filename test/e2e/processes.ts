import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Running processes whose parent is `pid`, by the operating system's own account. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  if (process.platform === "linux") {
    const children = (await readFile(`/proc/${pid}/task/${pid}/children`, "utf8").catch(() => "")).trim();
    const pids = children === "" ? [] : children.split(" ").map(Number);
    const running = await Promise.all(pids.map(isRunning));
    return pids.filter((_, i) => running[i]);
  }
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  const lines = stdout.trim().split("\n");
  const parents = lines.map((line) => line.trim().split(/\s+/).map(Number));
  return parents.flatMap(([child, parent]) => (parent === pid && child !== undefined ? [child] : []));
}

export async function isRunning(pid: number): Promise<boolean> {
  if (process.platform === "linux") {
    const stat = await readFile(`/proc/${pid}/stat`, "utf8").catch(() => "");
    return /\) [^Z] /.test(stat);
  }
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

/** Resolves when `condition` holds; looks after every turn of the event loop, so it waits for what happens, not for time. */
export async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve));
}

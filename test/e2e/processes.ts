import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { promisify } from "node:util";

/** Processes whose parent is `pid`, by the operating system's own account. */
export async function childrenOf(pid: number): Promise<readonly number[]> {
  const parents = process.platform === "linux" ? await fromProc() : await fromPs();
  return parents.flatMap(([child, parent]) => (parent === pid ? [child] : []));
}

type Parent = readonly [child: number, parent: number];

async function fromProc(): Promise<readonly Parent[]> {
  const pids = (await readdir("/proc")).filter((name) => /^\d+$/.test(name));
  const stats = pids.map((pid) => readFile(`/proc/${pid}/stat`, "utf8").catch(() => ""));
  // "<pid> (<name, which may hold anything>) <state> <ppid> …"; a zombie runs no more.
  const fields = (await Promise.all(stats)).map((stat) => /^(\d+) .*\) ([^Z]) (\d+) /s.exec(stat));
  return fields.flatMap((found) => (found === null ? [] : [[Number(found[1]), Number(found[3])] as const]));
}

async function fromPs(): Promise<readonly Parent[]> {
  const { stdout } = await promisify(execFile)("ps", ["-A", "-o", "pid=,ppid="]);
  return stdout
    .trim()
    .split("\n")
    .map((line) => line.trim().split(/\s+/).map(Number) as unknown as Parent);
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

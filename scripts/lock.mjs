// One bootstrap at a time in one folder. A lock is a directory, because making one is atomic everywhere. Loads on Node 18.
import { mkdirSync, readFileSync, renameSync, rmSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { step } from "./process.mjs";

const HEARTBEAT_MS = 2_000;
/** A holder on another machine (a shared folder) is known to be gone by its silence alone. */
const SILENT_MS = 30_000;
const POLL_MS = 200;

/** Runs `work` while holding the lock of `root`; waits for a living holder, takes over from a dead one. */
export async function withLock(root, work) {
  const lock = join(root, ".yinzheng-lock");
  if (!take(lock)) await step("waiting for another start in this folder", () => acquire(lock));
  const beat = setInterval(() => touch(lock), HEARTBEAT_MS);
  beat.unref();
  const release = () => rmSync(lock, { recursive: true, force: true });
  process.once("exit", release);
  try {
    return await work();
  } finally {
    clearInterval(beat);
    process.off("exit", release);
    release();
  }
}

async function acquire(lock) {
  while (!take(lock)) {
    if (abandoned(lock)) bury(lock);
    else await new Promise((resolve) => setTimeout(resolve, POLL_MS));
  }
}

function take(lock) {
  try {
    mkdirSync(lock);
  } catch (cause) {
    if (cause.code === "EEXIST") return false;
    throw cause;
  }
  writeFileSync(join(lock, "owner"), `${hostname()} ${process.pid}`);
  return true;
}

function abandoned(lock) {
  try {
    if (Date.now() - statSync(lock).mtimeMs > SILENT_MS) return true;
    const [host, pid] = readFileSync(join(lock, "owner"), "utf8").split(" ");
    return host === hostname() && Boolean(pid) && !alive(Number(pid));
  } catch {
    return false; // released, or just taken and not yet signed: look again
  }
}

function alive(pid) {
  try {
    process.kill(pid, 0);
    return true;
  } catch (cause) {
    return cause.code === "EPERM";
  }
}

/** Renamed before it is removed, so that of several waiters only one buries it. */
function bury(lock) {
  const grave = `${lock}-${process.pid}`;
  try {
    renameSync(lock, grave);
  } catch {
    return;
  }
  rmSync(grave, { recursive: true, force: true });
}

function touch(lock) {
  try {
    utimesSync(lock, new Date(), new Date());
  } catch {
    // the folder is being removed from outside; nothing to keep alive
  }
}

// Child processes and progress lines. Loads on Node 18.
import { spawn } from "node:child_process";
import { constants } from "node:os";

const SIGNALS = ["SIGINT", "SIGTERM", "SIGHUP"];
const windows = process.platform === "win32";
/** On a terminal Ctrl-C reaches the whole process group, so passing it on would deliver it twice. */
const onTerminal = [process.stdin, process.stdout, process.stderr].some((stream) => stream.isTTY);

/**
 * Started by npm, which may be killed outright, or whose shell may die of a signal that was meant for us (`npx yz`). A parent
 * that is gone then counts as SIGTERM, so that no service is left behind. Children of ours are told nothing of npm.
 */
export const underNpm = process.env.npm_lifecycle_event !== undefined;
delete process.env.npm_lifecycle_event;
const parent = process.ppid;
const PARENT_POLL_MS = 200;

/** Runs a child on this terminal and resolves with its exit code (128 + n when signal n ended it). */
export async function exec(command, args, options = {}) {
  const { code } = await supervise(spawn(command, args, { stdio: "inherit", ...options }));
  return code;
}

/**
 * Runs a child quietly. `output` is stdout and stderr as they came; an interrupted child never counts as done.
 * `npm` and `npx` are scripts on Windows, hence the shell.
 */
export async function capture(command, args, options = {}) {
  const child = spawn(command, args, {
    stdio: ["ignore", "pipe", "pipe"],
    shell: windows && !command.includes("\\"),
    ...options,
  });
  let stdout = "";
  let output = "";
  child.stdout.on("data", (chunk) => {
    stdout += chunk;
    output += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output += chunk;
  });
  const { code, signalled } = await supervise(child);
  return { code: signalled ? code || 130 : code, stdout, output };
}

/** Passes each signal on at most once and waits for the child, however long it takes to go. */
function supervise(child) {
  const sent = new Set();
  const forward = (signal) => {
    if (sent.has(signal)) return;
    sent.add(signal);
    if (signal !== "SIGINT" || !onTerminal) child.kill(signal);
  };
  for (const signal of SIGNALS) process.on(signal, forward);
  const watch = setInterval(() => underNpm && process.ppid !== parent && forward("SIGTERM"), PARENT_POLL_MS);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearInterval(watch);
      for (const name of SIGNALS) process.off(name, forward);
      resolve({ code: code ?? 128 + constants.signals[signal], signalled: sent.size > 0 });
    });
  });
}

/** Runs `work`, and says on stderr what it is doing if that takes more than a second. */
export async function step(name, work) {
  const started = performance.now();
  let shown = false;
  const timer = setTimeout(() => {
    shown = true;
    process.stderr.write(`yinzheng: ${name} …\n`);
  }, 1000);
  try {
    return await work();
  } finally {
    clearTimeout(timer);
    if (shown) process.stderr.write(`yinzheng: ${name}, ${((performance.now() - started) / 1000).toFixed(1)} s\n`);
  }
}

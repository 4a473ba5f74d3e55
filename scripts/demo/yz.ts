import { spawn } from "node:child_process";
import { join } from "node:path";

/** The `yz` command of this clone, as a process of its own, as a user runs it. */
export const ENTRY = join(import.meta.dirname, "..", "..", "src", "main.ts");

/** The part of a report that the demo looks at. */
export interface TypeReport {
  readonly verdict: string;
  readonly certificate: {
    readonly id: string;
    readonly type: { readonly zh: string; readonly en: string };
    readonly issuer: { readonly zh: string };
  };
  readonly checks: readonly {
    readonly name: string;
    readonly result: string;
    readonly detail?: { readonly time?: number };
  }[];
}

interface Ended {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

async function call(args: readonly string[]): Promise<Ended> {
  const child = spawn(process.execPath, [ENTRY, ...args], { stdio: ["ignore", "pipe", "pipe"] });
  let [stdout, stderr] = ["", ""];
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    stderr += text;
  });
  const code = await new Promise<number>((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (status) => resolve(status ?? -1));
  });
  return { code, stdout, stderr };
}

/** Runs a command that must succeed; gives what it printed. */
export async function yz(...args: readonly string[]): Promise<string> {
  return yzEnding(0, ...args);
}

/** Runs a command that must end with this exit code; gives what it printed. */
export async function yzEnding(exit: number, ...args: readonly string[]): Promise<string> {
  const { code, stdout, stderr } = await call(args);
  if (code !== exit) throw new Error(`yz ${args.join(" ")} ended with ${code}, not ${exit}\n${stderr}`);
  return stdout;
}

/** Runs a command that must be refused with this code. */
export async function refused(code: string, ...args: readonly string[]): Promise<void> {
  const { code: exit, stderr } = await call(args);
  if (exit === 2 && stderr.includes(`[${code}]`)) return say(`   ✓ ${stderr.split("\n")[0]}`);
  throw new Error(`yz ${args.join(" ")}\nexpected ${code} and exit 2; found exit ${exit}\n${stderr}`);
}

export async function yzJson(...args: readonly string[]): Promise<{ readonly id: string; readonly state: string }> {
  return JSON.parse(await yz(...args));
}

/** What `yz verify FILE…` reports, one report a file in their order. */
export async function reports(args: readonly string[]): Promise<readonly TypeReport[]> {
  const { stdout, stderr } = await call(["verify", ...args, "--json"]);
  if (stdout === "") throw new Error(stderr);
  return [JSON.parse(stdout)].flat();
}

/** Runs a verification and compares exit code, verdict and, where one is named, a check's code. */
export async function expect(args: readonly string[], exit: number, verdict: string, code?: string): Promise<void> {
  const { code: found, stdout, stderr } = await call([...args, "--json"]);
  const report = found === 2 ? { verdict: stderr, checks: [] } : JSON.parse(stdout);
  const codes: string[] = report.checks
    .filter((line: { result: string }) => line.result !== "valid")
    .map((line: { code: string }) => line.code);
  const right = found === exit && report.verdict === verdict && (code === undefined || codes.includes(code));
  say(`   ${right ? "✓" : "✗"} ${report.verdict}${code === undefined ? "" : ` [${code}]`}, exit ${found}`);
  if (right) return;
  throw new Error(
    `yz ${args.join(" ")}\nexpected ${verdict} ${code ?? ""} and exit ${exit}; found ${report.verdict} ${codes.join(" ")} and exit ${found}`,
  );
}

export function say(line: string): void {
  process.stdout.write(`${line}\n`);
}

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { YinzhengError } from "../../domain/errors.ts";
import type { Closing } from "../stop.ts";

const ENTRY = fileURLToPath(new URL("../../main.ts", import.meta.url));

/**
 * Starts `yz <noun> run … --attached` over folders of other parties, and gives the URLs that it says it listens at, in
 * their order. It is closed with the others from the moment it runs, and ends by itself when we do, however we end. Throws
 * `signer.unreachable` or `witness.unreachable` with what it wrote, where it ends before that line.
 */
export async function startChild(
  noun: "signer" | "witness",
  dirs: readonly string[],
  closing: Closing,
): Promise<readonly string[]> {
  const folders = noun === "witness" ? ["--dir", ...dirs] : dirs;
  const child = spawn(process.execPath, [ENTRY, noun, "run", ...folders, "--port", "0", "--attached"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: ownEnvironment(),
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  closing.add(child, () => {
    child.stdin.end();
    return ended;
  });
  return listeningLines(child, dirs.length, noun);
}

/** Each party opens its own folder with the passphrase in it, whatever ours was told. */
function ownEnvironment(): NodeJS.ProcessEnv {
  const { YZ_PASSPHRASE: _, YZ_PASSPHRASE_FILE: __, ...rest } = process.env;
  return rest;
}

function listeningLines(child: ChildProcess, count: number, name: "signer" | "witness"): Promise<readonly string[]> {
  const failure = `${name}.unreachable` as const;
  return new Promise((resolve, reject) => {
    const urls: string[] = [];
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.once("error", (cause) => reject(new YinzhengError(failure, { name }, cause)));
    child.once("exit", (code) => reject(new YinzhengError(failure, { name, code, said })));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, url] = /^listening (http:\/\/\S+)$/.exec(line) ?? [];
      if (url !== undefined) urls.push(url);
      if (urls.length === count) resolve(urls);
    });
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { YinzhengError } from "../../domain/errors.ts";

/** A process of another party that the demo started. */
export interface Child {
  readonly url: string;
  /** Resolves when it has ended. */
  close(): Promise<void>;
}

const ENTRY = new URL("../../main.ts", import.meta.url).pathname;

/**
 * Starts `yz <noun> run --dir <dir> --attached` and waits for the line in which it says where it listens. It ends by
 * itself when we do, however we end. Throws `signer.unreachable` with what it wrote, where it ends before that line.
 */
export async function startChild(noun: "signer" | "witness", dir: string): Promise<Child> {
  const child = spawn(process.execPath, [ENTRY, noun, "run", "--dir", dir, "--port", "0", "--attached"], {
    stdio: ["pipe", "pipe", "pipe"],
    env: process.env,
  });
  const ended = new Promise<void>((resolve) => child.once("exit", () => resolve()));
  const url = await listeningLine(child, `${noun} ${dir}`);
  return {
    url,
    async close() {
      child.stdin?.end();
      await ended;
    },
  };
}

function listeningLine(child: ChildProcess, name: string): Promise<string> {
  return new Promise((resolve, reject) => {
    let said = "";
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      said = (said + text).slice(-2000);
    });
    child.once("error", (cause) => reject(new YinzhengError("signer.unreachable", { name }, cause)));
    child.once("exit", (code) => reject(new YinzhengError("signer.unreachable", { name, code, said })));
    if (child.stdout === null) return;
    createInterface({ input: child.stdout }).on("line", (line) => {
      const [, url] = /^listening (http:\/\/\S+)$/.exec(line) ?? [];
      if (url !== undefined) resolve(url);
    });
  });
}

import { type ChildProcess, spawn } from "node:child_process";
import { join } from "node:path";
import { createInterface } from "node:readline";
import type { Network } from "../../src/domain/network.ts";
import type { TrustFile } from "../../src/proof/trust.ts";
import type { Point } from "./places.ts";

export const API_KEY = "key-of-the-bureau";
export const OFFICER_TOKEN = "token-of-the-officer";

/** What a process over the folder says when it serves. */
export interface Life {
  /** URLs of the service, the maker's signer, and the chain node. */
  readonly service: string;
  readonly maker: string;
  readonly rpc: string;
  readonly network: Network;
  readonly trust: TrustFile;
}

export interface Living extends Life {
  /** Resolves with the signal that ended it, or null. */
  readonly died: Promise<NodeJS.Signals | null>;
  /** Lets it end in good order. */
  end(): Promise<void>;
}

const CHILD = join(import.meta.dirname, "child.ts");

/** Starts a process over the folder; null where its point came before it could serve. */
export async function live(dir: string, point?: Point): Promise<Living | null> {
  const at = point === undefined ? [] : [point.place, String(point.n), point.when];
  const child = spawn(process.execPath, [CHILD, dir, ...at], { stdio: ["pipe", "pipe", "inherit"] });
  const died = new Promise<NodeJS.Signals | null>((resolve) => child.once("close", (_code, signal) => resolve(signal)));
  const line = await firstLine(child);
  if (line === null) {
    if ((await died) === "SIGKILL") return null;
    throw new Error("it does not start");
  }
  const life: Life = JSON.parse(line);
  const end = async (): Promise<void> => {
    child.stdin?.end();
    await died;
  };
  return { ...life, died, end };
}

async function firstLine({ stdout }: ChildProcess): Promise<string | null> {
  if (stdout === null) return null;
  for await (const line of createInterface({ input: stdout })) return line;
  return null;
}

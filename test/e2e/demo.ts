import { type ChildProcess, spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { childrenOf } from "./processes.ts";

const MAIN = join(import.meta.dirname, "..", "..", "src", "main.ts");

export interface Ended {
  /** null where a signal ended it. */
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * `node src/main.ts …` as a process of its own, in a group of its own as a terminal would have it. A demo is attached: it
 * ends with this process, however that ends.
 */
export class Process {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  #stdout = "";
  #stderr = "";
  #heard = Promise.withResolvers<void>();

  constructor(args: readonly string[], env: Readonly<Record<string, string>> = {}) {
    const attached = args[0] === "serve" ? ["--attached"] : [];
    this.child = spawn(process.execPath, [MAIN, ...args, ...attached], {
      detached: true,
      stdio: ["pipe", "pipe", "pipe"],
      env: { ...process.env, YZ_LANG: "en", ...env },
    });
    this.child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      this.#stderr += text;
    });
    this.child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      this.#stdout += text;
      this.#heard.resolve();
      this.#heard = Promise.withResolvers();
    });
    this.ended = new Promise((resolve) => {
      this.child.once("close", (code) => resolve({ code, stdout: this.#stdout, stderr: this.#stderr }));
    });
  }

  get pid(): number {
    return this.child.pid ?? -1;
  }

  /** Resolves with all it has said as soon as that matches. Throws where it ends before. */
  async says(pattern: RegExp): Promise<string> {
    for (;;) {
      if (pattern.test(this.#stdout)) return this.#stdout;
      const ended = await Promise.race([this.#heard.promise, this.ended]);
      if (ended !== undefined && !pattern.test(this.#stdout)) throw new Error(`it ended: ${JSON.stringify(ended)}`);
    }
  }

  /** Sends a signal to it alone, or to its whole group as Ctrl-C on a terminal does; resolves when it has ended. */
  async stop(signal: NodeJS.Signals, whom: "it" | "group" = "it"): Promise<Ended> {
    process.kill(whom === "it" ? this.pid : -this.pid, signal);
    return this.ended;
  }
}

/** Runs a command to its end, in a process of its own. */
export const yzProcess = (...args: readonly string[]): Promise<Ended> => new Process(args).ended;

/** A configuration of the demo in `dir`; port 0 is any free one. */
export async function configIn(dir: string, ports: { readonly http?: number; readonly chain?: number } = {}) {
  await mkdir(dir, { recursive: true });
  const path = join(dir, "config.json");
  const chain = { engine: "embedded", port: ports.chain ?? 0 };
  const folders = { dataDir: join(dir, "data"), deployment: join(dir, "deployment"), trust: join(dir, "trust.json") };
  await writeFile(path, JSON.stringify({ ...folders, http: { port: ports.http ?? 0 }, chain }));
  return { path, ...folders };
}

export type Subject =
  | "approval-bureau-clerk"
  | "approval-bureau-maker"
  | "data-centre-clerk"
  | "data-centre-maker"
  | "data-centre-caseworker"
  | "city-bank-teller"
  | "insurer-a-claims"
  | "insurer-b-claims";

/** A demo that runs: what `npm start` is, in a folder of its own and on free ports. */
export class Demo {
  readonly dir: string;
  readonly dataDir: string;
  readonly deployment: string;
  readonly trust: string;
  readonly process: Process;
  readonly welcome: string;
  readonly url: string;
  /** URL of the chain node. */
  readonly rpc: string;

  private constructor(dir: string, folders: Awaited<ReturnType<typeof configIn>>, process: Process, welcome: string) {
    const { dataDir, deployment, trust } = folders;
    const after = (label: string) => new RegExp(`· ${label} +(http:\\S+?)/?\\n`).exec(welcome)?.[1] ?? "";
    this.dir = dir;
    this.dataDir = dataDir;
    this.deployment = deployment;
    this.trust = trust;
    this.process = process;
    this.welcome = welcome;
    [this.url, this.rpc] = [after("Page"), after("Chain")];
  }

  static async start(dir: string): Promise<Demo> {
    const folders = await configIn(dir);
    const process = new Process(["serve", "--config", folders.path]);
    return new Demo(dir, folders, process, await process.says(/Ctrl-C stops everything\n/));
  }

  children(): Promise<readonly number[]> {
    return childrenOf(this.process.pid);
  }

  async stop(): Promise<void> {
    if (this.process.child.exitCode === null && this.process.child.signalCode === null)
      await this.process.stop("SIGTERM");
  }

  keyFile(subject: Subject): string {
    return join(this.dataDir, "demo", `${subject}.key`);
  }

  /** Options for `yz cert` as that person. */
  as(subject: Subject): readonly string[] {
    return ["--url", this.url, "--key-file", this.keyFile(subject)];
  }

  /** Folder of an officer's signer. */
  signer(name: string): string {
    return join(this.dataDir, "signers", name);
  }

  async key(subject: Subject): Promise<string> {
    return (await readFile(this.keyFile(subject), "utf8")).trim();
  }

  /** One HTTP request with JSON, with a fresh Idempotency-Key where it writes. */
  async ask(path: string, options: { readonly as?: Subject; readonly body?: JsonObject | string } = {}) {
    const { as, body } = options;
    const response = await fetch(new URL(path, this.url), {
      headers: {
        ...(as === undefined ? {} : { authorization: `Bearer ${await this.key(as)}` }),
        ...(body === undefined ? {} : { "content-type": "application/json", "idempotency-key": crypto.randomUUID() }),
      },
      ...(body === undefined ? {} : { method: "POST", body: typeof body === "string" ? body : JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, text, json: (): JsonObject => JSON.parse(text) };
  }
}

/** What the bureau is asked to issue. */
export const LICENCE = {
  type: "11100000000013338W011",
  subject: {
    unifiedSocialCreditCode: "91371000MA94KLXE8M",
    name: "威海示例海产品有限公司",
    enterpriseType: "有限责任公司（自然人投资或控股）",
    legalRepresentative: "𠮷田丽",
    registeredCapital: { amount: "1000000.00", currency: "CNY" },
    establishedOn: "2021-05-18",
    address: "山东省威海市环翠区示例路 1 号",
    businessScope: "水产品批发；水产品零售；货物进出口。",
    registrationAuthority: "审批服务局",
    registeredOn: "2021-05-18",
  },
} as const;

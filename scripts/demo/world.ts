import { spawn } from "node:child_process";
import { mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { ENTRY } from "./yz.ts";

/** A demo world of its own: what `npm start` runs, in another folder and on free ports. */
export interface World {
  readonly dir: string;
  readonly registryId: string;
  /** Folder with the bundle of each type that it has issued. */
  readonly bundles: string;
  /** URL of the chain node. */
  readonly chain: string;
  readonly trust: string;
  /** Option for what anybody may ask the service. */
  readonly url: readonly string[];
  /** Options for `yz cert` and `yz claim` as somebody of a member, such as "approval-bureau" and "clerk". */
  as(member: string, subject: string): readonly string[];
  /** Folder of the signer of a member's maker. */
  makerSigner(member: string): string;
  stop(): Promise<void>;
}

export async function startWorld(dir: string): Promise<World> {
  await mkdir(dir, { recursive: true });
  const dataDir = join(dir, "data");
  const deployment = join(dir, "deployment");
  const trust = join(dir, "trust.json");
  const config = { dataDir, deployment, trust, http: { port: 0 }, chain: { engine: "embedded", port: 0 } };
  await writeFile(join(dir, "config.json"), JSON.stringify(config));
  const child = spawn(process.execPath, [ENTRY, "serve", "--config", join(dir, "config.json")], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = new Promise<void>((resolve) => child.once("close", () => resolve()));
  const urls = await welcomed(child.stdout, ended);
  const { network } = JSON.parse(await readFile(join(deployment, "chain.json"), "utf8"));
  return {
    dir,
    registryId: network.registryId,
    bundles: join(dataDir, "demo"),
    chain: urls.chain,
    trust,
    url: ["--url", urls.page],
    as: (member, subject) => ["--url", urls.page, "--key-file", join(dataDir, "demo", `${member}-${subject}.key`)],
    makerSigner: (member) => join(dataDir, "signers", `${member}-maker`),
    async stop() {
      child.kill("SIGTERM");
      await ended;
    },
  };
}

/** The two URLs in the welcome text, once all of it is there; its progress lines are passed on. */
async function welcomed(
  stream: NodeJS.ReadableStream,
  ended: Promise<void>,
): Promise<{ readonly page: string; readonly chain: string }> {
  const found: Record<string, string> = {};
  const read = (async () => {
    for await (const line of createInterface({ input: stream })) {
      const [, name, url] = /· (Page|Chain) +(http:\S+)/.exec(line) ?? [];
      if (name !== undefined && url !== undefined) found[name] = url;
      if (line.startsWith("  ✓") || line.startsWith("  …")) process.stdout.write(`${line}\n`);
      if (line.includes("Ctrl-C")) return;
    }
  })();
  await Promise.race([read, ended]);
  stream.resume();
  const { Page, Chain } = found;
  if (Page === undefined || Chain === undefined) throw new Error("the demo world did not start");
  return { page: Page, chain: Chain };
}

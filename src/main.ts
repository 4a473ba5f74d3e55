import { readFileSync } from "node:fs";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { run } from "./cli/program.ts";
import type { Runtime } from "./cli/runtime.ts";
import { clockOf } from "./main/clock.ts";

// The only file that starts anything. It knows the engines; nobody else does.

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8")) as {
  version: string;
};

const streams = { env: process.env, stdout: process.stdout, stderr: process.stderr };

const runtime: Runtime = {
  ...streams,
  clock: clockOf(process.env.YZ_NOW),
  fetch,
  pause: (seconds) => setTimeout(seconds * 1000),
  // Imported when asked for: a verification shouldn't wait for the chain's engine to load.
  openNode: async (...node) => (await import("./main/node.ts")).openNode(...node),
  openRelay: async (...node) => (await import("./main/node.ts")).openRelay(...node),
  chainStatus: async (url) => {
    const { chainStatus } = await import("./main/node.ts");
    return chainStatus(url, process.env.YZ_DEPLOYMENT ?? "./deployments/local");
  },
  openCouncil: async (...seat) => (await import("./main/council.ts")).openCouncil(...seat),
  openKeys: async (dir) => (await import("./main/council.ts")).openKeys(dir),
  readDocument: async (bytes) => (await import("./main/documents/reader.ts")).readAtOnce(bytes),
  ask: async (question) => (await import("./main/council.ts")).askAtTerminal(question),
  readInput: async () => (await import("./main/input.ts")).readInput(),
  audit: async (dir) => (await import("./store/level/audit.ts")).auditJournal(join(dir, "journal")),
  offlineParts: async () => (await import("./main/offline.ts")).offlineParts(),
  serve: async (options) => (await import("./main/serve.ts")).serve(streams, version, options),
  runChain: async (options) => (await import("./main/chain.ts")).runChain(options),
  signReport: async (options) => (await import("./main/sign-report.ts")).signReport(options),
  signBatch: async (options) => (await import("./main/sign-batch.ts")).signBatch(options),
  runSigner: async (options) => (await import("./main/signer.ts")).runSigner(options),
  initWitness: async (options) => (await import("./main/witness-init.ts")).initWitness(options),
  initCouncil: async (options) => (await import("./main/council-init.ts")).initCouncil(options),
  runWitness: async (options) => (await import("./main/witness.ts")).runWitness(options),
};

process.exitCode = await run(runtime, version, process.argv.slice(2));

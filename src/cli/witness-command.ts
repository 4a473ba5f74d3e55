import type { Command } from "commander";
import type { Hex } from "../domain/bytes.ts";
import { EXIT } from "./exit.ts";
import type { Ended, Make } from "./options.ts";
import { json } from "./output.ts";
import { partyCommand } from "./party-command.ts";
import type { Runtime } from "./runtime.ts";

/** `yz witness …` */
export function witnessCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = partyCommand(make, "witness", "a witness", runtime.runWitness, ended);
  group
    .command("init")
    .description("make a witness's folder: its key, its journal, witness.json")
    .requiredOption("--dir <dir>", "its own folder")
    .requiredOption("--name <name>", "its name in trust files and reports")
    .requiredOption("--rpc <url>", "its own chain node")
    .requiredOption("--trust <file>", "trust file of the network that it will follow")
    .option("--registry-id <id>", "which network, where the trust file has several")
    .option("--json")
    .action((options) => ended(initWitness(runtime, options)));
  return group;
}

interface InitOptions {
  readonly dir: string;
  readonly name: string;
  readonly rpc: string;
  readonly trust: string;
  readonly registryId?: Hex;
  readonly json?: boolean;
}

async function initWitness(runtime: Runtime, { json: asJson, ...options }: InitOptions): Promise<number> {
  const vkey = await runtime.initWitness(options);
  runtime.stdout.write(asJson ? json({ dir: options.dir, vkey }) : `${vkey}\n`);
  return EXIT.done;
}

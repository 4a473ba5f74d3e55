import { type Command, InvalidArgumentError } from "commander";
import type { Ended, Make } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz <noun> run`: a process of its own, over a folder of its own. */
export function partyCommand(
  make: Make,
  noun: string,
  what: string,
  runParty: Runtime["runWitness"],
  ended: Ended,
): Command {
  const group = make(noun).description(what);
  group
    .command("run")
    .description(`run ${what} over its folder`)
    .requiredOption("--dir <dir>", "its own folder")
    .option("--port <port>", "port on 127.0.0.1; 0 = any free one", portOf, 0)
    .option("--attached", "end when standard input ends", false)
    .action((options) => ended(runParty(options)));
  return group;
}

/** A port as an option's value. */
export function portOf(text: string): number {
  const port = /^\d{1,5}$/.test(text) ? Number(text) : -1;
  if (port < 0 || port > 65_535) throw new InvalidArgumentError("A port is a number from 0 to 65535.");
  return port;
}

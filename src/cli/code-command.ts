import { type Command, Option } from "commander";
import { list, make, redeem } from "./code.ts";
import { API, type Ended, type Make } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz code …` */
export function codeCommand(makeCommand: Make, runtime: Runtime, ended: Ended): Command {
  const group = makeCommand("code").description("show a holder's certificates once, by a code that lives a minute");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command.option("--json", "as JSON (the default here)");
  };
  add("make <id...>", "make a code, for the holder who asked for it")
    .requiredOption("--purpose <text>", "what for, as the holder was told")
    .addOption(
      new Option("--show <what>", "of each certificate").choices(["status", "bundle", "document"]).default("status"),
    )
    .option("--audience <code>", "the one member that may redeem it; default: any verifier")
    .option("--image <file>", "where to leave the QR code (SVG)")
    .action((ids, options) => ended(make(runtime, ids, options)));
  add("redeem <code>", "use a code up, and get what its holder consented to")
    .requiredOption("--reason <text>", "why, for the journal and the holder")
    .option("--key <key>", "Idempotency-Key, the same for a request that is sent again")
    .action((code, options) => ended(redeem(runtime, code, options)));
  add("list", "codes that your member made, and who used them")
    .option("--redeemed", "those that your member redeemed")
    .option("--after <cursor>")
    .action((options) => ended(list(runtime, options)));
  return group;
}

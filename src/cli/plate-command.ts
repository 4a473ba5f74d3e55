import { type Command, Option } from "commander";
import { PLATE_KINDS } from "../domain/plate.ts";
import { API, type Ended, type Make } from "./options.ts";
import { check, make, show, withdraw } from "./plate.ts";
import type { Runtime } from "./runtime.ts";

/** `yz plate …` */
export function plateCommand(makeCommand: Make, runtime: Runtime, ended: Ended): Command {
  const group = makeCommand("plate").description("permanent codes on things and addresses, signed by who puts them up");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command.option("--json", "as JSON (the default here)");
  };
  add("make", "sign a plate in your member's name")
    .addOption(
      new Option("--kind <kind>", "what it is put up on").choices(Object.keys(PLATE_KINDS)).makeOptionMandatory(),
    )
    .requiredOption("--label <text>", "for everybody to read, at most 60 characters")
    .option("--image <file>", "where to leave the QR code (SVG)")
    .action((options) => ended(make(runtime, options)));
  add("list", "your member's plates")
    .option("--after <cursor>")
    .action((options) => ended(show(runtime, null, options)));
  add("show <id>", "who put a plate up, for what, and whether it is in force").action((id, options) =>
    ended(show(runtime, id, options)),
  );
  add("withdraw <id>", "say that a plate is not in force any more")
    .requiredOption("--reason <text>", "for everybody to read")
    .action((id, options) => ended(withdraw(runtime, id, options)));
  group
    .command("check <code>")
    .description("did its member sign it? asks your own node alone; exit 0, 1 forged, 4 can't be told")
    .option("--trust <file>", "trust file (YZ_TRUST)")
    .option("--rpc <url>", "your own chain node (YZ_RPC)")
    .action((code, options) => ended(check(runtime, code, options)));
  return group;
}

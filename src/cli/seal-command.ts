import { type Command, InvalidArgumentError, Option } from "commander";
import { SEAL_KINDS } from "../domain/seal-order.ts";
import { API, type Ended, type Make, SIGNER } from "./options.ts";
import type { Runtime } from "./runtime.ts";
import { apply, change, delegate, make, show } from "./seal.ts";

const FILES = [
  new Option("--object <file>", "where to leave the seal object (.esl)"),
  new Option("--picture <file>", "where to leave its picture"),
];
const DIGEST = new Option("--digest <digest>", "of the seal object that you have looked at");

/** `yz seal …` */
export function sealCommand(makeCommand: Make, runtime: Runtime, ended: Ended): Command {
  const group = makeCommand("seal").description("electronic seals, from their application to their end");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command.option("--json", "as JSON (the default here)");
  };
  add("apply <code>", "apply for a seal: <your member's code><three digits>")
    .addOption(SIGNER)
    .addOption(
      new Option("--kind <kind>", "drawn round, drawn with a name, or your picture")
        .choices(SEAL_KINDS)
        .default("round"),
    )
    .requiredOption("--name <text>", "what stands on it, at most 60 characters")
    .requiredOption("--maker <code>", "the member that is to make it")
    .requiredOption("--from <time>", "an instant, or a date")
    .requiredOption("--until <time>", "an instant, or a date (its end in Asia/Shanghai)")
    .option("--limit <uses>", "most uses in a day", usesOf, 1000)
    .option("--picture <file>", "of kind picture: a PNG")
    .option("--size <mm>", "of kind picture: how large, like 42x42")
    .action((code, options) => ended(apply(runtime, code, options)));
  const making = add(
    "make <code>",
    "make the seal object as its maker; with the digest of what you looked at, register it",
  );
  for (const option of FILES) making.addOption(option);
  making
    .addOption(DIGEST)
    .option("--signer <dir>", "folder of the maker's running signer")
    .action((code, options) => ended(make(runtime, code, options)));
  add("activate <code>", "put a seal in force as its owner, once you have looked at it")
    .addOption(SIGNER)
    .requiredOption(DIGEST.flags, DIGEST.description)
    .action((code, options) => ended(change(runtime, "activate", code, options)));
  for (const verb of ["suspend", "resume", "destroy"] as const)
    add(`${verb} <code>`, `${verb} a seal as its owner`)
      .addOption(SIGNER)
      .action((code, options) => ended(change(runtime, verb, code, options)));
  add("lost <code>", "report a seal lost: no use since then counts")
    .addOption(SIGNER)
    .option("--since <time>", "at most 30 days back; needs the threshold. Without it: from now on, and one officer")
    .action((code, options) => ended(change(runtime, "lose", code, options)));
  add("delegate <code>", "let another member use a seal for a time, or end that")
    .addOption(SIGNER)
    .requiredOption("--member <code>", "who may use it")
    .option("--from <time>", "now by default")
    .option("--until <time>", "an instant, or a date (its end in Asia/Shanghai)")
    .option("--end", "nobody of that member any more")
    .action((code, options) => ended(delegate(runtime, code, options)));
  add("list", "the seals that your member owns, makes or may use").action((options) =>
    ended(show(runtime, null, options)),
  );
  const showing = add("show <code>", "state, owner, name and period; for whom it is of, everything");
  for (const option of FILES) showing.addOption(option);
  showing.action((code, options) => ended(show(runtime, code, options)));
  return group;
}

function usesOf(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) throw new InvalidArgumentError("a number from 1 on");
  return Number(text);
}

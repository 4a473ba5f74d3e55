import { type Command, InvalidArgumentError, Option } from "commander";
import { ACT_NAMES } from "../service/council/acts.ts";
import * as council from "./council.ts";
import { propose } from "./council-propose.ts";
import { stop, submit } from "./council-send.ts";
import { status } from "./council-status.ts";
import type { Ended, Make } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz council …` */
export function councilCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("council").description("decisions of the council: proposed, signed offline, submitted by anyone");
  const add = (name: string, description: string): Command =>
    group
      .command(name)
      .description(description)
      .option("--council <file>", "council.json (YZ_COUNCIL); else the one in --dir")
      .option("--json", "as JSON")
      .addOption(new Option("--lang <lang>", "language of the text (YZ_LANG)").choices(["zh", "en"]));
  add("init", "make a council member's folder: its keys, and council.json")
    .requiredOption("--dir <dir>", "its own folder")
    .action((options) => ended(council.init(runtime, options)));
  proposeOptions(add("propose [act]", "write a proposal; needs nothing secret")).action((act, options) =>
    ended(propose(runtime, act, options)),
  );
  add("show <file>", "a proposal in words, as its bytes have it")
    .option("--dir <dir>", "a council member's folder")
    .action((file, options) => ended(council.show(runtime, file, options)));
  add("sign <file>", "sign a proposal, without any network")
    .requiredOption("--dir <dir>", "the council member's own folder")
    .option("--yes", "don't ask")
    .action((file, options) => ended(council.sign(runtime, file, options)));
  add("submit <file>", "hand in a proposal that enough have signed")
    .requiredOption("--dir <dir>", "folder with a key for transactions; anybody's")
    .option("--rpc <url>", "a chain node (YZ_RPC)")
    .action((file, options) => ended(submit(runtime, file, options)));
  add("stop", "as one council member, stop something for 72 hours, at once")
    .requiredOption("--dir <dir>", "the council member's own folder")
    .option("--member <code>", "everything that this member anchors or revokes; it may still suspend")
    .option("--type <code>", "anchors of this type")
    .option("--all", "all anchors")
    .option("--rpc <url>", "a chain node (YZ_RPC)")
    .action((options) => ended(stop(runtime, options)));
  add("status", "who decides, what is announced, what stands still, who rests")
    .option("--dir <dir>", "a council member's folder")
    .option("--rpc <url>", "a chain node (YZ_RPC)")
    .action((options) => ended(status(runtime, options)));
  return group;
}

function proposeOptions(command: Command): Command {
  return command
    .addHelpText("after", `\nActs:\n  ${ACT_NAMES.join("\n  ")}`)
    .requiredOption("-o, --output <file>", "where to write the proposal")
    .option("--dir <dir>", "a folder with council.json")
    .option("--rpc <url>", "a chain node (YZ_RPC)")
    .option("--nonce <number>", "number of the proposal; else the next", numberOf)
    .option("--carry-out <file>", "carry out what this proposal announced")
    .option("--cancel <file>", "take back what this proposal announced")
    .option("--acts <file>", "several acts, as JSON")
    .option("--file <file>", "admit: the member's application")
    .option("--member <code>", "unified social credit code")
    .option("--type <code...>", "certificate type; for an officer, the only ones")
    .option("--all", "pause, unpause: every type")
    .option("--threshold <number>")
    .option("--officer <address>")
    .option("--role <role>", "maker or checker")
    .option("--from <time>", "else when it is carried out")
    .option("--until <time>", "a date (its end in Asia/Shanghai), an instant, or none")
    .option("--key <file>", "register-key: key and proof of possession")
    .option("--key-id <id>")
    .option("--origin <file>", "continue-from: final state of the network that is continued")
    .option("--since <time>", "report-compromise, change-seal: else when it is carried out")
    .option("--to <status>", "change-status: revoked, suspended or active; change-seal: suspended, lost or destroyed")
    .option("--reason <reason>", "change-status: e.g. court_order")
    .option("--bundle <file...>", "change-status: the certificates")
    .option("--batch <id>", "change-status: instead of bundles, with --member and --cells")
    .option("--cells <list>", "change-status: such as 3,7-9")
    .option("--seal <code>", "change-seal: its owner's code and three digits")
    .option("--name <name>", "register-registry")
    .option("--address <address>", "register-registry")
    .option("--successor <code>", "the member that takes over")
    .option("--network <id>", "registryId of the installation that continues, or none")
    .option("--out <address>", "council member who leaves")
    .option("--in <address>", "council member who joins")
    .option("--quorum <number>", "how many council members decide");
}

function numberOf(text: string): number {
  if (!/^\d{1,15}$/.test(text)) throw new InvalidArgumentError("A number is meant.");
  return Number(text);
}

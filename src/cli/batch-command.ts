import { type Command, Option } from "commander";
import { ENCODINGS } from "../service/import/rows.ts";
import * as batch from "./batch.ts";
import * as offline from "./batch-offline.ts";
import { API, type Ended, type Make, SIGNER } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz batch …` */
export function batchCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("batch").description("many certificates of one type, from a file into one anchor");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command
      .option("--json", "as JSON")
      .addOption(new Option("--lang <lang>", "language of the text (YZ_LANG)").choices(["zh", "en"]));
  };
  add("template <type>", "an empty sheet for a type, CSV")
    .option("-o, --output <file>")
    .action((type, options) => ended(batch.template(runtime, type, options)));
  add("issue <file>", "draft the rows of a CSV or JSON Lines file (.jsonl, .ndjson)")
    .requiredOption("--type <code>", "code of the certificate type")
    .option("--preview", "judge every row and write nothing")
    .addOption(new Option("--atomic", "one bad row and nothing is drafted (default)").conflicts("partial"))
    .option("--partial", "draft the good rows, whatever the others are")
    .option("--key <key>", "batch key; default: made from the file, type and mode")
    .addOption(new Option("--encoding <name>", "else found out").choices([...ENCODINGS]))
    .option("--errors <file>", "write what is wrong with which row, CSV")
    .action((file, options) => ended(batch.issue(runtime, file, options)));
  add("drafts <id>", "every draft, to read before approving; the reason is journaled")
    .requiredOption("-o, --output <file>")
    .option("--reason <reason>")
    .action((id, options) => ended(batch.drafts(runtime, id, options)));
  add("approve <id>", "consent to every draft of a batch as its maker, with one signature")
    .addOption(SIGNER)
    .option("--drafts <file>", "what was read; else the drafts are fetched")
    .action((id, options) => ended(batch.approve(runtime, id, options)));
  add("return <id>", "send a batch back as a whole")
    .requiredOption("--reason <text>", "why, in words for the clerk")
    .action((id, options) => ended(batch.giveBack(runtime, id, options)));
  add("status <id>", "how a batch stands")
    .option("--watch", "follow it until somebody is needed")
    .action((id, options) => ended(batch.status(runtime, id, options)));
  add("list", "your member's batches, as JSON")
    .option("--after <cursor>")
    .action((options) => ended(batch.list(runtime, options)));
  add("waiting", "batches that wait for an officer who signs offline, as JSON").action((options) =>
    ended(offline.waiting(runtime, options)),
  );
  add("request <id>", "what an officer who signs offline judges, as a file to carry there; good for 24 hours")
    .requiredOption("-o, --output <file>")
    .action((id, options) => ended(offline.request(runtime, id, options)));
  add("submit <file>", "bring back an officer's signature").action((file, options) =>
    ended(offline.submit(runtime, file, options)),
  );
  group
    .command("sign <file>")
    .description("judge and sign a request as its officer, without a network")
    .requiredOption("--dir <dir>", "folder of the officer's signer, which is not running")
    .requiredOption("-o, --output <file>", "where to leave the signature")
    .action((file, options) => ended(offline.sign(runtime, file, options)));
  for (const [name, what] of [
    ["errors", "what is wrong with which row, CSV"],
    ["results", "which row became which certificate, CSV"],
  ] as const) {
    add(`${name} <id>`, what)
      .option("-o, --output <file>")
      .action((id, options) => ended(batch.sheet(runtime, name, id, options)));
  }
  add("bundles <id>", "a file for each certificate with everything that proves it")
    .requiredOption("-o, --output <dir>")
    .action((id, options) => ended(batch.bundles(runtime, id, options)));
  return group;
}

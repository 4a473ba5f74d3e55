import { type Command, Option } from "commander";
import * as migrate from "./migrate.ts";
import type { Ended } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz chain migrate …`, below `yz chain`. */
export function migrateCommand(chain: Command, runtime: Runtime, ended: Ended): void {
  const group = chain.command("migrate").description("continue a closed network in a new one");
  const add = (name: string, description: string, node: string | null): Command => {
    const command = group
      .command(name)
      .description(description)
      .requiredOption("--new <file>", "trust file of the new network")
      .option("--json", "as JSON")
      .addOption(new Option("--lang <lang>", "language of the text (YZ_LANG)").choices(["zh", "en"]));
    return node === null ? command : command.option("--rpc <url>", `a node of the ${node} network (YZ_RPC)`);
  };
  add("plan", "from the old log: what the new council signs, and what anyone relays", "old")
    .requiredOption("--checkpoint <file>", "the final checkpoint, co-signed by the old witnesses")
    .requiredOption(
      "-o, --output <file>",
      "where to write the continuation; beside it <file>.origin.json for the council",
    )
    .option("--trust <file>", "trust file that holds the old network (YZ_TRUST)")
    .option("--leave-out-later", "leave out what was changed in the old network after the checkpoint")
    .action((options) => ended(migrate.plan(runtime, options)));
  add("adopt <file>", "relay every batch; can be started again", "new")
    .requiredOption("--dir <dir>", "folder with a key for transactions; anybody's")
    .action((file, options) => ended(migrate.adopt(runtime, file, options)));
  add("check <file>", "every old batch stands in the new network as it was", "new").action((file, options) =>
    ended(migrate.check(runtime, file, options)),
  );
  add("trust <file>", "a trust file that names both networks", null)
    .requiredOption("-o, --output <file>")
    .option("--trust <file>", "trust file that holds the old network (YZ_TRUST)")
    .action((file, options) => ended(migrate.trust(runtime, file, options)));
  add("bundle <bundle>", "add the state in the new network to an old bundle, for verifying offline", "new")
    .requiredOption("--checkpoint <file>", "a checkpoint that the new network's witnesses co-signed")
    .requiredOption("-o, --output <file>")
    .action((file, options) => ended(migrate.bundle(runtime, file, options)));
}

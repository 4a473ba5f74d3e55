import { Command, CommanderError, Option } from "commander";
import { isYinzhengError } from "../domain/errors.ts";
import { openApi } from "./api.ts";
import { verifyAudit } from "./audit.ts";
import { batchCommand } from "./batch-command.ts";
import * as cert from "./cert.ts";
import { showChain } from "./chain.ts";
import * as claim from "./claim.ts";
import { codeCommand } from "./code-command.ts";
import * as copy from "./copy.ts";
import { councilCommand } from "./council-command.ts";
import * as document from "./document.ts";
import { evidenceCommand } from "./evidence-command.ts";
import { EXIT } from "./exit.ts";
import { migrateCommand } from "./migrate-command.ts";
import { API, type Ended, type Make, SIGNER } from "./options.ts";
import { errorJson, errorText, json, languageOf } from "./output.ts";
import { buildPage } from "./page.ts";
import { partyCommand, portOf } from "./party-command.ts";
import { plateCommand } from "./plate-command.ts";
import type { Runtime } from "./runtime.ts";
import { sealCommand } from "./seal-command.ts";
import { addReports } from "./signer-command.ts";
import { fetchSnapshot } from "./snapshot.ts";
import { addTrust, showTrust } from "./trust.ts";
import { verifyFiles } from "./verify.ts";
import { verifyCode } from "./verify-code.ts";
import { witnessCommand } from "./witness-command.ts";

const REASON = new Option(
  "--reason <reason>",
  "e.g. cancelled, penalty, voided, investigation, lifted",
).makeOptionMandatory();

/** Runs one command line; resolves with the exit code: 0 done, 1 invalid, 2 usage or environment, 3 not in force, 4 indeterminate. */
export async function run(runtime: Runtime, version: string, args: readonly string[]): Promise<number> {
  let code: number = EXIT.done;
  const ended = async (result: Promise<number>): Promise<void> => {
    code = await result;
  };
  const program = programOf(runtime, version, ended);
  try {
    await program.parseAsync([...args], { from: "user" });
    return code;
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? EXIT.done : EXIT.usage;
    const wanted = args.includes("--json")
      ? json({ error: errorJson(error) })
      : errorText(error, languageOf(runtime.env, langIn(args)));
    runtime.stderr.write(wanted);
    if (!isYinzhengError(error) && runtime.env.YZ_LOG === "debug")
      runtime.stderr.write(`${String((error as Error).stack)}\n`);
    return EXIT.usage;
  }
}

function programOf(runtime: Runtime, version: string, ended: Ended): Command {
  const program = new Command("yz")
    .description("印证 Yinzheng: issue, verify and revoke e-certificates")
    .version(version)
    .exitOverride()
    .configureOutput({
      writeOut: (text) => runtime.stdout.write(text),
      writeErr: (text) => runtime.stderr.write(text),
    });
  // Before it has subcommands, which inherit from it.
  const make: Make = (name) => new Command(name).copyInheritedSettings(program);
  program.addCommand(verifyCommand(make, runtime, ended));
  program.addCommand(certCommand(make, runtime, ended));
  program.addCommand(claimCommand(make, runtime, ended));
  program.addCommand(codeCommand(make, runtime, ended));
  program.addCommand(plateCommand(make, runtime, ended));
  program.addCommand(sealCommand(make, runtime, ended));
  program.addCommand(batchCommand(make, runtime, ended));
  program.addCommand(evidenceCommand(make, runtime, ended));
  program.addCommand(councilCommand(make, runtime, ended));
  program.addCommand(memberCommand(make, runtime, ended));
  program.addCommand(trustCommand(make, runtime, ended));
  program.addCommand(pageCommand(make, runtime, ended));
  program.addCommand(chainCommand(make, runtime, ended));
  program.addCommand(auditCommand(make, runtime, ended));
  program.addCommand(signerCommand(make, runtime, ended));
  program.addCommand(witnessCommand(make, runtime, ended));
  program
    .command("serve")
    .description("run the service; without configuration, the whole demo")
    .option("--config <file>", "configuration (YZ_CONFIG)")
    .option("--port <port>", "HTTP port", portOf)
    .option("--attached", "end when standard input ends", false)
    .action((options) => ended(runtime.serve(options)));
  return program;
}

function verifyCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  return make("verify")
    .description("verify bundles, documents and stamped files (PDF, OFD, .esl, .dat) here, without telling anybody")
    .argument("[file...]")
    .option("--code <text>", "a scanned code in place of files: its text, a file with it, or - for standard input")
    .option("--content <file>", "what a use of a seal by itself (.dat) is over")
    .option("--snapshot <file>", "what an offline code is judged against (yz trust snapshot)")
    .option("--level <level>", "online, snapshot or archival", "online")
    .option("--offline", "use no network at all")
    .option("--require-list", "indeterminate unless a status list answers, however fresh the bundle")
    .option("--as-of <time>", "an instant, or a date (its end in Asia/Shanghai)")
    .option("--trust <file>", "trust file (YZ_TRUST)")
    .option("--rpc <url>", "your own chain node (YZ_RPC)")
    .option("--json", "the report as JSON")
    .addOption(new Option("--lang <lang>", "language of the report (YZ_LANG)").choices(["zh", "en"]))
    .action((files, options, command) => {
      const level = command.getOptionValueSource("level") === "default" ? "snapshot" : options.level;
      return ended(
        options.code === undefined
          ? verifyFiles(runtime, files, options)
          : verifyCode(runtime, files, { ...options, level }),
      );
    });
}

function certCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("cert").description("draft, approve, show and revoke certificates");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command.option("--json", "as JSON (the default here)");
  };
  add("issue <file>", "draft the certificate that a JSON file describes").action((file, options) =>
    ended(cert.issue(runtime, file, options)),
  );
  add("approve <id>", "consent to a draft as its maker")
    .addOption(SIGNER)
    .action((id, options) => ended(cert.approve(runtime, id, options)));
  add("return <id>", "send a draft back")
    .requiredOption("--reason <text>", "why, in words for the clerk")
    .action((id, options) => ended(cert.giveBack(runtime, id, options)));
  add("show <id>", "what you may see of a certificate, names and numbers masked")
    .option("--unmask <reason>", "with names and numbers; the reason is journaled")
    .option("--as-of <time>", "its status at an instant, or at the end of a date in Asia/Shanghai")
    .action((id, options) => ended(cert.show(runtime, id, options)));
  add("list", "your member's certificates")
    .option("--state <state>")
    .option("--type <code>")
    .option("--issuer <code>", "of a closed member that yours has succeeded")
    .option("--after <cursor>")
    .action((options) => ended(cert.list(runtime, options)));
  add("bundle <id>", "the certificate with everything that proves it")
    .option("-o, --output <file>")
    .action((id, options) => ended(cert.bundle(runtime, id, options)));
  for (const [ending, what] of [
    ["pdf", "a sealed PDF"],
    ["ofd", "an OFD under its member's electronic seal"],
  ] as const)
    add(`${ending} <id>`, `the certificate as people read it: ${what}; waits until it is on chain`)
      .addOption(
        new Option("--languages <languages>", "Chinese, or with English").choices(["zh", "zh+en"]).default("zh"),
      )
      .option("-o, --output <file>", `where to leave it; <id>.${ending} by default`)
      .action((id, options) => ended(document.document(runtime, ending, id, options)));
  add("copy <id>", "a copy for one purpose, with an end: a sealed PDF; waits until it is on chain")
    .requiredOption("--purpose <text>", "what for: stands on every page")
    .option("--audience <text>", "for whom")
    .requiredOption("--until <time>", "an instant, or a date (its end in Asia/Shanghai)")
    .requiredOption("--reason <text>", "why; it is journaled")
    .addOption(new Option("--languages <languages>", "Chinese, or with English").choices(["zh", "zh+en"]).default("zh"))
    .option("--key <key>", "Idempotency-Key, the same for a request that is sent again")
    .option("-o, --output <file>", "where to leave it; <copy>.pdf by default")
    .action((id, options) => ended(copy.copy(runtime, id, options)));
  add("uses <id>", "who asked about a certificate, when and why")
    .option("--after <cursor>")
    .action((id, options) => ended(copy.uses(runtime, id, options)));
  for (const verb of ["revoke", "suspend", "resume", "supersede"] as const) {
    const command = add(`${verb} <id>`, `${verb} a certificate as its maker`).addOption(SIGNER);
    if (verb === "supersede") command.requiredOption("--successor <id>", "the certificate that takes its place");
    else command.addOption(REASON);
    command.action((id, options) => ended(cert.change(runtime, verb, id, options)));
  }
  return group;
}

function claimCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("claim").description("certificates that can be used once");
  const add = (name: string, description: string): Command => {
    const command = group.command(name).description(description);
    for (const option of API) command.addOption(option);
    return command.option("--json", "as JSON (the default here)");
  };
  add("make <file>", "use up the certificate of a bundle; keep the receipt")
    .option("--key <key>", "Idempotency-Key, the same for a request that is sent again")
    .option("-o, --output <file>", "where to leave the receipt")
    .action((file, options) => ended(claim.make(runtime, file, options)));
  add("list", "what your member has used")
    .option("--after <cursor>")
    .action((options) => ended(claim.list(runtime, options)));
  group
    .command("check <file>")
    .description("has the certificate been used? asks your own node alone")
    .option("--receipt <file>", "says whether it was used with this receipt")
    .option("--trust <file>", "trust file (YZ_TRUST)")
    .option("--rpc <url>", "your own chain node (YZ_RPC)")
    .addOption(new Option("--lang <lang>", "language (YZ_LANG)").choices(["zh", "en"]))
    .action((file, options) => ended(claim.check(runtime, file, options)));
  return group;
}

function memberCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("member").description("the organisations of the network");
  const command = group.command("list").description("members that this service knows");
  for (const option of API) command.addOption(option);
  command.option("--json", "as JSON (the default here)").action((options) =>
    ended(
      openApi(runtime, options).then(async (api) => {
        runtime.stdout.write(json(await api.get("/v1/members")));
        return EXIT.done;
      }),
    ),
  );
  return group;
}

function trustCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("trust").description("what you trust beforehand");
  group
    .command("show")
    .description("the trust file and its digest")
    .option("--trust <file>")
    .option("--json")
    .action((options) => ended(showTrust(runtime, options)));
  group
    .command("add <file>")
    .description("add the networks of a trust file to yours")
    .option("--trust <file>")
    .option("--json")
    .action((file, options) => ended(addTrust(runtime, file, options)));
  group
    .command("snapshot")
    .description("fetch what printed offline codes are judged against")
    .requiredOption("-o, --out <file>", "where to write it")
    .option("--url <url>", "the service (YZ_URL)")
    .option("--member <code...>", "of these issuers alone")
    .option("--type <code...>", "of these certificate types alone")
    .option("--trust <file>")
    .option("--json")
    .action((options) => ended(fetchSnapshot(runtime, options)));
  return group;
}

function pageCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("page").description("the verify page");
  group
    .command("build")
    .description("the verify page as one file that works with the network off")
    .option("--trust <file>", "trust file to put into it; without one, the reader chooses")
    .requiredOption("-o, --output <file>", "where to write it")
    .option("--json")
    .action((options) => ended(buildPage(runtime, options)));
  return group;
}

function chainCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = partyCommand(make, "chain", "the embedded chain", runtime.runChain, ended);
  migrateCommand(group, runtime, ended);
  group
    .command("status")
    .description("genesis, head and log of a node's chain")
    .option("--rpc <url>", "the node (YZ_RPC)")
    .option("--json")
    .action((options) => ended(showChain(runtime, options)));
  return group;
}

function auditCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("audit").description("the journal, which is also the audit log");
  group
    .command("verify [dir]")
    .description("walk the whole journal of a store")
    .option("--json")
    .action((dir, options) => ended(verifyAudit(runtime, dir ?? "./data/service/store", options)));
  return group;
}

function signerCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("signer").description("an officer's signer");
  group
    .command("run <dir...>")
    .description("run officers' signers, each over its own folder")
    .option("--port <port>", "port on 127.0.0.1, the next ones for further folders; 0 = any free ones", portOf, 0)
    .option("--attached", "end when standard input ends", false)
    .action((dirs, options) => ended(runtime.runSigner({ dirs, ...options })));
  addReports(group, runtime, ended);
  return group;
}

/** The language asked for, for what goes wrong before or after the options were read. */
function langIn(args: readonly string[]): string | undefined {
  const at = args.indexOf("--lang");
  return at < 0 ? undefined : args[at + 1];
}

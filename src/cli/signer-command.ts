import { readFile } from "node:fs/promises";
import type { Command } from "commander";
import type { Hex } from "../domain/bytes.ts";
import { officerSubject } from "../domain/compromise.ts";
import { parseTime } from "../domain/dates.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJsonObject } from "../domain/json.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { SignedReport } from "../service/officers.ts";
import { type ApiOptions, openApi } from "./api.ts";
import { EXIT } from "./exit.ts";
import { API, type Ended } from "./options.ts";
import { json } from "./output.ts";
import { replaceFile } from "./replace-file.ts";
import type { Runtime } from "./runtime.ts";

interface ReportOptions {
  readonly dir: string;
  readonly output: string;
  readonly key?: string;
  readonly officer?: string;
  readonly since?: string;
  readonly epoch?: string;
  readonly add?: string;
}

/** `yz signer report|relay`: an officer says that a key or an officer is not to be believed. */
export function addReports(group: Command, runtime: Runtime, ended: Ended): void {
  group
    .command("report")
    .description("sign a report that a key or an officer of the member is compromised")
    .requiredOption("--dir <dir>", "folder of the officer's signer, running or not")
    .requiredOption("-o, --output <file>", "where to leave the signed report")
    .option("--key <keyId>", "the key")
    .option("--officer <address>", "the officer")
    .option(
      "--since <time>",
      "from when on, at most 30 days back; needs the threshold. Without it: from now on, and one officer",
    )
    .option("--epoch <number>", "the member's officer epoch: officerEpoch in yz member list")
    .option("--add <file>", "add this officer's signature to another's report")
    .action((options) => ended(report(runtime, options)));
  const relay = group.command("relay <file>").description("hand a signed report in; anybody may");
  for (const option of API) relay.addOption(option);
  relay.action((file, options) => ended(handIn(runtime, file, options)));
}

async function report(runtime: Runtime, options: ReportOptions): Promise<number> {
  const about = options.add === undefined ? aboutOf(options) : ((await read(options.add)) as unknown as SignedReport);
  const signed = await runtime.signReport({ dir: options.dir, about, clock: runtime.clock });
  await replaceFile(options.output, json(signed)).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path: options.output, expected: "a file that can be written" }, cause);
  });
  return EXIT.done;
}

function aboutOf({ key, officer, since, epoch = "" }: ReportOptions) {
  if (!/^\d{1,9}$/.test(epoch)) throw invalid("--epoch", "a number, see yz member list");
  if ((key === undefined) === (officer === undefined)) throw invalid("--key, --officer", "one of them");
  if (key !== undefined && !/^0x[0-9a-f]{64}$/.test(key)) throw invalid("--key", "a keyId, 32 bytes");
  if (officer !== undefined && !/^0x[0-9a-f]{40}$/.test(officer)) throw invalid("--officer", "an address, 20 bytes");
  const subject = officer === undefined ? (key as Hex) : officerSubject(officer as Hex);
  return { subject, officerEpoch: Number(epoch), since: since === undefined ? 0 : parseTime(since).time };
}

async function handIn(runtime: Runtime, file: string, options: ApiOptions): Promise<number> {
  const api = await openApi(runtime, options);
  runtime.stdout.write(json(await api.post("/v1/compromise-reports", await read(file))));
  return EXIT.done;
}

async function read(path: string): Promise<JsonObject> {
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new YinzhengError("config.invalid", { path, expected: "a file that can be read" }, cause);
  });
  return parseJsonObject(bytes);
}

function invalid(option: string, expected: string): YinzhengError {
  return new YinzhengError("config.invalid", { option, expected });
}

import { type Command, InvalidArgumentError } from "commander";
import { digestPath, prove } from "./evidence/digest.ts";
import { verifyPath } from "./evidence/verify.ts";
import type { Ended, Make } from "./options.ts";
import type { Runtime } from "./runtime.ts";

/** `yz evidence …` */
export function evidenceCommand(make: Make, runtime: Runtime, ended: Ended): Command {
  const group = make("evidence").description("files and folders as evidence: one root over all, a proof for each");
  group
    .command("digest <path>")
    .description(
      "read a file or folder of any size and write the list of what it holds, with its root; nothing is sent",
    )
    .requiredOption("--out <file>", "where to leave the list; keep it with the files")
    .option("--json", "as JSON (the default here)")
    .action((path, options) => ended(digestPath(runtime, path, options)));
  group
    .command("prove <list> <name>")
    .description("prove one file of a list, or one chunk of it, and show nothing of the others")
    .requiredOption("--out <file>", "where to leave the proof")
    .option("--chunk <number>", "of one chunk of 1 MiB, counted from 0", countOf)
    .option("--file <path>", "where the file lies, for a chunk of it; by default the name in the list")
    .option("--json", "as JSON (the default here)")
    .action((list, name, options) => ended(prove(runtime, list, name, options)));
  group
    .command("verify <evidence> <path>")
    .description("are these the files of a list, or the file of a proof? exit 0, or 1 where anything differs")
    .option("--json", "as JSON (the default here)")
    .action((evidence, path) => ended(verifyPath(runtime, evidence, path)));
  return group;
}

function countOf(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError("a whole number");
  return Number(text);
}

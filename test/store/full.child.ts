import { isYinzhengError } from "../../src/domain/errors.ts";
import { open } from "./folder.ts";
import { fact, facts } from "./sample.ts";

// Runs under a limit on the size of files; see level-folder.test.ts.
const { journal, close } = await open(process.argv[2] ?? "");
const codes: string[] = [];
const large = { text: "x".repeat(100_000) };

async function attempt(work: Promise<unknown>): Promise<void> {
  try {
    await work;
    codes.push("none");
  } catch (error) {
    codes.push(isYinzhengError(error) ? error.code : String(error));
  }
}

await journal.append([fact(1)]);
const before = journal.head().seq;
await attempt(journal.append([fact(2, large)]));
// Now the key file reaches the limit first.
await attempt(journal.append(facts(1000)));
const between = journal.head().seq;
await journal.append([fact(3)]);
const { defects } = await journal.audit();
await close();
process.stdout.write(JSON.stringify({ before, refused: codes, between, after: journal.head().seq, defects }));

// `npm run bench`: what verifying and issuing cost on one core, beside raw signatures and other libraries, and the gas of an
// anchor. A goal that is missed is printed as such and fails nothing. `npm run bench documents 10000` makes so many documents and
// nothing else.
import { cpus } from "node:os";
import { issueBatch, SIGNED_AS_BATCH } from "./batch.ts";
import { benchDocuments } from "./documents.ts";
import { benchGas } from "./gas.ts";
import { printGoals } from "./goals.ts";
import { benchIssue } from "./issue.ts";
import { benchLarge } from "./large.ts";
import { progress, ROUNDS } from "./mark.ts";
import { benchSm2, benchVerify } from "./verify.ts";

const BATCH_SIZE = 1024;
const LARGE_BATCH = 10_000;
const DOCUMENTS = 1_000;

const start = performance.now();
const processors = cpus();
process.stdout.write(
  `${processors.length} × ${processors[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, ` +
    `${process.platform} ${process.arch}; rates are per CPU-second of one process, medians of ${ROUNDS} rounds\n`,
);
const [part, count] = process.argv.slice(2);
if (part === "documents") await documentsAlone(Number(count ?? DOCUMENTS));
progress(`issuing two batches of ${BATCH_SIZE}`);
const batch = await issueBatch(BATCH_SIZE);
const batchSigned = await issueBatch(BATCH_SIZE, SIGNED_AS_BATCH);
await benchVerify(batch, batchSigned);
await benchSm2();
await benchIssue(batch);
progress(`issuing a batch of ${LARGE_BATCH}`);
await benchLarge(LARGE_BATCH);
await benchDocuments(first(batch.files), DOCUMENTS);
await benchGas();
finish();

/** A certificate, and documents of it alone. */
async function documentsAlone(many: number): Promise<void> {
  const { files } = await issueBatch(16);
  await benchDocuments(first(files), many);
  finish();
}

function first(files: readonly Uint8Array[]): Uint8Array {
  const [file] = files;
  if (file === undefined) throw new Error("no certificate was issued");
  return file;
}

function finish(): never {
  printGoals();
  process.stdout.write(`\n${Math.round((performance.now() - start) / 1000)} s in all\n`);
  // The chain's engine would keep the process alive.
  process.exit(0);
}

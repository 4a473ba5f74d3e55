// `npm run bench`: what verifying and issuing cost on one core, beside the raw signature operation, and the gas of an anchor.
import { cpus } from "node:os";
import { issueBatch } from "./batch.ts";
import { benchGas } from "./gas.ts";
import { benchIssue } from "./issue.ts";
import { benchVerify } from "./verify.ts";

const BATCH_SIZE = 1024;

const start = performance.now();
const processors = cpus();
process.stdout.write(
  `${processors.length} × ${processors[0]?.model ?? "unknown processor"}, Node ${process.versions.node}, `,
);
process.stdout.write(`${process.platform} ${process.arch}; rates are per CPU-second of one process\n`);
const batch = await issueBatch(BATCH_SIZE);
await benchVerify(batch);
await benchIssue(batch);
await benchGas();
process.stdout.write(`\n${Math.round((performance.now() - start) / 1000)} s in all\n`);
// The chain's engine would keep the process alive.
process.exit(0);

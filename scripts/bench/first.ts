// Verifies one bundle as the first thing that a process does, and prints how many milliseconds of CPU that took.
import { readFileSync } from "node:fs";
import { NO_FACTS } from "../../src/proof/facts.ts";
import { createVerifier } from "../../src/proof/verifier.ts";
import { cpuSeconds } from "./mark.ts";

const { bundle, trust, now } = JSON.parse(readFileSync(0, "utf8"));
const bytes = new TextEncoder().encode(bundle);
const start = cpuSeconds();
const verifier = createVerifier(trust);
const report = verifier.judge(bytes, NO_FACTS, { level: "archival" }, now);
const spent = (cpuSeconds() - start) * 1000;
if (report.verdict !== "valid") throw new Error(`the certificate is ${report.verdict}`);
process.stdout.write(`${spent}\n`);

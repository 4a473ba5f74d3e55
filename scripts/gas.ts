// Measures what the contracts cost and compares it with the snapshot; `--accept` writes the snapshot anew.
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { type GasReport, measure, strayed } from "../test/contracts/gas.ts";

const path = fileURLToPath(new URL("../test/contracts/gas.snapshot.json", import.meta.url));
const now = await measure();
const known = JSON.parse(await readFile(path, "utf8")) as GasReport;
for (const group of ["gas", "bytes"] as const) {
  for (const [name, value] of Object.entries(now[group])) {
    const before = known[group][name];
    const change = before === undefined ? "new" : `${(((value - before) / before) * 100).toFixed(2)} %`;
    process.stdout.write(`${value.toLocaleString("en").padStart(10)} ${change.padStart(9)}  ${group}  ${name}\n`);
  }
}
for (const [name, hash] of Object.entries(now.code)) {
  const change = known.code[name] === hash ? "the same" : "changed";
  process.stdout.write(`${hash.slice(0, 18)}…  ${change}  code  ${name}\n`);
}
const faults = strayed(now, known);
if (process.argv.includes("--accept")) {
  await writeFile(path, `${JSON.stringify(now, null, 2)}\n`);
  process.stdout.write("gas: snapshot written; say in the commit why it changed\n");
  process.exit(0);
}
for (const fault of faults) process.stdout.write(`${fault}\n`);
process.stdout.write(
  faults.length === 0
    ? "gas: within 2 % of the snapshot, and the same code\n"
    : "gas: changed; npm run gas -- --accept if that is meant\n",
);
process.exit(faults.length === 0 ? 0 : 1);

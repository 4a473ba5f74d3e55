// Measures what the contracts cost and writes the snapshot that test/contracts/gas.test.ts compares with.
import { writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { measure } from "../test/contracts/gas.ts";

const path = fileURLToPath(new URL("../test/contracts/gas.snapshot.json", import.meta.url));
const report = await measure();
await writeFile(path, `${JSON.stringify(report, null, 2)}\n`);
for (const [group, entries] of Object.entries(report)) {
  for (const [name, value] of Object.entries(entries)) {
    process.stdout.write(`${Number(value).toLocaleString("en").padStart(10)} ${group}  ${name}\n`);
  }
}
process.exit(0);

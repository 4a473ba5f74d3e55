import { askAboutSealUse, commitSealUse, judgeSealUse } from "../seal-use-vectors.ts";
import { sealUses } from "./seal-uses.ts";

// Adds to test/vectors/seal-uses what is not there yet, and never writes over what is. `node test/vectors/make/seal-uses-main.ts
// [--try]`; --try writes nothing. Nothing is written that does not come out as expected, from our verifier and from the independent
// checker.
const trying = process.argv.includes("--try");
let [added, wrong] = [0, 0];
for (const vector of sealUses()) {
  const expected = [vector.expected.verdict, ...vector.expected.codes].join(" | ");
  const { verdict, codes } = judgeSealUse(vector);
  const other = askAboutSealUse(vector);
  const found = [
    [verdict, ...codes],
    [other.verdict, ...other.faults],
  ].map((parts) => parts.join(" | "));
  if (found.every((one) => one === expected)) added += !trying && commitSealUse(vector) ? 1 : 0;
  else {
    wrong += 1;
    process.stdout.write(`${vector.name}\n  expected ${expected}\n  ours     ${found[0]}\n  theirs   ${found[1]}\n`);
  }
}
process.stdout.write(`${sealUses().length} vectors, ${added} added, ${wrong} not as expected\n`);
process.exitCode = wrong === 0 ? 0 : 1;

import { commitCode } from "../code-vectors.ts";
import { judgeCodeVector } from "../judge-code-vector.ts";
import { codes } from "./codes.ts";

// Adds to test/vectors/codes what is not there yet: `node test/vectors/make/codes-main.ts [--try]`, as main.ts for bundles.

let [wrong, added] = [0, 0];
const vectors = await codes();
for (const vector of vectors) {
  const [expected, found] = [vector.expected, judgeCodeVector(vector).found].map((one) => JSON.stringify(one));
  if (expected !== found) {
    wrong += 1;
    process.stdout.write(`${vector.name}\n  expected ${expected}\n  found    ${found}\n`);
  } else if (!process.argv.includes("--try") && commitCode(vector)) added += 1;
}
process.stdout.write(`${vectors.length} vectors, ${added} added, ${wrong} not as expected\n`);
process.exitCode = wrong === 0 ? 0 : 1;

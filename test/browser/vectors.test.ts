import { join } from "node:path";
import { expect } from "chai";
import { committedCodes } from "../vectors/code-vectors.ts";
import { committed } from "../vectors/committed.ts";
import { describeInBrowser } from "./chromium.ts";
import { runInChromium } from "./harness.ts";
import type { run } from "./vectors.page.ts";

const ENTRY = join(import.meta.dirname, "vectors.page.ts");

for (const [name, of] of [
  ["bundle format", committed],
  ["offline codes", committedCodes],
] as const)
  describeInBrowser(`the vectors of the ${name} in Chromium`, () => {
    it("give their expected verdicts and codes, every one", async () => {
      const vectors: readonly ReturnType<typeof of>[number][] = of();
      const found = await runInChromium<Awaited<ReturnType<typeof run>>>(ENTRY, vectors);
      const wrong = vectors.filter(({ expected }, i) => JSON.stringify(found[i]) !== JSON.stringify(expected));
      expect(wrong.map(({ name }) => name)).to.deep.equal([]);
      expect(found).to.have.length(vectors.length);
      process.stdout.write(`    vectors: ${name} in Chromium: ${found.length} passed\n`);
    }).timeout(120_000);
  });

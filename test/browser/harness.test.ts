import { join } from "node:path";
import { expect } from "chai";
import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { keccak256, sha256 } from "../../src/crypto/hash.ts";
import { bundleText } from "../../src/proof/build.ts";
import { judge } from "../proof/judge.ts";
import { NOW } from "../proof/paper/options.ts";
import { paper } from "../proof/paper/world.ts";
import { describeInBrowser } from "./chromium.ts";
import type { Given, run } from "./harness.page.ts";
import { runInChromium } from "./harness.ts";

const ENTRY = join(import.meta.dirname, "harness.page.ts");

describeInBrowser("the proof code in Chromium", () => {
  it("gives the report that Node gives, by noble alone", async () => {
    const world = await paper();
    const given: Given = {
      bundle: bundleText(world.bundle),
      trust: JSON.stringify(world.trust),
      policy: { level: "archival" },
      now: NOW,
    };
    const answer = await runInChromium<ReturnType<typeof run>>(ENTRY, given);
    expect(answer.agent).to.match(/Chrome\//);
    expect(answer.node).to.equal(false);
    const text = utf8("印证");
    expect(answer.hashes).to.deep.equal([toHex(sha256(text)), toHex(keccak256(text))]);
    expect(answer.report).to.deep.equal(judge(world));
    expect(answer.report.verdict).to.equal("valid");
  });
});

import { expect } from "chai";
import { mutations } from "../proof/mutate.ts";
import { type CliWorld, openCliWorld } from "./world.ts";
import { yzWith } from "./yz.ts";

// test/proof/mutations.test.ts changes every value in every way; here each kind of place once, for the exit code.
describe("yz verify of a tampered bundle", function () {
  this.timeout(120_000);
  let cli: CliWorld;

  before(async () => {
    cli = await openCliWorld();
  });

  after(() => cli.close());

  it("ends with 1, or with 4 where the change leaves it unproven, whatever is changed", async () => {
    const yz = yzWith({ clock: cli.world.clock });
    const seen = new Set<string>();
    const survivors: string[] = [];
    for (const { what, document } of mutations(JSON.parse((await cli.issue("good")).text))) {
      const [place = ""] = what.replace(/\d+/g, "n").split(" ");
      if (seen.has(place)) continue;
      seen.add(place);
      const file = await cli.put("tampered.json", JSON.stringify(document));
      const { code } = await yz("verify", file, "--trust", cli.trust, "--offline", "--level", "archival");
      if (code !== 1 && code !== 4) survivors.push(`${code}: ${what}`);
    }
    expect(survivors).to.deep.equal([]);
    expect(seen.size).to.be.greaterThan(100);
  });
});

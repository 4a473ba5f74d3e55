import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { type GasReport, measure } from "./gas.ts";

const TOLERANCE = 0.02;
/** Promised by the design: what no snapshot may be moved beyond. */
const LIMITS: Record<string, number> = {
  "anchor, batch of 16": 150_000,
  "anchor, batch of 1,024": 150_000,
  "anchor, batch of 1,048,576": 150_000,
  "anchor, log of 1,048,575 entries": 150_000,
  "anchor, log of 4,194,308 entries, a merge left over": 150_000,
  "revoke 1,000 neighbours": 350_000,
};

describe("cost", () => {
  let now: GasReport;
  let snapshot: GasReport;

  before(async () => {
    now = await measure();
    snapshot = JSON.parse(await readFile(new URL("gas.snapshot.json", import.meta.url), "utf8"));
  });

  for (const group of ["gas", "bytes"] as const) {
    it(`is within 2 % of the snapshot in ${group} (npm run gas writes a new one)`, () => {
      expect(Object.keys(now[group])).to.deep.equal(Object.keys(snapshot[group]));
      for (const [name, value] of Object.entries(now[group])) {
        const known = snapshot[group][name]!;
        expect(Math.abs(value - known) / known, `${name}: ${value}, was ${known}`).to.be.at.most(TOLERANCE);
      }
    });
  }

  it("keeps the promises of the design", () => {
    for (const [name, limit] of Object.entries(LIMITS)) expect(now.gas[name], name).to.be.at.most(limit);
  });

  it("of an anchor does not depend on the size of its batch", () => {
    const { gas } = now;
    const spread = Math.abs(gas["anchor, batch of 16"]! - gas["anchor, batch of 1,048,576"]!);
    expect(spread).to.be.below(200);
  });

  it("leaves every contract within 24,576 bytes (EIP-170)", () => {
    for (const [name, size] of Object.entries(now.bytes)) expect(size, name).to.be.at.most(24_576);
  });
});

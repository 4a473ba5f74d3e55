import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { type GasReport, measure, strayed } from "./gas.ts";

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

  it("is within 2 % of the snapshot (npm run gas tells where not, and how to accept it)", () => {
    expect(strayed(now, snapshot)).to.deep.equal([]);
  });

  it("is told when it rises, falls, comes or goes", () => {
    const known = { gas: { rises: 1000, falls: 1000, stays: 1000, goes: 1 }, bytes: {} };
    const changed = { gas: { rises: 1021, falls: 979, stays: 1020, comes: 1 }, bytes: {} };
    const told = strayed(changed, known).map((line) => line.replace(/^gas, (\w+):.*/, "$1"));
    expect(told).to.deep.equal(["rises", "falls", "goes", "comes"]);
  });

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

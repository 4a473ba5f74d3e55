import { readFile } from "node:fs/promises";
import { expect } from "chai";
import { getBytes, keccak256 } from "ethers";
import { artifacts } from "hardhat";
import { loadFixture, rpc } from "./chain.ts";
import { type GasReport, measure, strayed } from "./gas.ts";
import { founded } from "./world.ts";

/** Promised by the design: what no snapshot may be moved beyond. */
const LIMITS: Record<string, number> = {
  "anchor, batch of 16": 150_000,
  "anchor, batch of 1,024": 150_000,
  "anchor, batch of 1,048,576": 150_000,
  "anchor, log of 1,048,575 entries": 150_000,
  "anchor, log of 4,194,308 entries, a merge left over": 150_000,
  "anchor, log of 4,194,308 entries, batch of 1,048,576": 150_000,
  "revoke 1,000 neighbours": 350_000,
};

describe("cost", () => {
  let now: GasReport;
  let snapshot: GasReport;

  before(async () => {
    now = await measure();
    snapshot = JSON.parse(await readFile(new URL("gas.snapshot.json", import.meta.url), "utf8"));
  });

  it("is within 2 % of the snapshot, with the same code (npm run gas tells where not, and how to accept it)", () => {
    expect(strayed(now, snapshot)).to.deep.equal([]);
  });

  it("is told when it rises, falls, comes or goes", () => {
    const known = { gas: { rises: 1000, falls: 1000, stays: 1000, goes: 1 }, bytes: {}, code: {} };
    const changed = { gas: { rises: 1021, falls: 979, stays: 1020, comes: 1 }, bytes: {}, code: {} };
    const told = strayed(changed, known).map((line) => line.replace(/^gas, (\w+):.*/, "$1"));
    expect(told).to.deep.equal(["rises", "falls", "goes", "comes"]);
  });

  it("is told when code of the same size is another", () => {
    const [known, changed] = ["0x12", "0x34"].map((hash) => ({ gas: {}, bytes: { One: 1000 }, code: { One: hash } }));
    expect(strayed(changed!, known!)).to.deep.equal(["code, One: 0x34, was 0x12"]);
    expect(strayed(known!, known!)).to.deep.equal([]);
  });

  it("hashes the code that stands on chain, but for what each installation puts into it", async () => {
    const { founding } = await loadFixture(founded);
    for (const { contract, address } of founding.deployments.filter((one) => one.contract in now.code)) {
      const { deployedBytecode, immutableReferences } = await artifacts.readArtifact(contract);
      const code = getBytes((await rpc("eth_getCode", [address, "latest"])) as string);
      for (const { start, length } of Object.values(immutableReferences ?? {}).flat()) {
        code.fill(0, start, start + length);
      }
      expect(keccak256(code), contract).to.equal(now.code[contract]);
      expect(keccak256(deployedBytecode), contract).to.equal(now.code[contract]);
    }
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

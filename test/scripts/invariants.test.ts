import { readdirSync, readFileSync } from "node:fs";
import { expect } from "chai";
import { KILLERS } from "../mutants/killers.mjs";

const at = (path: string) => new URL(path, import.meta.url);
const numberOf = (mutant: string): string => mutant.split("-")[0]!;

const [, section] = readFileSync(at("../../docs/security.md"), "utf8").split("## Invariants of the contracts");
const rows = section!
  .split("\n## ")[0]!
  .split("\n")
  .map((line) => line.split(" | "))
  .filter((cells) => cells.length === 3 && cells[1]!.startsWith("`"))
  .map(([, tests, mutants]) => ({
    tests: [...tests!.matchAll(/`(\w+)`/g)].map(([, name]) => name!),
    mutants: [...mutants!.matchAll(/\d+/g)].map(([number]) => number),
  }));

const folder = at("../contracts/invariants/");
const tests = readdirSync(folder)
  .filter((name) => name.endsWith(".t.sol"))
  .flatMap((name) => [
    ...readFileSync(new URL(name, folder), "utf8").matchAll(/function (?:test|testFuzz|invariant)_(\w+)/g),
  ])
  .map(([, name]) => name!);

describe("docs/security.md, invariants of the contracts", () => {
  it("names every Solidity test once, and no other", () => {
    expect(rows.flatMap((row) => row.tests).toSorted()).to.deep.equal(tests.toSorted());
  });

  it("names every mutant once, and no other", () => {
    const named = rows.flatMap((row) => row.mutants).toSorted();
    expect(named).to.deep.equal(Object.keys(KILLERS).map(numberOf).toSorted());
  });

  it("names each mutant beside a test that kills it", () => {
    for (const [mutant, pattern] of Object.entries(KILLERS)) {
      const row = rows.find(({ mutants }) => mutants.includes(numberOf(mutant)));
      expect(
        row?.tests.some((name) => new RegExp(pattern).test(name)),
        mutant,
      ).to.equal(true);
    }
  });

  it("has a patch for every mutant", () => {
    const patches = readdirSync(at("../mutants/")).filter((name) => name.endsWith(".patch"));
    expect(patches.toSorted()).to.deep.equal(
      Object.keys(KILLERS)
        .map((name) => `${name}.patch`)
        .toSorted(),
    );
  });
});

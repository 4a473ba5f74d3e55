import { readFileSync } from "node:fs";
import { expect } from "chai";
import { EVENTS } from "./events.ts";
import { againInScope, type Row, reachingBack, rowsOf } from "./table.ts";

const COLUMNS = ["event", "anchored", "registry", "online", "snapshot", "archival", "older file", "had it been taken"];

/** Rows of the table in "Verdicts over time" of the page. */
function rowsOnThePage(): readonly Row[] {
  const page = readFileSync(new URL("../../docs/security.md", import.meta.url), "utf8");
  const section = page.split("\n## Verdicts over time\n")[1]?.split("\n## ")[0] ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("| "));
  return lines.map((line) =>
    line
      .slice(1, -1)
      .split("|")
      .map((cell) => cell.trim()),
  );
}

describe("verdicts over time, on the page and by the verifier", () => {
  const [head, ...rows] = rowsOnThePage();
  const found: Row[] = [];

  it("has a table of all columns", () => {
    expect(head).to.deep.equal(COLUMNS);
  });

  const judged = (name: string, rowsFor: () => Promise<readonly Row[]>): void => {
    it(`says of ${name} what the verifier says, in every cell`, async () => {
      const real = await rowsFor();
      found.push(...real);
      const events = new Set(real.map(([event]) => event));
      expect(rows.filter(([event]) => events.has(event ?? ""))).to.deep.equal(real);
    });
  };
  for (const event of EVENTS) judged(`"${event.name}"`, () => rowsOf(event));
  judged("compromises that reach back", reachingBack);
  judged("scopes granted again", againInScope);

  it("has no row beside those", () => {
    expect(rows).to.deep.equal(found);
  });
});

import { readFileSync } from "node:fs";
import { expect } from "chai";

const read = (path: string): string => readFileSync(new URL(`../../${path}`, import.meta.url), "utf8");

/** Rows of the table in "Threats" of the page: threat, control, file and title of the test. */
function rowsOnThePage(): readonly (readonly string[])[] {
  const section = read("docs/security.md").split("\n## Threats\n")[1]?.split("\n## ")[0] ?? "";
  return section
    .split("\n")
    .filter((line) => line.startsWith("| ") && !line.startsWith("| threat |"))
    .map((line) => {
      const [threat = "", control = "", test = ""] = line.slice(2, -2).split(" | ");
      const [, file = "", title = ""] = /^`([^`]+)`: (.+)$/.exec(test) ?? [];
      return [threat, control, file, title];
    });
}

describe("threats, on the page and as tests", () => {
  const rows = rowsOnThePage();

  it("are told with a control and a test each", () => {
    expect(rows.length).to.be.above(20);
    for (const row of rows) for (const cell of row) expect(cell, row[0]).to.not.equal("");
  });

  it("have the tests that the page names", () => {
    for (const [threat, , file = "", title = ""] of rows) {
      expect(read(`test/${file}`), `${threat}: ${title}`).to.include(`("${title.replaceAll('"', '\\"')}"`);
    }
  });

  it("include every one that the tests of threats are named after", () => {
    const named = [
      "a stolen officer key alone does nothing",
      "a stolen signing key cannot back-date",
      "a relayer or operator cannot alter a payload",
      "a member cannot anchor outside its scope",
      "an abolished agency's certificates can still be revoked",
      "validators cannot rewrite unnoticed",
      "an old resume cannot be replayed",
      "a council member alone cannot stop the service for long",
    ];
    expect(rows.map(([, , , title]) => title)).to.include.members(named);
  });
});

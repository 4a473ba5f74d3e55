import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { CheckDefinition } from "../../src/domain/checks/table.ts";
import { CHECKS } from "../../src/domain/checks.ts";

const DOCS = readFileSync(new URL("../../docs/checks.md", import.meta.url), "utf8");

describe("docs/checks.md", () => {
  const sections = DOCS.split(/^## /m).slice(1);

  it("has a section for each check, in their order, and none beside them", () => {
    const headings = sections.map((section) => section.slice(0, section.indexOf("\n")));
    const expected = Object.entries(CHECKS).map(([name, { title }]) => `\`${name}\` ${title.en} ${title.zh}`);
    expect(headings).to.deep.equal(expected);
  });

  for (const [i, [name, definition]] of Object.entries<CheckDefinition>(CHECKS).entries()) {
    it(`tells every code of ${name} and what it means in both languages, and no other`, () => {
      const rows = [...(sections[i] ?? "").matchAll(/^\| `(.+)`( †)? \| (.+) \| (.+) \|$/gm)].map(
        ([, code, mark, en, zh]) => ({ code, en, zh, notInForce: mark !== undefined }),
      );
      const expected = Object.entries(definition.codes).map(([code, { en, zh, notInForce = false }]) => ({
        code,
        en,
        zh,
        notInForce,
      }));
      expect(rows).to.deep.equal(expected);
    });
  }
});

import { expect } from "chai";
import { CHECK_FAMILIES } from "../../src/domain/checks/table.ts";
import { CHECK_RESULTS, VERDICTS } from "../../src/domain/checks.ts";
import type { MessageKey } from "../../src/domain/i18n/dictionary.ts";
import { en } from "../../src/domain/i18n/en.ts";
import { say } from "../../src/domain/i18n/say.ts";
import { zh } from "../../src/domain/i18n/zh.ts";
import { CELL_STATES, STATUS_REASONS } from "../../src/domain/status.ts";

const KEYS = Object.keys(zh) as MessageKey[];

function blanks(text: string): readonly string[] {
  return (text.match(/\{\w+\}/g) ?? []).sort();
}

describe("domain/i18n", () => {
  it("has the same keys in both languages, in the same order", () => {
    expect(Object.keys(en)).to.deep.equal(KEYS);
  });

  it("leaves the same blanks in both languages", () => {
    for (const key of KEYS) expect(blanks(en[key]), key).to.deep.equal(blanks(zh[key]));
  });

  it("speaks Chinese in zh and no Chinese in en", () => {
    expect(KEYS.filter((key) => !/\p{Script=Han}/u.test(zh[key]))).to.deep.equal([]);
    expect(KEYS.filter((key) => /\p{Script=Han}/u.test(en[key]))).to.deep.equal([]);
  });

  it("has a word for every verdict, result, family, state and reason", () => {
    const wanted = [
      ...VERDICTS.flatMap((verdict) => [`verdict.${verdict}`, `verdict.${verdict}.meaning`, `verdict.${verdict}.do`]),
      ...CHECK_RESULTS.map((result) => `result.${result}`),
      ...CHECK_FAMILIES.map((family) => `family.${family}`),
      ...CELL_STATES.map((state) => `state.${state}`),
      ...Object.keys(STATUS_REASONS).map((reason) => `reason.${reason}`),
    ];
    expect(KEYS).to.include.members(wanted as MessageKey[]);
  });

  it("fills the blanks", () => {
    expect(say("en", "report.as_of.block", { time: "10:00", block: 12, known: "9:59" })).to.equal(
      "As of 10:00 (from block 12, known up to 9:59)",
    );
  });

  it("shows a blank that nobody filled", () => {
    expect(say("zh", "error.at")).to.equal("位置：{pointer}");
  });
});

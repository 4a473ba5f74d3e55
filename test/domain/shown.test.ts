import { expect } from "chai";
import type { FieldDefinition } from "../../src/domain/types/definition.ts";
import { shownValue } from "../../src/domain/types/shown.ts";

const LABEL = { zh: "项", en: "Item" };
const field = (kind: FieldDefinition["kind"], more: Partial<FieldDefinition> = {}): FieldDefinition => ({
  name: "item",
  label: LABEL,
  kind,
  required: true,
  ...more,
});
const both = (definition: FieldDefinition, value: Parameters<typeof shownValue>[1]) => [
  shownValue(definition, value, "zh"),
  shownValue(definition, value, "en"),
];

describe("a field on the verify page", () => {
  it("shows text and codes as they stand", () => {
    expect(both(field("text"), "𠮷田·<b>")).to.deep.equal(["𠮷田·<b>", "𠮷田·<b>"]);
    expect(both(field("code"), "A-1")).to.deep.equal(["A-1", "A-1"]);
  });

  it("writes dates and periods in words", () => {
    expect(both(field("date"), "2020-02-29")).to.deep.equal(["2020年2月29日", "29 February 2020"]);
    expect(both(field("period"), { from: "2026-01-01", until: "2026-12-31" })).to.deep.equal([
      "2026年1月1日 至 2026年12月31日",
      "1 January 2026 to 31 December 2026",
    ]);
  });

  it("groups the digits of money and numbers and rounds none", () => {
    const money = { amount: "123456789012345.60", currency: "CNY" };
    expect(both(field("money"), money)).to.deep.equal([
      "人民币 123,456,789,012,345.60 元",
      "CNY 123,456,789,012,345.60",
    ]);
    expect(shownValue(field("money"), { amount: "1000.00", currency: "USD" }, "zh")).to.equal("美元 1,000.00");
    expect(shownValue(field("money"), { amount: "1000.00", currency: "XAU" }, "zh")).to.equal("XAU 1,000.00");
    const area = field("number", { decimals: 2, unit: { zh: "平方米", en: "m²" } });
    expect(both(area, "1234.50")).to.deep.equal(["1,234.50 平方米", "1,234.50 m²"]);
  });

  it("names an enum's value by its label", () => {
    const kind = field("enum", { values: [{ value: "a", label: { zh: "甲", en: "Alpha" } }] });
    expect(both(kind, "a")).to.deep.equal(["甲", "Alpha"]);
    expect(both(kind, "b")).to.deep.equal(["b", "b"]);
  });

  it("makes a table of a list", () => {
    const list = field("list", { columns: [field("text", { name: "what" }), field("money", { name: "amount" })] });
    expect(
      shownValue(list, [{ what: "诊察费", amount: { amount: "10.00", currency: "CNY" } }, { what: "药" }], "zh"),
    ).to.deep.equal({
      columns: ["项", "项"],
      rows: [
        ["诊察费", "人民币 10.00 元"],
        ["药", "—"],
      ],
    });
  });

  it("shows what is not as the definition has it, rather than hide it", () => {
    expect(both(field("date"), "2026-02-30x")).to.deep.equal(["2026-02-30x", "2026-02-30x"]);
    expect(both(field("list"), "none")).to.deep.equal(["none", "none"]);
    expect(both(field("money"), { amount: 1 })).to.deep.equal(['{"amount":1}', '{"amount":1}']);
    expect(both(field("text"), null)).to.deep.equal(["null", "null"]);
  });
});

import { expect } from "chai";
import { isYinzhengError } from "../../../src/domain/errors.ts";
import { say } from "../../../src/domain/i18n/say.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { MEDICAL_BILL } from "../../../src/domain/types/medical-bill.ts";
import { BUILT_IN } from "../../../src/domain/types/table.ts";
import { checkRules } from "../../../src/service/signer/rules/named.ts";
import { followsPattern } from "../../../src/service/signer/rules/pattern.ts";
import { RULES, type SignerRules, type TypeRules } from "../../../src/service/signer/rules/rules.ts";

const SIGNED = [BUSINESS_LICENCE.code, MEDICAL_BILL.code];

/** Where rules are wrong; "" where they are right. */
function fault(rules: SignerRules): string {
  try {
    checkRules(rules, SIGNED, BUILT_IN);
    return "";
  } catch (error) {
    if (!isYinzhengError(error, "config.invalid")) throw error;
    return String(error.detail.pointer).replace(/^\/rules\/types\/?/, "");
  }
}

const bill = (rules: TypeRules): string => fault({ types: { [MEDICAL_BILL.code]: rules } }).replace(/^[^/]+\//, "");

describe("signer: rules name what there is", () => {
  it("takes limits of several types, of fields and of columns of a list", () => {
    const rules: SignerRules = {
      types: {
        [BUSINESS_LICENCE.code]: { fields: { registeredCapital: { max: "1" }, establishedOn: { latest: 0 } } },
        [MEDICAL_BILL.code]: {
          fields: { visit: { oneOf: ["outpatient"] }, "items/quantity": { max: "9.5" }, stay: { earliest: -90 } },
          amount: { field: "items/amount", perDay: "1000" },
        },
      },
    };
    expect(fault(rules)).to.equal("");
    expect(fault({})).to.equal("");
  });

  it("refuses a type that the signer does not sign for, or that nobody has defined", () => {
    for (const code of ["11100000000013352W001", "12371000MB2854632B901", "licence"])
      expect(fault({ types: { [code]: {} } })).to.equal(code);
    const undefinedType = "12371000MB2854632B901";
    expect(() => checkRules({ types: { [undefinedType]: {} } }, [undefinedType], BUILT_IN)).to.throw(
      "a type that this",
    );
  });

  it("refuses a field or column that the type does not have", () => {
    expect(bill({ fields: { totl: { max: "1" } } })).to.equal("fields/totl");
    expect(bill({ fields: { "items/price": { max: "1" } } })).to.equal("fields/items~1price");
    expect(bill({ fields: { "total/amount": { max: "1" } } })).to.equal("fields/total~1amount");
    expect(bill({ amount: { field: "sum", perDay: "1" } })).to.equal("amount/field");
  });

  it("refuses a limit that the field's kind does not know, and none at all", () => {
    expect(bill({ fields: { total: { pattern: "#" } } })).to.equal("fields/total/pattern");
    expect(bill({ fields: { payer: { max: "1" } } })).to.equal("fields/payer/max");
    expect(bill({ fields: { issuedOn: { min: "1" } } })).to.equal("fields/issuedOn/min");
    expect(bill({ fields: { items: { max: "1" } } })).to.equal("fields/items/max");
    expect(bill({ fields: { total: {} } })).to.equal("fields/total");
    expect(bill({ fields: { total: { currency: "CNY", absent: true } } })).to.equal("fields/total");
    expect(bill({ amount: { field: "payer", perDay: "1" } })).to.equal("amount/field");
    expect(bill({ amount: { field: "items/quantity", perDay: "1", currency: "CNY" } })).to.equal("amount/currency");
    expect(bill({ amount: { field: "total" } })).to.equal("amount");
  });

  it("refuses limits that leave nothing, and a choice that the type does not offer", () => {
    expect(bill({ fields: { total: { min: "10", max: "9.99" } } })).to.equal("fields/total");
    expect(bill({ fields: { issuedOn: { earliest: 1, latest: 0 } } })).to.equal("fields/issuedOn");
    expect(bill({ fields: { visit: { oneOf: ["outpatient", "dental"] } } })).to.equal("fields/visit/oneOf");
  });

  it("has a sentence for every rule in both languages", () => {
    for (const rule of RULES) expect(say("en", `signer.rule.${rule}`)).not.to.equal(say("zh", `signer.rule.${rule}`));
  });
});

describe("signer: patterns", () => {
  const cases: readonly (readonly [pattern: string, text: string, fits: boolean])[] = [
    ["山东省*", "山东省威海市", true],
    ["山东省*", "江苏省", false],
    ["*有限公司", "甲有限公司", true],
    ["*有限公司", "甲有限公司分公司", false],
    ["a*b*c", "a-b-b-c", true],
    ["a*b*c", "a-b-b", false],
    ["##@?", "12A葛", true],
    ["##@?", "12a葛", false],
    ["#", "１", false],
    ["", "", true],
    ["*", "", true],
    ["?", "𠮷", true],
    ["?", "", false],
  ];
  for (const [pattern, text, fits] of cases) {
    it(`"${text}" ${fits ? "follows" : "does not follow"} "${pattern}"`, () => {
      expect(followsPattern(text, pattern)).to.equal(fits);
    });
  }

  it("end, however the text was chosen", () => {
    expect(followsPattern("a".repeat(4000), `${"*a".repeat(50)}b`)).to.equal(false);
  });
});

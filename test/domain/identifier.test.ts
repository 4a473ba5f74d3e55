import { expect } from "chai";
import { buildIdentifier, checkCharacter, isTypeCode, parseIdentifier } from "../../src/domain/identifier.ts";
import { codeOf } from "./caught.ts";

/** Identifiers in public use, by GB/T 36904-2018. */
const IN_USE = [
  "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U",
  "1.2.156.3005.2.11100000MB03271699022.340100.000000016.001.9",
  "1.2.156.3005.2.11100000000013338W009.11330105002500287C.2025052201.002.0",
];
const ROOT = "1.2.156.3005.2.11100000000013338W011.11430000006122244L";

describe("domain/identifier", () => {
  for (const text of IN_USE) {
    it(`reads and builds ${text}`, () => {
      expect(buildIdentifier(parseIdentifier(text))).to.equal(text);
    });
  }

  it("tells the parts", () => {
    expect(parseIdentifier(IN_USE[2]!)).to.deep.equal({
      typeCode: "11100000000013338W009",
      issuerCode: "11330105002500287C",
      serial: "2025052201",
      version: 2,
    });
  });

  it("computes ISO 7064 MOD 37,36 so that every single error in a serial changes the check", () => {
    const right = "20230000403";
    const alphabet = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ";
    for (let i = 0; i < right.length; i += 1) {
      for (const other of alphabet.replace(right[i]!, "")) {
        expect(checkCharacter(right.slice(0, i) + other + right.slice(i + 1))).not.to.equal(checkCharacter(right));
      }
    }
  });

  it("computes the check character of the ISO 7064 example A12425GABC1234002 (a Global Release Identifier), M", () => {
    expect(checkCharacter("A12425GABC1234002")).to.equal("M");
  });

  for (const [what, text, code] of [
    ["a wrong check character", `${ROOT}.20230000403.001.V`, "schema.check_digit"],
    ["another digit in the serial", `${ROOT}.20230000404.001.U`, "schema.check_digit"],
    ["no check character", `${ROOT}.20230000403.001`, "schema.pattern"],
    ["something behind the check character", `${ROOT}.20230000403.001.U.1`, "schema.pattern"],
    ["two check characters", `${ROOT}.20230000403.001.UU`, "schema.pattern"],
    ["another root", IN_USE[0]!.replace("3005", "3006"), "schema.pattern"],
    ["version 000", `${ROOT}.20230000403.000.U`, "schema.pattern"],
    ["a version of two digits", `${ROOT}.20230000403.01.U`, "schema.pattern"],
    ["a serial of seven characters", `${ROOT}.2023000.001.U`, "schema.pattern"],
    ["a serial of 33 characters", `${ROOT}.${"1".repeat(33)}.001.U`, "schema.pattern"],
    ["small letters", IN_USE[0]!.toLowerCase(), "schema.pattern"],
    ["an issuer code with a wrong check digit", IN_USE[0]!.replace("6122244L", "6122244M"), "schema.pattern"],
    ["nothing", "", "schema.pattern"],
  ] as const) {
    it(`refuses ${what}`, () => {
      expect(codeOf(() => parseIdentifier(text))).to.equal(code);
    });
  }

  it("refuses to build version 1000", () => {
    const parts = parseIdentifier(IN_USE[0]!);
    expect(codeOf(() => buildIdentifier({ ...parts, version: 1000 }))).to.equal("schema.pattern");
  });

  it("knows a type code by the credit code in it", () => {
    expect(isTypeCode("11100000000013338W011")).to.equal(true);
    expect(isTypeCode("11100000000013338X011")).to.equal(false);
    expect(isTypeCode("11100000000013338W")).to.equal(false);
  });
});

import { expect } from "chai";
import { citizenIdFault, isCitizenId } from "../../src/domain/citizen-id.ts";
import { isUscc, usccFault } from "../../src/domain/uscc.ts";

describe("domain/uscc", () => {
  for (const code of ["11100000000013338W", "11430000006122244L", "11100000MB03271699", "11330105002500287C"]) {
    it(`accepts ${code}, which is in public use`, () => {
      expect(isUscc(code)).to.equal(true);
    });
  }

  it("accepts a code whose check character is 0", () => {
    expect(isUscc("91371000MA3C1013X0")).to.equal(true);
  });

  it("refuses every single wrong character", () => {
    const right = "91371000163094814Q";
    for (let i = 0; i < 18; i += 1) {
      for (const other of "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ".replace(right[i]!, "")) {
        expect(isUscc(right.slice(0, i) + other + right.slice(i + 1)), `${other} at ${i}`).to.equal(false);
      }
    }
  });

  it("refuses every outer check over a wrong check of the organisation code", () => {
    const right = "11371000004412344";
    const alphabet = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    const accepted = [..."0123456789X"].flatMap((org) =>
      [...alphabet].map((check) => right.slice(0, 16) + org + check).filter(isUscc),
    );
    expect(accepted).to.deep.equal(["113710000044123444"]);
  });

  it("tells a wrong form from a wrong check", () => {
    expect(usccFault("91371000163094814R")).to.equal("schema.check_digit");
    for (const code of [
      "",
      "91371000163094814",
      "91371000163094814QQ",
      "9137100016309481４Q",
      "9I371000163094814Q",
      "91371000163094814q",
    ]) {
      expect(usccFault(code), code).to.equal("schema.pattern");
    }
  });
});

describe("domain/citizen-id", () => {
  it("accepts the example of GB 11643-1999", () => {
    expect(isCitizenId("11010519491231002X")).to.equal(true);
    expect(isCitizenId("440524188001010014")).to.equal(true);
  });

  it("accepts a birth on 29 February of a leap year", () => {
    expect(isCitizenId("371000200002290015")).to.equal(true);
  });

  it("refuses 30 February with a right check digit", () => {
    expect(citizenIdFault(withCheck("37100019900230001"))).to.equal("schema.date");
  });

  it("refuses 29 February of a common year", () => {
    expect(citizenIdFault(withCheck("37100019990229001"))).to.equal("schema.date");
  });

  it("refuses a birth after today, where today is given", () => {
    expect(citizenIdFault("371000203001010011", "2026-11-23")).to.equal("schema.date");
    expect(citizenIdFault("371000203001010011", "2030-01-01")).to.equal(undefined);
    expect(citizenIdFault("371000203001010011")).to.equal(undefined);
  });

  it("refuses a birth before 1850", () => {
    expect(citizenIdFault(withCheck("37100018490101001"))).to.equal("schema.date");
  });

  for (const region of ["000000", "999999", "160000", "720000", "840000"]) {
    it(`refuses region ${region}`, () => {
      expect(citizenIdFault(withCheck(`${region}19900307123`))).to.equal("schema.pattern");
    });
  }

  it("accepts residents from Hong Kong, Macao and Taiwan", () => {
    for (const region of ["810000", "820000", "830000"]) {
      expect(isCitizenId(withCheck(`${region}19900307123`)), region).to.equal(true);
    }
  });

  it("refuses every single wrong digit", () => {
    const right = "371000199003071230";
    for (let i = 0; i < 18; i += 1) {
      for (const other of "0123456789X".replace(right[i]!, "")) {
        expect(isCitizenId(right.slice(0, i) + other + right.slice(i + 1)), `${other} at ${i}`).to.equal(false);
      }
    }
  });

  it("refuses the old form of 15 digits, a small x and full-width digits", () => {
    for (const id of ["110105491231002", "11010519491231002x", "1101051949123100２X", ""]) {
      expect(citizenIdFault(id), id).to.equal("schema.pattern");
    }
  });
});

/** 17 digits with the check digit of GB 11643, computed here a second time. */
function withCheck(digits: string): string {
  const sum = [...digits].reduce((total, digit, i) => total + Number(digit) * (2 ** (17 - i) % 11), 0);
  return digits + "10X98765432"[sum % 11];
}

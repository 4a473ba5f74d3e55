import { readFileSync } from "node:fs";
import { expect } from "chai";
import type { JsonObject } from "../../src/domain/json-value.ts";
import { maskSubject } from "../../src/domain/types/mask.ts";
import { BUILT_IN } from "../../src/domain/types/table.ts";

/** The first valid subject of a type's vector file, and the same masked. */
function both(file: string): { readonly subject: JsonObject; readonly shown: JsonObject } {
  const url = new URL(`../vectors/types/${file}.json`, import.meta.url);
  const { type, valid } = JSON.parse(readFileSync(url, "utf8"));
  const subject = valid[0].subject as JsonObject;
  return { subject, shown: maskSubject(BUILT_IN.find(type)!, subject) };
}

describe("domain/types: masking", () => {
  it("shows of a person's name the first character, and of an identity number both ends", () => {
    const { subject, shown } = both("no-criminal-record");
    expect([subject.name, subject.citizenId]).to.deep.equal(["示例·孙八", "371083200109173311"]);
    expect([shown.name, shown.citizenId]).to.deep.equal(["示**", "3710**********3311"]);
  });

  it("shows of an organisation's name and code both ends, and of its representative what is shown of a person", () => {
    const { shown } = both("food-business-licence");
    expect(shown).to.include({ name: "环翠****鲜馆", unifiedSocialCreditCode: "9237**********2P35" });
    expect(shown.legalRepresentative).to.equal("示**");
  });

  it("masks line by line in a list, and by the variant's holder", () => {
    const { shown } = both("real-estate");
    expect(shown).to.include({ holderName: "示**", citizenId: "3710**********0529" });
    expect(shown.coOwners).to.deep.equal([{ name: "示**", code: "3710**********1641", share: "共同共有" }]);
  });

  it("masks a number that the type marks, and leaves amounts, dates and the rest as they are", () => {
    const { subject, shown } = both("medical-bill");
    expect(shown.visitNumber).to.equal("MZ20********0123");
    const changed = Object.keys(subject).filter(
      (name) => JSON.stringify(shown[name]) !== JSON.stringify(subject[name]),
    );
    expect(changed.sort()).to.deep.equal(["payer", "payerId", "visitNumber"]);
  });

  it("keeps a letter with its selector whole, and of a short number nothing", () => {
    const { shown } = both("business-licence");
    expect(shown.legalRepresentative).to.equal("买**");
    const type = BUILT_IN.find("11100000000013338W011")!;
    const rare = maskSubject(type, { legalRepresentative: "葛\u{e0100}某某某" });
    expect(rare).to.deep.equal({ legalRepresentative: "葛\u{e0100}**" });
    const bill = BUILT_IN.find("123710004935812799001")!;
    for (const [number, masked] of [
      ["1", "*"],
      ["123", "***"],
      ["1234", "1**4"],
      ["12345678", "12****78"],
    ]) {
      expect(maskSubject(bill, { visitNumber: number! })).to.deep.equal({ visitNumber: masked });
    }
  });

  it("shows no name or number of a holder in any type", () => {
    for (const type of BUILT_IN.all) {
      const holders = type.variants?.oneOf.map(({ value, holder }) => ({ by: { [type.variants!.by]: value }, holder }));
      for (const { by, holder } of holders ?? [{ by: {}, holder: type.holder! }]) {
        const shown = maskSubject(type, { ...by, [holder.name]: "甲乙丙丁戊己", [holder.code]: "0123456789" });
        expect(shown[holder.name], type.names.en).to.include("**");
        expect(shown[holder.code], type.names.en).to.include("**");
      }
    }
  });
});

import { expect } from "chai";
import { sortPasted } from "../../src/web/client/intake.ts";

const ID = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";
const OTHER = "1.2.156.3005.2.11100000000013338W011.11371000004352185C.XJ31TARE3UA8HLOL84HB.001.L";

describe("what is pasted", () => {
  it("is the text of a bundle where it is JSON, whatever stands in it", () => {
    const text = `{"id":"${ID}"}`;
    expect(sortPasted(`\n ${text} `)).to.deep.equal({ kind: "text", text });
  });

  for (const [what, text] of [
    ["alone", ID],
    ["with what stands around it", ` 证照标识：${ID}。`],
    ["in a link", `https://elsewhere.example/c/${ID}?lang=en`],
    ["behind urn:oid:", `urn:oid:${ID}`],
    ["in small letters, with a full stop", `${ID.toLowerCase()}.`],
    ["twice", `${ID}\n${ID}`],
  ] as const) {
    it(`is an identifier ${what}`, () => {
      expect(sortPasted(text)).to.deep.equal({ kind: "identifiers", ids: [ID] });
    });
  }

  it("can be several identifiers, twenty at most", () => {
    expect(sortPasted(`${ID}, ${OTHER}`)).to.deep.equal({ kind: "identifiers", ids: [ID, OTHER] });
    const many = Array.from({ length: 30 }, (_, i) => `${ID.slice(0, -1)}${i}`);
    expect(sortPasted(many.join("\n")))
      .to.have.property("ids")
      .with.length(20);
  });

  it("is left to the parser where it is neither", () => {
    expect(sortPasted("hello")).to.deep.equal({ kind: "text", text: "hello" });
    expect(sortPasted("91.2.156.3005.2.1")).to.have.property("kind", "text");
  });
});

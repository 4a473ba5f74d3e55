import { expect } from "chai";
import { readScanned } from "../../src/web/client/scan/scanned.ts";

const ORIGIN = "https://demo.yinzheng.example";
const ID = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";
const LINK = `${ORIGIN}/c/${ID}`;
const read = (...texts: readonly string[]) => readScanned(texts, [ORIGIN]);

describe("what is scanned", () => {
  it("leads to a certificate by a link of a known origin, and nowhere by any other", () => {
    expect(read(LINK)).to.deep.equal({ kind: "identifier", id: ID });
    expect(read(LINK.replace("demo.", "demo-"))).to.include({ kind: "fault", fault: "foreign" });
    expect(read(`${LINK}?lang=en`)).to.include({ kind: "fault", fault: "link" });
    expect(read(ID), "an identifier alone is no code of ours").to.include({ kind: "fault", fault: "other" });
  });

  it("is the code that leads furthest, of several in one picture", () => {
    expect(read("hello", LINK)).to.include({ kind: "identifier" });
    expect(read(LINK, "YZ1:X", "YZ3:X")).to.include({ kind: "offline" });
    expect(read("hello", "YZ3:X")).to.deep.equal({ kind: "plate", text: "YZ3:X" });
    expect(read("https://evil.example/", LINK)).to.include({ kind: "identifier" });
  });

  it("shows no more than the beginning of a long text, and nothing of a live code", () => {
    const long = read(`https://evil.example/${"a".repeat(500)}`);
    expect(long).to.have.property("shows").with.length(121);
    expect(read(`YZ2:${"A5".repeat(16)}`)).to.deep.equal({ kind: "fault", fault: "live", shows: "" });
  });
});

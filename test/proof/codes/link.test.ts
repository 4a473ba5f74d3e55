import { expect } from "chai";
import { readCode } from "../../../src/proof/codes.ts";
import { linkOf, linkOrigins } from "../../../src/proof/link.ts";
import { paper } from "../paper/world.ts";

const ORIGIN = "https://demo.yinzheng.example";
const ID = "1.2.156.3005.2.11100000000013338W011.11430000006122244L.20230000403.001.U";
const kindOf = (text: string, origins = [ORIGIN]): string => {
  const read = readCode(text, origins);
  return read.kind === "refused" ? read.code : read.kind;
};

describe("proof: link codes", () => {
  it("reads the link that is printed, and nothing that is written otherwise", () => {
    expect(readCode(linkOf(ORIGIN, ID), [ORIGIN])).to.deep.equal({ kind: "link", origin: ORIGIN, identifier: ID });
    const refused = [
      `${ORIGIN}/`,
      `${ORIGIN}/C/${ID}`,
      `${ORIGIN}/c/${ID}/`,
      `${ORIGIN}/c/${ID}?a=b`,
      `${ORIGIN}//c/${ID}`,
    ];
    refused.push(
      `${ORIGIN}/c/../c/${ID}`,
      `${ORIGIN}/c/${ID}#x`,
      `${ORIGIN}/c/${encodeURIComponent(ID).replace("W", "%57")}`,
    );
    refused.push(`${ORIGIN}/c/${ID} `, `${ORIGIN}/c/${ID.toLowerCase()}`);
    for (const text of refused) expect(kindOf(text), text).to.equal("qr.link");
  });

  it("refuses an identifier whose check character is another", () => {
    expect(kindOf(`${ORIGIN}/c/${ID.slice(0, -1)}V`)).to.equal("qr.link");
    expect(kindOf(`${ORIGIN}/c/${ID.replace("20230000403", "20230000404")}`)).to.equal("qr.link");
  });

  it("refuses every host that is not one of them to the letter", () => {
    const hosts = [
      "http://demo.yinzheng.example",
      "https://demo.yinzheng.example.evil.example",
      "https://demo.yinzheng.example@evil.example",
      "https://user:pass@demo.yinzheng.example",
      "https://demo.yinzheng.example:443",
      "https://demo.yinzheng.example:8443",
      "https://demo.yinzheng.example.",
      "https://demo.yinzheng.example\\@evil.example",
      "https://DEMO.yinzheng.example",
      "HTTPS://demo.yinzheng.example",
      "https:/demo.yinzheng.example",
      "https:demo.yinzheng.example",
      "https://demo%2eyinzheng.example",
      "https://demo。yinzheng.example",
      "https://dеmo.yinzheng.example",
      "https://xn--dmo-8cd.yinzheng.example",
      "https://demo.yinzheng.examp1e",
      "https://evil.example/https://demo.yinzheng.example",
      "https://demo-yinzheng.example",
      "https://yinzheng.example",
      " https://demo.yinzheng.example",
      "https://demo.yinz\u200bheng.example",
      "https://demo.yinzheng.example\t",
    ];
    for (const host of hosts) expect(kindOf(`${host}/c/${ID}`), host).to.equal("qr.foreign_host");
    expect(kindOf(linkOf(ORIGIN, ID), [])).to.equal("qr.foreign_host");
  });

  it("takes its hosts from the trust file", async () => {
    const { trust } = await paper();
    expect(linkOrigins(trust)).to.deep.equal([]);
    const links = [ORIGIN, "https://other.example"];
    expect(linkOrigins({ ...trust, networks: trust.networks.map((network) => ({ ...network, links })) })).to.deep.equal(
      links,
    );
  });

  it("knows an offline code by its first characters, and takes the rest for something else", () => {
    expect(readCode("YZ1:ABC", [])).to.deep.equal({ kind: "offline", text: "YZ1:ABC" });
    for (const text of [
      "",
      "yz1:ABC",
      "YZ2:ABC",
      " YZ1:ABC",
      "javascript:alert(1)",
      "WIFI:S:x;;",
      `YZ1:${"A".repeat(4300)}`,
    ])
      expect(readCode(text, [ORIGIN])).to.deep.equal({ kind: "unknown" });
  });
});

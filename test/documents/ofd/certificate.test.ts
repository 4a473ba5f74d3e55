import { expect } from "chai";
import { equal } from "../../../src/crypto/encoding.ts";
import { partsOf } from "../../../src/documents/read/ofd/document.ts";
import { type Element, parseXml } from "../../../src/documents/read/ofd/xml.ts";
import { sesFindings } from "../../../src/documents/read/ses/check.ts";
import { CERTIFICATE, itemsOf, SAMPLED, subjectOf, TODAY } from "../paper.ts";
import { scene, trustOf } from "../read/ses/world.ts";
import { filesIn, LICENCE, METADATA, ofdOf, read, sealedAgain } from "./world.ts";

const BILL = "123710004935812799001";

function elements(element: Element, name: string): readonly Element[] {
  return [...(element.name === name ? [element] : []), ...element.children.flatMap((child) => elements(child, name))];
}

/** All text of the pages, an object a line. */
async function textOf(ofd: Uint8Array): Promise<string> {
  const files = await filesIn(ofd);
  const pages = partsOf(files).pages.map(({ path }) => parseXml(files.get(path) ?? new Uint8Array(), path));
  const objects = pages.flatMap((page) => elements(page, "TextObject"));
  return objects
    .map((object) =>
      elements(object, "TextCode")
        .map(({ text }) => text)
        .join(""),
    )
    .join("\n");
}

describe("certificates as OFD", function () {
  this.timeout(30_000);
  for (const typeCode of SAMPLED)
    it(`${typeCode}: both languages are sealed by all that the standard asks, and small`, async () => {
      for (const languages of ["zh", "zh+en"] as const) {
        const ofd = await ofdOf(typeCode, { languages, offlineCode: "6BF".repeat(300) });
        expect(ofd.length).to.be.lessThan(150_000);
        const { signatures, certificate } = await read(ofd);
        expect(equal(certificate ?? new Uint8Array(), CERTIFICATE)).to.equal(true);
        const [{ ses, signatureXml } = { ses: null, signatureXml: new Uint8Array() }] = signatures;
        if (ses === null) throw new Error("no seal");
        const findings = sesFindings(ses, signatureXml, TODAY, trustOf(await scene()));
        expect(findings.filter(({ result }) => result !== "good")).to.deep.equal([]);
      }
    });

  it("the same request gives the same bytes", async () => {
    expect(equal(await ofdOf(), await ofdOf())).to.equal(true);
  });

  it("text is text: names, values, rare characters and their labels in the languages asked for", async () => {
    const chinese = await textOf(await ofdOf(LICENCE));
    for (const text of ["营业执照", "威海示例海产品有限公司", "𠮷\n田丽"]) expect(chinese).to.include(text);
    expect(chinese).not.to.include("Business licence");
    expect(await textOf(await ofdOf(LICENCE, { languages: "zh+en" }))).to.include("Business licence");
  });

  it("what GB/T 36903 names stands in the document's own data, escaped", async () => {
    const files = await filesIn(await ofdOf());
    const data = elements(parseXml(files.get("/OFD.xml") ?? new Uint8Array(), "/OFD.xml"), "CustomData");
    expect(data.map(({ attributes, text }) => [attributes.get("Name"), text])).to.deep.equal(METADATA);
  });

  it("the seal stands once on the last of several pages, and a slice of it on the edge of each", async () => {
    const subject = { ...subjectOf(BILL), items: itemsOf(120) };
    const { signatures, pages } = await read(await ofdOf(BILL, { subject }));
    const places = signatures[0]?.places ?? [];
    expect(pages).to.be.greaterThan(2);
    expect(places).to.have.length(pages + 1);
    expect(places[0]).to.include({ page: pages - 1, clip: null });
    const shown = places.slice(1).map(({ page, boundary: [x = 0], clip }) => [page, x + (clip?.[0] ?? 0), clip?.[2]]);
    const part = 42 / pages;
    for (const [i, [page, left = 0, wide]] of shown.entries()) {
      expect(page).to.equal(i);
      expect(left).to.be.closeTo(210 - part, 0.01);
      expect(wide).to.be.closeTo(part, 0.01);
    }
  });

  it("a second and a third seal leave the earlier ones as they are, and the last covers all of them", async () => {
    const three = await read(await sealedAgain(await sealedAgain(await ofdOf())));
    expect(three.signatures.map(({ id }) => Number(id))).to.deep.equal([1, 3, 4]);
    const [first, second, third] = three.signatures;
    for (const path of [...(first?.own ?? []), ...(second?.own ?? [])])
      expect(third?.covers.has(path), path).to.equal(true);
    for (const { ses, signatureXml } of three.signatures) {
      if (ses === null) throw new Error("no seal");
      const bad = sesFindings(ses, signatureXml, TODAY, trustOf(await scene())).filter(
        ({ result }) => result !== "good",
      );
      expect(bad).to.deep.equal([]);
    }
  });
});

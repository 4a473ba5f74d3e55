import { PDFArray, PDFDict, PDFDocument, PDFHexString, PDFName, PDFRef } from "@cantoo/pdf-lib";
import { PDF } from "@libpdf/core";
import { expect } from "chai";
import { toHex } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { type Documents, openDocuments } from "../../src/documents/documents.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { AGENCY, itemsOf, LINK, paperOf, SAMPLED, subjectOf, TODAY } from "./paper.ts";

const LICENCE = "11100000000013338W011";
const BILL = "123710004935812799001";

describe("documents: PDF", () => {
  let documents: Documents;
  before(async () => {
    documents = openDocuments(await readFonts());
  });

  it("is the same, byte for byte, whatever was written before it", async () => {
    const first = await documents.certificate(paperOf(LICENCE));
    for (const code of SAMPLED) await documents.certificate(paperOf(code, { languages: "zh+en" }));
    const again = await documents.certificate(paperOf(LICENCE));
    const fresh = await openDocuments(await readFonts()).certificate(paperOf(LICENCE));
    expect(Buffer.compare(first, again)).to.equal(0);
    expect(Buffer.compare(first, fresh)).to.equal(0);
  });

  it("is the same in whatever order texts came that share glyphs", async () => {
    // Pairs of one shape: radicals and the characters they are, full forms and those for compatibility.
    const letters = ["一", "\u{2f00}", "人", "\u{2f08}", "羽", "\u{fa1e}", "葛", "葛\u{e0100}", "Å", "\u{212b}", "甲"];
    const namesFrom = (seed: number): readonly string[] => {
      let state = seed;
      const next = (): number => {
        state = (state * 48271) % 2147483647;
        return state;
      };
      const name = () => Array.from({ length: 12 }, () => letters[next() % letters.length] ?? "").join("");
      return Array.from({ length: 5 }, name);
    };
    const paper = (name: string) => paperOf(LICENCE, { subject: { ...subjectOf(LICENCE), name } });
    const files = await readFonts();
    for (const seed of [3, 11, 2026]) {
      const names = namesFrom(seed);
      const [one, other] = [openDocuments(files), openDocuments(files)];
      const forwards = new Map<string, Uint8Array>();
      for (const name of names) forwards.set(name, await one.certificate(paper(name)));
      for (const name of names.toReversed())
        expect(
          Buffer.compare(await other.certificate(paper(name)), forwards.get(name) ?? new Uint8Array()),
          name,
        ).to.equal(0);
    }
  });

  it("is the same on every machine and build; what makes other bytes must reach service and signers together", async () => {
    const subject = { ...subjectOf(BILL), payer: "葛\u{e0100}𠮷 O’Neil", items: itemsOf(60) };
    const limits = { purpose: "商业保险理赔", audience: "示例保险公司", validUntil: "2026-12-24T15:59:59Z" };
    const offlineCode = "YZ1:0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
    const whole = await documents.certificate(paperOf(BILL, { subject, languages: "zh+en", limits, offlineCode }));
    const framed = await documents.certificate(paperOf(LICENCE, { offlineCode: null }));
    expect([whole, framed].map((bytes) => toHex(sha256(bytes)))).to.deep.equal([
      "0x0970cc000136580b312d86e3d7e2b4aaeff798268800ec7f6616acd069b48637",
      "0xb94f2eb1ebb4d7a54bb0f0b08fe478d02a843467f81f34ba96d864c55b2c1f2c",
    ]);
  });

  it("says of two characters with one glyph which one each is", async () => {
    const subject = { ...subjectOf(LICENCE), name: "\u{2f00}号店", legalRepresentative: "一人" };
    const pdf = await PDF.load(await documents.certificate(paperOf(LICENCE, { subject })));
    const text = pdf
      .extractText()
      .map((page) => page.text)
      .join("\n");
    expect(text).to.include("\u{2f00}号店");
    expect(text).to.include("一人");
  });

  it("gives back the text that was written, characters beyond the usual ones too", async () => {
    const subject = { ...subjectOf(LICENCE), name: "环翠区葛\u{e0100}记面馆", legalRepresentative: "𠮷田丽" };
    const pdf = await PDF.load(await documents.certificate(paperOf(LICENCE, { subject })));
    const text = pdf
      .extractText()
      .map((page) => page.text)
      .join("\n");
    for (const part of ["营业执照", "环翠区葛\u{e0100}记面馆", "𠮷田丽", "91371000MA94KLXE8M"])
      expect(text).to.include(part);
  });

  it("is tagged: heading, tables with labelled cells, and a figure with words", async () => {
    const pdf = await PDFDocument.load(await documents.certificate(paperOf(BILL)), { updateMetadata: false });
    const root = pdf.catalog.lookup(PDFName.of("StructTreeRoot"), PDFDict);
    const roles: string[] = [];
    const walk = (element: PDFDict): void => {
      roles.push(String(element.lookup(PDFName.of("S"))));
      const kids = element.lookup(PDFName.of("K"), PDFArray);
      for (const kid of kids.asArray()) {
        const below = kid instanceof PDFRef ? pdf.context.lookup(kid, PDFDict) : null;
        if (below?.get(PDFName.of("S")) !== undefined) walk(below);
      }
    };
    walk(root.lookup(PDFName.of("K"), PDFDict));
    expect(roles.slice(0, 3)).to.deep.equal(["/Document", "/H1", "/P"]);
    expect(roles.filter((role) => role === "/Table")).to.have.lengthOf(3);
    expect(roles.filter((role) => role === "/TH").length).to.be.above(10);
    expect(roles).to.include("/Figure");
    expect(String(pdf.catalog.get(PDFName.of("Lang")))).to.equal("(zh-CN)");
  });

  it("says its title, author and language, and links its code", async () => {
    const pdf = await PDFDocument.load(await documents.certificate(paperOf(LICENCE)), { updateMetadata: false });
    expect(pdf.getTitle()).to.equal("营业执照");
    expect(pdf.getAuthor()).to.equal(AGENCY.zh);
    expect(pdf.getCreationDate()?.getTime()).to.equal(TODAY * 1000);
    const link = pdf.getPage(0).node.Annots()?.lookup(0, PDFDict);
    const action = link?.lookup(PDFName.of("A"), PDFDict);
    const uri = action?.lookup(PDFName.of("URI"), PDFHexString);
    expect(uri?.decodeText()).to.equal(LINK);
  });

  it("has the seal in a field on its last page, and across the edges of several", async () => {
    const subject = { ...subjectOf(BILL), items: itemsOf(60) };
    const pdf = await PDFDocument.load(await documents.certificate(paperOf(BILL, { subject })), {
      updateMetadata: false,
    });
    const pages = pdf.getPages();
    expect(pages.length).to.be.above(1);
    const widgets = pages.map(({ node }) =>
      (node.Annots()?.asArray() ?? []).filter(
        (ref) => String(pdf.context.lookup(ref, PDFDict).get(PDFName.of("Subtype"))) === "/Widget",
      ),
    );
    expect(widgets.map(({ length }) => length)).to.deep.equal(pages.map((_, i) => (i === pages.length - 1 ? 1 : 0)));
  });
});

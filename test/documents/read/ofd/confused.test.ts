import { expect } from "chai";
import { utf8 } from "../../../../src/crypto/encoding.ts";
import { sealedFiles } from "../../../../src/documents/ofd/seal.ts";
import { stampOfd } from "../../../../src/documents/ofd/stamp.ts";
import { packageOf } from "../../../../src/documents/read/ofd/package.ts";
import { readOfd } from "../../../../src/documents/read/ofd/read.ts";
import { parseXml } from "../../../../src/documents/read/ofd/xml.ts";
import { isYinzhengError } from "../../../../src/domain/errors.ts";
import { testSealKey } from "../../ofd/world.ts";

const NS = 'xmlns="http://www.ofdspec.org/2016"';
const TIME = 1_700_000_000;
const PAGE = `<Page ${NS}><Area><PhysicalBox>0 0 210 297</PhysicalBox></Area></Page>`;

/** A stranger's OFD of one page, by what its parts say. */
const strangers = (body: string, document: string, parts: Readonly<Record<string, string>>) =>
  new Map(
    Object.entries({
      "/OFD.xml": `<OFD ${NS}><DocBody><DocRoot>D.xml</DocRoot>${body}</DocBody></OFD>`,
      "/D.xml": `<Document ${NS}>${document}</Document>`,
      ...parts,
    }).map(([name, text]) => [name, utf8(text)] as const),
  );
const faultIn = async (files: ReadonlyMap<string, Uint8Array>): Promise<string> => {
  const reading = await readOfd(packageOf(new Map(files)));
  return "fault" in reading ? reading.fault : "none";
};

/** What two programs would read in two ways. */
describe("OFD files that say two things", () => {
  it("can't have anything but signatures in their list of them, which no seal covers", async () => {
    const files = strangers(
      "<Signatures>L.xml</Signatures>",
      '<Pages><Page ID="1" BaseLoc="P.xml"/></Pages><Annotations>L.xml</Annotations>',
      { "/P.xml": PAGE, "/A.xml": `<PageAnnot ${NS}/>`, "/L.xml": `<Signatures ${NS}></Signatures>` },
    );
    const sealed = new Map(await sealedFiles(files, { key: await testSealKey(), time: TIME, stamps: [] }));
    expect(await faultIn(sealed)).to.equal("none");
    const list = new TextDecoder().decode(sealed.get("/L.xml"));
    const more = list.replace("</Signatures>", '<Page PageID="1"><FileLoc>A.xml</FileLoc></Page></Signatures>');
    sealed.set("/L.xml", utf8(more));
    expect(await faultIn(sealed)).to.equal("ofd.structure");
  });

  it("are not sealed where the list would take the place of a page", async () => {
    const files = strangers("", '<Pages><Page ID="1" BaseLoc="Signs/Signatures.xml"/></Pages>', {
      "/Signs/Signatures.xml": PAGE,
    });
    const request = {
      key: await testSealKey(),
      placements: [{ kind: "at", page: 1, x: 100, y: 100 }],
      time: TIME,
    } as const;
    const error = await stampOfd(packageOf(files), request).catch((thrown: unknown) => thrown);
    expect(isYinzhengError(error) && error.code).to.equal("document.damaged");
  });

  it("have no more signatures than a PDF, each of which costs whoever judges it", async () => {
    const entry = (i: number): string => `<Signature ID="${i}" BaseLoc="S${i}.xml"/>`;
    const wrongWith = async (count: number) => {
      const list = Array.from({ length: count }, (_, i) => entry(i)).join("");
      const parts = { "/P.xml": PAGE, "/L.xml": `<Signatures ${NS}>${list}</Signatures>` };
      const pages = '<Pages><Page ID="1" BaseLoc="P.xml"/></Pages>';
      const reading = await readOfd(packageOf(strangers("<Signatures>L.xml</Signatures>", pages, parts)));
      return "fault" in reading ? reading.entry : "none";
    };
    expect(await wrongWith(16), "the first is looked for").to.equal("/S0.xml");
    expect(await wrongWith(17), "none is").to.equal("/L.xml");
  });

  it("declare no more than 64 namespaces at one place, since each element that adds one copies them", () => {
    const declared = (count: number): string => Array.from({ length: count }, (_, i) => `xmlns:a${i}="u"`).join(" ");
    expect(parseXml(utf8(`<a ${declared(60)}/>`), "/a.xml").name).to.equal("{}a");
    expect(() => parseXml(utf8(`<a ${declared(70)}/>`), "/a.xml")).to.throw();
  });
});

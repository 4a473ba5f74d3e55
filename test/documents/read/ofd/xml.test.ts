import { expect } from "chai";
import { utf8 } from "../../../../src/crypto/encoding.ts";
import { OfdError } from "../../../../src/documents/read/ofd/fault.ts";
import { parseXml } from "../../../../src/documents/read/ofd/xml.ts";

const OFD = 'xmlns:ofd="http://www.ofdspec.org/2016"';
const read = (text: string) => parseXml(utf8(text), "/a.xml");

function faultOf(text: string | Uint8Array): string {
  try {
    parseXml(typeof text === "string" ? utf8(text) : text, "/a.xml");
    return "none";
  } catch (error) {
    if (error instanceof OfdError) return error.fault.fault;
    throw error;
  }
}

describe("XML of OFD", () => {
  it("names of the standard's namespace are read by whatever prefix they have", () => {
    const { name, children, text } = read(
      `<?xml version="1.0" encoding="UTF-8"?>\n<!-- a --><a xmlns="http://www.ofdspec.org/2016" b="&lt;1&#x4e2d;">x&amp;y<c/><![CDATA[<z>]]></a>`,
    );
    expect([name, text, children.map((child) => child.name)]).to.deep.equal(["a", "x&y<z>", ["c"]]);
    expect(
      read(`<ofd:a ${OFD}><o:b xmlns:o="http://www.ofdspec.org/2016" c='d'/></ofd:a>`).children[0]?.attributes.get("c"),
    ).to.equal("d");
  });

  it("names of any other namespace are none of the standard's", () => {
    expect(read("<a/>").name).to.equal("{}a");
    expect(read('<o:a xmlns:o="urn:other"/>').name).to.equal("{urn:other}a");
  });

  const REFUSED: Readonly<Record<string, string>> = {
    "a DTD": `<!DOCTYPE a [<!ENTITY x "y">]><a/>`,
    "an external entity": `<!DOCTYPE a SYSTEM "file:///etc/passwd"><a/>`,
    "an entity that is none of the five": "<a>&xxe;</a>",
    "an entity of a name that objects have": "<a>&toString;</a>",
    "a bare ampersand": "<a>&</a>",
    "a character that XML has not": "<a>&#0;</a>",
    "a surrogate by its number": "<a>&#xd800;</a>",
    "a processing instruction": "<a><?php x?></a>",
    "an attribute twice": '<a b="1" b="2"/>',
    "a prefix that was never declared": "<x:a/>",
    "two roots": "<a/><b/>",
    "text around the root": "x<a/>",
    "an element that is not closed": "<a><b></a>",
    "a comment that is not closed": "<a><!-- </a>",
    "two hyphens in a comment": "<a><!-- -- --></a>",
    "CDATA that is not closed": "<a><![CDATA[</a>",
    nothing: "",
    "another encoding": `<?xml version="1.0" encoding="GBK"?><a/>`,
    "elements within elements without end": "<a>".repeat(100) + "</a>".repeat(100),
    "a control character": "<a>\u0001</a>",
  };
  for (const [what, text] of Object.entries(REFUSED))
    it(`${what} is refused`, () => {
      expect(faultOf(text)).to.equal("ofd.xml");
    });

  it("bytes that are no UTF-8 are refused", () => {
    expect(faultOf(Uint8Array.of(0x3c, 0x61, 0xff, 0x2f, 0x3e))).to.equal("ofd.xml");
  });

  it("half a million elements are refused, and megabytes of text and comments read, in time that grows with them", () => {
    expect(faultOf(`<a>${"<b/>".repeat(500_000)}</a>`)).to.equal("ofd.xml");
    expect(read(`<a>${"x".repeat(4_000_000)}</a>`).text).to.have.length(4_000_000);
    expect(read(`<a><!--${"-x".repeat(2_000_000)}--></a>`).text).to.equal("");
  });
});

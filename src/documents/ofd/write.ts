import { toHex, utf8 } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import type { FontSet } from "../fonts.ts";
import type { About } from "../pdf/metadata.ts";
import { CERTIFICATE_ENTRY, type Files } from "../read/ofd/package.ts";
import type { Pages, Sheet } from "../sheet.ts";
import { boundaryOf, drawMark } from "./draw.ts";
import { OfdResources } from "./resources.ts";
import { element, escaped, textElement, xmlFile } from "./xml.ts";

/** What is said of an OFD document beside what stands in it. */
export interface OfdAbout extends About {
  /** Names and values of GB/T 36903, as GB/T 36905 has them stand in a certificate's file. */
  readonly metadata: readonly (readonly [name: string, value: string])[];
}

/** The files of an OFD document (GB/T 33190-2016) of these pages, with their fonts and the certificate; nobody has sealed it. */
export function ofdFiles(
  fonts: FontSet,
  pages: Pages,
  about: OfdAbout,
  certificate: Uint8Array,
): { readonly files: Files; readonly pageIds: readonly number[] } {
  const resources = new OfdResources(fonts);
  const contents = pages.sheets.map((sheet) => ({ id: resources.next(), content: contentOf(sheet, resources) }));
  const attachment = resources.next();
  const files = new Map<string, Uint8Array>([
    ...contents.map(({ content }, i) => [`/Doc_0/Pages/Page_${i}/Content.xml`, content] as const),
    ...resources.files(),
    [CERTIFICATE_ENTRY, certificate],
    ["/Doc_0/Attachs/Attachments.xml", attachments(attachment, about, certificate)],
  ]);
  const [first] = pages.sheets;
  const ids = contents.map(({ id }) => id);
  files.set("/Doc_0/Document.xml", document(ids, first, resources.last));
  const identifier = toHex(sha256(...[...files].flatMap(([path, file]) => [utf8(path), sha256(file)]))).slice(2, 34);
  files.set("/OFD.xml", entrance(identifier, about));
  return { files, pageIds: ids };
}

function contentOf(sheet: Sheet, resources: OfdResources): Uint8Array {
  const whole = { x: 0, y: 0, width: sheet.width, height: sheet.height };
  const layer = resources.next();
  const objects = sheet.groups.flatMap(({ marks, clip }) => {
    // What lies outside of an object's boundary is not shown (§8.5).
    return marks.map((mark) => drawMark(mark, clip ?? whole, resources));
  });
  return xmlFile(
    "Page",
    {},
    element("Area", {}, textElement("PhysicalBox", boundaryOf(whole))),
    element("Content", {}, element("Layer", { ID: layer, Type: "Body" }, ...objects)),
  );
}

function document(ids: readonly number[], sheet: Sheet | undefined, last: number): Uint8Array {
  const box = { x: 0, y: 0, width: sheet?.width ?? 210, height: sheet?.height ?? 297 };
  const pages = ids.map((id, i) => element("Page", { ID: id, BaseLoc: `Pages/Page_${i}/Content.xml` }));
  return xmlFile(
    "Document",
    {},
    element(
      "CommonData",
      {},
      textElement("MaxUnitID", String(last)),
      element("PageArea", {}, textElement("PhysicalBox", boundaryOf(box))),
      textElement("PublicRes", "PublicRes.xml"),
      textElement("DocumentRes", "DocumentRes.xml"),
    ),
    element("Pages", {}, ...pages),
    textElement("Attachments", "Attachs/Attachments.xml"),
  );
}

/** The certificate, as a file that readers show. */
function attachments(id: number, { created }: OfdAbout, certificate: Uint8Array): Uint8Array {
  const about = { ID: String(id), Name: "certificate.json", Format: "json", CreationDate: timeOf(created) };
  const size = (certificate.length / 1024).toFixed(2);
  return xmlFile(
    "Attachments",
    {},
    element("Attachment", { ...about, Size: size, Visible: "true" }, textElement("FileLoc", CERTIFICATE_ENTRY)),
  );
}

function entrance(identifier: string, { title, author, identifier: subject, created, metadata }: OfdAbout): Uint8Array {
  const custom = metadata.map(([name, value]) => element("CustomData", { Name: name }, escaped(value)));
  const date = timeOf(created).slice(0, 10);
  return xmlFile(
    "OFD",
    { Version: "1.0", DocType: "OFD" },
    element(
      "DocBody",
      {},
      element(
        "DocInfo",
        {},
        textElement("DocID", identifier),
        textElement("Title", title.zh),
        textElement("Author", author.zh),
        textElement("Subject", subject),
        textElement("CreationDate", date),
        textElement("ModDate", date),
        textElement("DocUsage", "Normal"),
        textElement("Creator", "Yinzheng"),
        ...(custom.length === 0 ? [] : [element("CustomDatas", {}, ...custom)]),
      ),
      textElement("DocRoot", "Doc_0/Document.xml"),
    ),
  );
}

/** In Shanghai, as OFD has times: without a zone. */
export const timeOf = (seconds: number): string => new Date((seconds + 8 * 3600) * 1000).toISOString().slice(0, 19);

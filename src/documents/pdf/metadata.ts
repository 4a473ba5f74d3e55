import { type PDFDocument, PDFName } from "@cantoo/pdf-lib";
import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";

/** What is said of the document, beside what stands in it. */
export interface About {
  readonly title: Bilingual;
  readonly author: Bilingual;
  /** GB/T 36904. */
  readonly identifier: string;
  readonly created: Seconds;
}

/** Title, author and language, for people (the Info dictionary) and for programs (XMP). */
export function describe(pdf: PDFDocument, { title, author, identifier, created }: About): void {
  const date = new Date(created * 1000);
  pdf.setTitle(title.zh, { showInWindowTitleBar: true });
  pdf.setAuthor(author.zh);
  pdf.setSubject(identifier);
  pdf.setCreator("Yinzheng");
  pdf.setProducer("Yinzheng");
  pdf.setCreationDate(date);
  pdf.setModificationDate(date);
  pdf.setLanguage("zh-CN");
  const time = date.toISOString().replace(".000", "");
  const both = (name: string, kind: "Alt" | "Seq", items: string): string =>
    `<dc:${name}><rdf:${kind}>${items}</rdf:${kind}></dc:${name}>`;
  const xmp = `<?xpacket begin="\u{feff}" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about=""
 xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/">
${both("title", "Alt", `<rdf:li xml:lang="x-default">${xml(title.zh)}</rdf:li><rdf:li xml:lang="en">${xml(title.en)}</rdf:li>`)}
${both("creator", "Seq", `<rdf:li>${xml(author.zh)}</rdf:li>`)}
<dc:identifier>${xml(identifier)}</dc:identifier><dc:format>application/pdf</dc:format>
<xmp:CreateDate>${time}</xmp:CreateDate><xmp:ModifyDate>${time}</xmp:ModifyDate><xmp:CreatorTool>Yinzheng</xmp:CreatorTool>
</rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="r"?>`;
  const { context, catalog } = pdf;
  const bytes = new TextEncoder().encode(xmp);
  // Uncompressed, so that programs find it without reading PDF.
  const stream = context.stream(bytes, { Type: "Metadata", Subtype: "XML" });
  catalog.set(PDFName.of("Metadata"), context.register(stream));
}

const ENTITIES: Readonly<Record<string, string>> = { "&": "&amp;", "<": "&lt;", ">": "&gt;" };
const xml = (text: string): string => text.replace(/[&<>]/g, (sign) => ENTITIES[sign] ?? sign);

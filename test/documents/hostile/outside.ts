import { deflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import { concat, utf8 } from "../../../src/crypto/encoding.ts";
import { bytesOf } from "../../../src/documents/read/latin1.ts";
import { bundleText } from "../../../src/proof/build.ts";
import { edited, type Hostile, partsOf } from "./world.ts";

const MIB = 2 ** 20;
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
  "base64",
);
const ZIP = bytesOf("PK\x03\x04\x14\x00\x00\x00\x00\x00");
const HTML = utf8("<!doctype html><script>alert(1)</script><!--");
const JS = utf8("alert(1);/*");

/** A PDF by hand; `objects` are numbered from 1, the first is the catalog. */
function written(objects: readonly string[], trailer = ""): Uint8Array {
  const body = objects.map((text, i) => `${i + 1} 0 obj\n${text}\nendobj\n`).join("");
  return bytesOf(
    `%PDF-1.7\n${body}xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size ${objects.length + 1}/Root 1 0 R${trailer}>>\nstartxref\n9\n%%EOF\n`,
  );
}

/** Of 20 MB, out of this text again and again, with a header and an end. */
const filled = (text: string): Uint8Array =>
  concat(bytesOf("%PDF-1.7\n"), Buffer.alloc(19 * MIB, text), bytesOf("\n%%EOF\n"));

const before = (name: string, bytes: Uint8Array, code = "pdf.not_pdf"): Hostile => ({
  name: `${name} before the document`,
  make: ({ whole }) => concat(bytes, whole),
  codes: [code],
});
const after = (name: string, bytes: Uint8Array): Hostile => ({
  name: `${name} behind the document`,
  make: ({ whole }) => concat(whole, bytes),
  codes: ["pdf.change_after_seal"],
});

/** Files that are none of ours, something else as well, or not all there. */
export const OUTSIDE: readonly Hostile[] = [
  { name: "a picture called .pdf", make: () => PIXEL, codes: ["pdf.not_pdf"] },
  { name: "a bundle called .pdf", make: ({ paper }) => utf8(bundleText(paper.bundle)), codes: ["pdf.not_pdf"] },
  { name: "nothing at all", make: () => new Uint8Array(), codes: ["pdf.not_pdf"] },
  { name: "half a header", make: () => bytesOf("%PDF-1."), codes: ["pdf.not_pdf"] },
  before("a web page", HTML),
  before("an archive", ZIP, "ofd.truncated"),
  before("a script", JS),
  before("a line break", bytesOf("\n")),
  before("a byte order mark", Uint8Array.of(0xef, 0xbb, 0xbf)),
  after("a web page", HTML),
  after("an archive", ZIP),
  after("a script", JS),
  after("a line break", bytesOf("\n")),
  after("a zero byte", new Uint8Array(1)),
  ...[0.2, 0.6, 0.95].map(
    (part): Hostile => ({
      name: `cut off at ${100 * part} % of its rendering`,
      make: ({ rendered, whole }) => whole.slice(0, Math.floor(rendered.length * part)),
      codes: ["pdf.truncated"],
    }),
  ),
  {
    name: "cut off in the middle of its signature",
    make: ({ whole }) => whole.slice(0, (partsOf(whole).signatures[0]?.gap[0] ?? 0) + 400),
    codes: ["pdf.truncated"],
  },
  {
    name: "cut off before the end of the seal",
    make: ({ sealed }) => sealed.slice(0, -1),
    codes: ["pdf.truncated"],
  },
  {
    name: "cut off in the proof",
    make: ({ whole }) => whole.slice(0, -100),
    codes: ["pdf.change_after_seal"],
  },
  { name: "rendered and never sealed", make: ({ rendered }) => rendered, codes: ["pdf.unsigned"] },
  {
    name: "encrypted",
    make: ({ whole }) => edited(whole, "/Type /XRef", "/Encrypt 9"),
    codes: ["pdf.encrypted"],
  },
  {
    name: "another system's, encrypted",
    make: () =>
      written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], "/Encrypt<</Filter/Standard>>"),
    codes: ["pdf.encrypted"],
  },
  {
    name: "another system's",
    make: () => written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"]),
    codes: ["pdf.foreign"],
  },
  {
    name: "a page tree that holds itself",
    make: () => written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[2 0 R]/Count 1>>"]),
    codes: ["pdf.foreign"],
  },
  {
    name: "a table that names itself as the one before",
    make: () => written(["<</Type/Catalog/Pages 2 0 R>>", "<</Type/Pages/Kids[]/Count 0>>"], "/Prev 9"),
    codes: ["pdf.foreign"],
  },
  {
    name: "saved again by another program",
    make: async ({ whole }) => new Uint8Array(await (await PDFDocument.load(whole)).save()),
    codes: ["pdf.resaved"],
  },
  {
    name: "scanned",
    make: async () => {
      const scan = await PDFDocument.create();
      scan.addPage([595, 842]).drawImage(await scan.embedPng(PIXEL));
      return new Uint8Array(await scan.save());
    },
    codes: ["pdf.printed"],
  },
  { name: "21 MB", make: ({ whole }) => concat(whole, new Uint8Array(21 * MIB)), codes: ["pdf.too_large"] },
  ...[
    "<<",
    "[",
    "%%EOF\n",
    "startxref\n",
    "/ByteRange [",
    "/ByteRange      ",
    "\n1 0 obj\n",
    "%yinzheng-document/1 ",
  ].map(
    (text): Hostile => ({
      name: `19 MB of ${JSON.stringify(text)}`,
      make: () => filled(text),
      codes: ["pdf.foreign"],
    }),
  ),
  {
    name: "19 MB of markers and ranges",
    make: () => filled("%%EOF\n%yinzheng-document/1 names 1 file 2 data 3\n/ByteRange [0 1 2 3]"),
    codes: ["pdf.byte_range"],
  },
  {
    name: "a bomb in a stream that nobody asked for",
    make: () => {
      const bomb = deflateSync(Buffer.alloc(64 * MIB));
      return concat(
        bytesOf("%PDF-1.7\n1 0 obj\n<</Filter/FlateDecode>>\nstream\n"),
        bomb,
        bytesOf("\nendstream\n%%EOF\n"),
      );
    },
    codes: ["pdf.foreign"],
  },
];

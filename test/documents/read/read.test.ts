import { deflateSync } from "node:zlib";
import { PDFDocument } from "@cantoo/pdf-lib";
import { expect } from "chai";
import { concat } from "../../../src/crypto/encoding.ts";
import { bytesOf, latin1 } from "../../../src/documents/read/latin1.ts";
import { type ReadDocument, readDocument } from "../../../src/documents/read/read.ts";
import { tailOf } from "../../../src/documents/read/tail.ts";
import { CERTIFICATE, TODAY, testSigner } from "../paper.ts";
import { type SealedPaper, sealedPaper, testDocuments, withTail } from "../sealed.ts";

const PROOF = new TextEncoder().encode('{"format":"yinzheng-representation/1"}');

describe("documents: a file that is read", () => {
  let paper: SealedPaper;
  before(async () => {
    paper = await sealedPaper();
  });

  const faultOf = async (bytes: Uint8Array): Promise<string | null> => {
    const read = await readDocument(bytes);
    return "fault" in read ? read.fault : null;
  };
  const documentOf = async (bytes: Uint8Array): Promise<ReadDocument> => {
    const read = await readDocument(bytes);
    if ("fault" in read) throw new Error(read.fault);
    return read;
  };
  const replaced = (from: string, to: string, bytes = paper.pdf): Uint8Array => {
    const text = latin1(bytes);
    expect(text).to.include(from);
    return bytesOf(text.replace(from, to));
  };

  it("gives its seal, its certificate, and the proof behind it where there is one", async () => {
    const bare = await documentOf(paper.pdf);
    expect(bare.certificate).to.deep.equal(CERTIFICATE);
    expect(bare.representation).to.equal(null);
    expect(bare.seals.map(({ holds, timestamp }) => [holds, timestamp])).to.deep.equal([[true, null]]);
    const whole = await documentOf(withTail(paper.pdf, PROOF));
    expect(whole.representation).to.deep.equal(PROOF);
    expect(whole.length).to.equal(paper.pdf.length);
  });

  it("gives each of two seals, of which the second covers the first", async () => {
    const second = await (await testDocuments()).sign(paper.pdf, {
      signer: await testSigner("91370000163094814Q"),
      time: TODAY + 60,
      field: "Seal_2",
      seal: { name: "威海市市场监督管理局", x: 150, y: 160, diameter: 40 },
    });
    const read = await documentOf(withTail(second, PROOF));
    expect(read.seals.map(({ holds }) => holds)).to.deep.equal([true, true]);
    expect(read.length).to.equal(second.length);
  });

  it("has a seal that doesn't hold where one bit of the rendering was flipped", async () => {
    const altered = paper.pdf.slice();
    const at = latin1(altered).indexOf("/MediaBox [ 0 0 841") + 17;
    altered[at] = (altered[at] ?? 0) ^ 1;
    expect((await documentOf(altered)).seals[0]?.holds).to.equal(false);
  });

  it("is refused for anything behind the seal but the one revision", async () => {
    const whole = withTail(paper.pdf, PROOF);
    const more = [bytesOf("\n"), bytesOf("%%EOF\n"), new Uint8Array(1)];
    for (const bytes of more) {
      expect(await faultOf(concat(paper.pdf, bytes))).to.equal("pdf.change_after_seal");
      expect(await faultOf(concat(whole, bytes))).to.equal("pdf.change_after_seal");
    }
    for (const cut of [1, 200, whole.length - paper.pdf.length - 1])
      expect(await faultOf(whole.slice(0, whole.length - cut)), String(cut)).to.equal("pdf.change_after_seal");
  });

  it("is refused where a file in it unpacks to more than it says, or to less, or to nothing", async () => {
    const zipped = new Uint8Array(deflateSync(PROOF));
    for (const size of [PROOF.length - 1, PROOF.length + 1, 0, 2 ** 20 + 1]) {
      const tail = tailOf(paper.pdf, zipped, size) ?? new Uint8Array();
      expect(await faultOf(concat(paper.pdf, tail)), String(size)).to.equal("pdf.change_after_seal");
    }
    const size = `/Size ${CERTIFICATE.length}`;
    for (const other of [`/Size ${CERTIFICATE.length - 1}`, "/Size 99999"])
      expect(await faultOf(replaced(size, other))).to.equal("pdf.certificate_unreadable");
  });

  it("is cut short at any place within what was sealed", async () => {
    for (const part of [0.1, 0.5, 0.9, 0.98, 0.999])
      expect(await faultOf(paper.pdf.slice(0, Math.floor(paper.pdf.length * part))), String(part)).to.equal(
        "pdf.truncated",
      );
  });

  it("is told apart when another program saved it again, for its certificate's stream is still there", async () => {
    for (const useObjectStreams of [true, false]) {
      const saved = await (await PDFDocument.load(paper.pdf)).save({ useObjectStreams });
      expect(await faultOf(new Uint8Array(saved))).to.equal("pdf.resaved");
    }
  });

  it("is told apart when it holds pictures and no letters, as a scan does", async () => {
    const scan = await PDFDocument.create();
    const pixel = Buffer.from(
      "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==",
      "base64",
    );
    scan.addPage([595, 842]).drawImage(await scan.embedPng(pixel));
    expect(await faultOf(new Uint8Array(await scan.save()))).to.equal("pdf.printed");
    const written = await PDFDocument.create();
    written.addPage([595, 842]).drawText("a letter");
    expect(await faultOf(new Uint8Array(await written.save({ useObjectStreams: false })))).to.equal("pdf.foreign");
  });
});

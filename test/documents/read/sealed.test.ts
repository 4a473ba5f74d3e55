import { deflateSync, inflateSync } from "node:zlib";
import { PDF } from "@libpdf/core";
import { expect } from "chai";
import { concat } from "../../../src/crypto/encoding.ts";
import { bytesOf, latin1 } from "../../../src/documents/read/latin1.ts";
import { certificateIn, MAX_DOCUMENT, type Sealed, takeApart } from "../../../src/documents/read/sealed.ts";
import { readTail, tailOf } from "../../../src/documents/read/tail.ts";
import { CERTIFICATE } from "../paper.ts";
import { sealedPaper, withTail } from "../sealed.ts";

const PROOF = new TextEncoder().encode('{"format":"yinzheng-representation/1"}');

describe("documents: reading back", () => {
  let pdf: Uint8Array;
  let parts: Sealed;
  before(async () => {
    ({ pdf } = await sealedPaper());
    const apart = takeApart(pdf);
    if ("fault" in apart) throw new Error(apart.fault);
    parts = apart;
  });

  const withProof = (file: Uint8Array = PROOF): Uint8Array => withTail(pdf, file);
  const faultOf = (bytes: Uint8Array): string | undefined => {
    const apart = takeApart(bytes);
    return "fault" in apart ? apart.fault : undefined;
  };
  /** The file with a text in place of another one of the same length. */
  const edited = (from: string, to: string, bytes = pdf): Uint8Array => {
    expect(to.length).to.equal(from.length);
    const text = latin1(bytes);
    expect(text).to.include(from);
    return bytesOf(text.replace(from, to));
  };

  it("finds rendering, signature and sealed revision", () => {
    expect(parts.length).to.equal(pdf.length);
    expect(parts.signatures).to.have.lengthOf(1);
    expect(parts.rendered).to.be.below(parts.signatures[0]?.gap[0] ?? 0);
  });

  it("finds the certificate in it", () => {
    const zipped = certificateIn(pdf, parts);
    expect(zipped?.size).to.equal(CERTIFICATE.length);
    expect(new Uint8Array(inflateSync(zipped?.zipped ?? new Uint8Array()))).to.deep.equal(CERTIFICATE);
  });

  it("takes one revision with one file behind it, and gives the file", () => {
    const whole = withProof();
    const apart = takeApart(whole);
    expect(apart).to.deep.equal(parts);
    const tail = readTail(pdf, whole.slice(pdf.length));
    expect(new Uint8Array(inflateSync(tail?.zipped ?? new Uint8Array()))).to.deep.equal(PROOF);
  });

  it("makes that revision so that other readers find both files", async () => {
    const opened = await PDF.load(withProof());
    const files = [...opened.getAttachments().keys()];
    expect(files.sort()).to.deep.equal(["certificate.json", "representation.json"]);
  });

  it("refuses every single byte that differs in that revision", () => {
    const whole = withProof();
    const tail = whole.slice(pdf.length);
    const right = [latin1(readTail(pdf, tail)?.zipped ?? new Uint8Array()), PROOF.length];
    for (let at = 0; at < tail.length; at++) {
      const other = tail.slice();
      other[at] = (other[at] ?? 0) ^ 1;
      const read = readTail(pdf, other);
      // What stands compressed, and how long it was, is the file's own business; all around it is fixed.
      if (read !== null) expect([latin1(read.zipped), read.size]).to.not.deep.equal(right);
    }
  });

  it("refuses anything more behind it", () => {
    const whole = withProof();
    const second = tailOf(whole, new Uint8Array(deflateSync(PROOF)), PROOF.length) ?? new Uint8Array();
    for (const more of [bytesOf("\n"), bytesOf("% a remark\n"), second])
      expect(readTail(pdf, concat(whole, more).slice(pdf.length))).to.equal(null);
  });

  it("refuses a signature that does not cover the whole file so far", () => {
    const text = latin1(pdf);
    const range = /\/ByteRange \[([^\]]*)\]/.exec(text);
    const inside = range?.[1] ?? "";
    const pad = (numbers: string): string => numbers.padEnd(inside.length).slice(0, inside.length);
    const [, a = 0, b = 0, c = 0] = inside.trim().split(/\s+/).map(Number);
    const wrong = [
      "0 0 0 0",
      `0 ${a} ${b} ${c} 0 0`,
      `-1 ${a} ${b} ${c}`,
      `1 ${a} ${b} ${c}`,
      `0 ${b} ${a} ${c}`,
      `0 ${a} ${b} ${c + 1}`,
      `0 ${a} ${b} ${c - 1}`,
      `0 ${a - 1} ${b} ${c}`,
      `0 ${a} ${b}`,
      "",
    ];
    for (const numbers of wrong) expect(faultOf(edited(inside, pad(numbers))), numbers).to.equal("pdf.byte_range");
  });

  it("tells what else is wrong with a file", () => {
    expect(faultOf(concat(bytesOf("GIF89a"), pdf))).to.equal("pdf.not_pdf");
    expect(faultOf(pdf.slice(0, -40))).to.equal("pdf.truncated");
    expect(faultOf(edited("/Type /XRef", "/Encrypt  1", pdf))).to.equal("pdf.encrypted");
    expect(faultOf(pdf.slice(0, parts.rendered - 1))).to.equal("pdf.truncated");
    expect(faultOf(pdf.slice(0, parts.rendered))).to.equal("pdf.unsigned");
    expect(faultOf(bytesOf("%PDF-1.7\n%%EOF\n"))).to.equal("pdf.foreign");
    expect(faultOf(new Uint8Array(0))).to.equal("pdf.not_pdf");
    expect(faultOf(new Uint8Array(MAX_DOCUMENT + 1))).to.equal("pdf.too_large");
  });
});

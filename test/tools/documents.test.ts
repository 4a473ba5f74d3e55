import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { deflateSync } from "node:zlib";
import { expect } from "chai";
import { concat } from "../../src/crypto/encoding.ts";
import { type DocumentSigner, type Documents, openDocuments } from "../../src/documents/documents.ts";
import { readDocument } from "../../src/documents/read/read.ts";
import { takeApart } from "../../src/documents/read/sealed.ts";
import { tailOf } from "../../src/documents/read/tail.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import type { OwnAuthority } from "../../src/main/documents/own-authority.ts";
import { AGENCY, CERTIFICATE, paperOf, subjectOf, TODAY } from "../documents/paper.ts";
import { describeWithTools, output, run, signaturesOf, temporary, trusting } from "./programs.ts";
import { filedSigner, toolAuthority } from "./signers.ts";

const LICENCE = "11100000000013338W011";
const PROOF = new TextEncoder().encode('{"format":"yinzheng-representation/1"}');
const GOOD = { value: "Signature is Valid.", chain: "Certificate is Trusted." };
const SECOND_AGENCY = { zh: "威海市市场监督管理局", en: "Weihai Administration for Market Regulation" };
const SECOND = { name: SECOND_AGENCY.zh, x: 150, y: 160, diameter: 40 };

describeWithTools("tools: sealed documents", () => {
  let documents: Documents;
  let authority: OwnAuthority;
  let signer: DocumentSigner;
  let second: DocumentSigner;
  let database: string;
  const dir = temporary();
  const sealed = new Map<string, Uint8Array>();
  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  const fileOf = (code: string): string => written(`${code}.pdf`, sealed.get(code) ?? new Uint8Array());

  before(async () => {
    documents = openDocuments(await readFonts());
    authority = await toolAuthority(dir);
    signer = await authority.signerFor({ code: "11371000004352185C", names: AGENCY });
    second = await authority.signerFor({ code: "113710000043500007", names: SECOND_AGENCY });
    mkdirSync(join(dir, "nss"));
    database = trusting(join(dir, "nss"), [written("authority.der", authority.certificate)]);
    sealed.set(LICENCE, await seal(LICENCE));
  });

  async function seal(code: string, subject = subjectOf(code), by = signer): Promise<Uint8Array> {
    const rendered = await documents.certificate(paperOf(code, { subject, languages: "zh+en" }));
    return documents.sign(rendered, { signer: by, time: TODAY });
  }

  const withTail = (pdf: Uint8Array): Uint8Array => {
    const tail = tailOf(pdf, new Uint8Array(deflateSync(PROOF)), PROOF.length);
    if (tail === null) throw new Error("no tail");
    return concat(pdf, tail);
  };

  it("is told apart from a tampered one when qpdf saves it again, whichever way", async () => {
    for (const way of [[], ["--linearize"], ["--object-streams=disable", "--stream-data=uncompress"], ["--qdf"]]) {
      const path = join(dir, "saved.pdf");
      output("qpdf", [...way, fileOf(LICENCE), path]);
      expect(await readDocument(new Uint8Array(readFileSync(path))), way.join()).to.deep.equal({
        fault: "pdf.resaved",
      });
    }
  });

  const sealedTwice = async (): Promise<Uint8Array> =>
    documents.sign(sealed.get(LICENCE) ?? new Uint8Array(), {
      signer: second,
      time: TODAY + 60,
      field: "Seal_2",
      seal: SECOND,
    });

  it("pdfsig does not trust a certificate of an authority that it does not know", async () => {
    mkdirSync(join(dir, "stranger"));
    const stranger = await toolAuthority(join(dir, "stranger"), "stranger");
    mkdirSync(join(dir, "nss-stranger"));
    const other = trusting(join(dir, "nss-stranger"), [written("stranger.der", stranger.certificate)]);
    expect(signaturesOf(fileOf(LICENCE), other)).to.deep.equal([
      { value: GOOD.value, chain: "Certificate issuer is unknown." },
    ]);
  });

  for (const kind of ["P-256", "RSA"] as const)
    it(`pdfsig trusts a key of ${kind} from files, by an authority under a root outside`, async () => {
      const at = join(dir, `filed-${kind}`);
      mkdirSync(at);
      const { signer: filed, root } = await filedSigner(at, kind);
      expect(filed.chain).to.have.lengthOf(1);
      const path = written(`${kind}.pdf`, await seal(LICENCE, subjectOf(LICENCE), filed));
      mkdirSync(join(at, "nss"));
      expect(signaturesOf(path, trusting(join(at, "nss"), [root]))).to.deep.equal([GOOD]);
      expect(signaturesOf(path, database)).to.not.deep.equal([GOOD]);
    });

  it("pdftotext gives the Chinese text, rare characters too", async () => {
    const subject = { ...subjectOf(LICENCE), name: "环翠区葛\u{e0100}记面馆", legalRepresentative: "𠮷田丽" };
    const text = output("pdftotext", [written("rare.pdf", await seal(LICENCE, subject)), "-"]);
    for (const part of ["营业执照", "环翠区葛\u{e0100}记面馆", "𠮷田丽"]) expect(text).to.include(part);
  });

  it("pdfdetach lists and extracts certificate and proof", () => {
    const path = written("with-proof.pdf", withTail(sealed.get(LICENCE) ?? new Uint8Array()));
    const list = output("pdfdetach", ["-list", path]);
    expect(list).to.match(/^2 embedded files/);
    for (const [name, bytes] of [
      ["certificate.json", CERTIFICATE],
      ["representation.json", PROOF],
    ] as const) {
      output("pdfdetach", ["-savefile", name, "-o", join(dir, name), path]);
      expect(new Uint8Array(readFileSync(join(dir, name))), name).to.deep.equal(bytes);
    }
  });

  it("a second member's seal leaves the first one valid, and both are told apart", async () => {
    const pdf = await sealedTwice();
    const path = written("twice.pdf", pdf);
    expect(signaturesOf(path, database)).to.deep.equal([GOOD, GOOD]);
    expect(run("qpdf", ["--check", path])).to.include({ code: 0 });
    const apart = takeApart(pdf);
    if ("fault" in apart) throw new Error(apart.fault);
    expect(apart.signatures.map(({ end }) => end)).to.deep.equal([sealed.get(LICENCE)?.length, pdf.length]);
    expect(signaturesOf(written("twice-tail.pdf", withTail(pdf)), database)).to.deep.equal([GOOD, GOOD]);
  });

  it("OpenSSL verifies both seals of a member that sealed twice", async () => {
    // Not asked of pdfsig: of a certificate that it met before, it loses the chain for some lengths of names
    // (docs/decisions/0040-document-keys.md).
    const once = sealed.get(LICENCE) ?? new Uint8Array();
    const pdf = await documents.sign(once, { signer, time: TODAY + 60, field: "Seal_2" });
    const root = join(dir, "root.pem");
    output("openssl", ["x509", "-inform", "DER", "-in", written("root.der", authority.certificate), "-out", root]);
    const apart = takeApart(pdf);
    if ("fault" in apart) throw new Error(apart.fault);
    for (const { gap, end, contents } of apart.signatures) {
      const content = written("content", concat(pdf.slice(0, gap[0]), pdf.slice(gap[1], end)));
      const cms = written("signature.der", Buffer.from(contents, "hex"));
      const at = ["-attime", String(Math.floor(Date.now() / 1000))];
      const files = ["-inform", "DER", "-in", cms, "-content", content, "-CAfile", root];
      const args = ["cms", "-verify", "-binary", "-purpose", "any", ...files, ...at, "-out", join(dir, "out")];
      expect(output("openssl", args)).to.include("CMS Verification successful");
    }
    expect(apart.signatures).to.have.lengthOf(2);
    expect(signaturesOf(written("same.pdf", pdf), database).map(({ value }) => value)).to.deep.equal([
      GOOD.value,
      GOOD.value,
    ]);
  });

  it("the second seal's picture is on the page", async () => {
    const names = ["before", "after"].map((name) => join(dir, name));
    const files = [fileOf(LICENCE), written("twice.pdf", await sealedTwice())];
    files.forEach((path, i) => {
      output("pdftoppm", [
        "-r",
        "50",
        "-x",
        "256",
        "-y",
        "276",
        "-W",
        "78",
        "-H",
        "78",
        "-singlefile",
        path,
        names[i] ?? "",
      ]);
    });
    const [before, after] = names.map((name) => redIn(readFileSync(`${name}.ppm`)));
    expect(after).to.be.above((before ?? 0) + 300);
  });
});

/** How many pixels of a PPM are clearly red. */
function redIn(ppm: Uint8Array): number {
  const pixels = ppm.subarray(ppm.length - 78 * 78 * 3);
  let red = 0;
  for (let at = 0; at < pixels.length; at += 3)
    if ((pixels[at] ?? 0) > (pixels[at + 1] ?? 0) + 60 && (pixels[at] ?? 0) > (pixels[at + 2] ?? 0) + 60) red += 1;
  return red;
}

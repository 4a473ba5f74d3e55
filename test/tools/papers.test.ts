import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import type { DocumentSigner } from "../../src/documents/documents.ts";
import { type Documents, openDocuments } from "../../src/documents/documents.ts";
import { takeApart } from "../../src/documents/read/sealed.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { MAX_OFFLINE_CHARACTERS } from "../../src/proof/compact.ts";
import { LINK, paperOf, SAMPLED, sampleContent, TODAY } from "../documents/paper.ts";
import { withTail } from "../documents/sealed.ts";
import { describeWithTools, output, run, signaturesOf, temporary, trusting } from "./programs.ts";
import { toolSigner } from "./signers.ts";

const GOOD = { value: "Signature is Valid.", chain: "Certificate is Trusted." };
const PROOF = new TextEncoder().encode('{"format":"yinzheng-representation/1"}');
const LIMITS = { purpose: "办理住房公积金贷款", audience: "示例银行威海分行", validUntil: "2026-12-24T15:59:59Z" };

/** Offline codes of certificates of the demo's types, and the longest that there can be. */
const VECTORS = new URL("../vectors/codes/", import.meta.url);
const CODES: readonly string[] = [
  "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:".repeat(50).slice(0, MAX_OFFLINE_CHARACTERS),
  ...readdirSync(VECTORS)
    .filter((name) => /^valid-.*\.json$/.test(name))
    .map((name) => JSON.parse(readFileSync(new URL(name, VECTORS), "utf8")).code as string),
];

describeWithTools("tools: a certificate of every type", () => {
  const dir = temporary();
  let documents: Documents;
  let signer: DocumentSigner;
  let database: string;
  before(async () => {
    documents = openDocuments(await readFonts());
    const made = await toolSigner(dir);
    signer = made.signer;
    database = trusting(temporary(), [written("authority.der", made.authority)]);
  });

  const written = (name: string, bytes: Uint8Array): string => {
    const path = join(dir, name);
    writeFileSync(path, bytes);
    return path;
  };
  /** What zbarimg reads on all pages of a rendering. */
  const codesIn = (path: string, dpi: number): readonly string[] => {
    const out = `${path}-${dpi}`;
    output("pdftoppm", ["-r", String(dpi), "-gray", "-png", path, out]);
    const pages = readdirSync(dir).filter((name) => join(dir, name).startsWith(out));
    return pages.flatMap((name) =>
      run("zbarimg", ["--quiet", "--raw", join(dir, name)])
        .said.split("\n")
        .filter((line) => line !== ""),
    );
  };

  SAMPLED.forEach((code, i) => {
    for (const languages of ["zh", "zh+en"] as const) {
      const name = `${code} in ${languages}`;
      const offlineCode = CODES[(i + (languages === "zh" ? 0 : 5)) % CODES.length] ?? "";
      let pdf: Uint8Array;
      let path: string;
      before(async () => {
        const rendered = await documents.certificate(paperOf(code, { languages, offlineCode }));
        pdf = await documents.sign(rendered, { signer, time: TODAY });
        path = written(`${name}.pdf`, pdf);
      });

      it(`${name}: pdfsig says valid and trusted, and refuses a flipped byte`, () => {
        expect(signaturesOf(path, database)).to.deep.equal([GOOD]);
        expect(run("pdfsig", ["-nssdir", database, path]).text).to.include("Total document signed");
        const apart = takeApart(pdf);
        if ("fault" in apart) throw new Error(apart.fault);
        const [first] = apart.signatures;
        for (const at of [12, Math.floor(apart.rendered / 2), (first?.gap[1] ?? 0) + 3, (first?.gap[0] ?? 0) + 1500]) {
          const other = pdf.slice();
          other[at] = (other[at] ?? 0) ^ 1;
          expect(signaturesOf(written("flipped.pdf", other), database), String(at)).to.not.deep.include(GOOD);
        }
      });

      it(`${name}: qpdf finds nothing wrong, with and without the revision behind the seal`, () => {
        for (const one of [path, written("tail.pdf", withTail(pdf, PROOF))])
          expect(run("qpdf", ["--check", one]), one).to.include({ code: 0 });
      });

      it(`${name}: zbarimg reads the link from 150 dpi, and both codes from 300`, () => {
        expect(codesIn(path, 150)).to.include(LINK);
        expect([...codesIn(path, 300)].sort()).to.deep.equal([LINK, offlineCode].sort());
      });

      it(`${name}: pdftotext gives what it says`, () => {
        const text = output("pdftotext", [path, "-"]).replaceAll(/\s/g, "");
        const { title, rows, identifier } = sampleContent(code);
        const values = rows.flatMap(({ label, value: { zh } }) => [
          label.zh,
          ...(typeof zh === "string" ? [zh] : zh.rows.flat()),
        ]);
        for (const part of [title.zh, identifier, ...values]) expect(text, part).to.include(part.replaceAll(" ", ""));
      });
    }
  });

  it("and a copy for one purpose: the words across it hide neither code nor text", async () => {
    for (const code of SAMPLED) {
      const pdf = await documents.certificate(paperOf(code, { languages: "zh+en", limits: LIMITS }));
      const path = written(`${code}-copy.pdf`, pdf);
      expect(codesIn(path, 150), code).to.include(LINK);
      expect(run("qpdf", ["--check", path]), code).to.include({ code: 0 });
      // In the order in which it was written: the words across the page lie beneath all others.
      const text = output("pdftotext", ["-raw", path, "-"]).replaceAll(/\s/g, "");
      expect(text).to.include("加注件：仅供示例银行威海分行使用，用途：办理住房公积金贷款，有效期至2026年12月24日");
      expect(text).to.include(sampleContent(code).identifier);
    }
  });
});

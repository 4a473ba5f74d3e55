import { readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect } from "chai";
import { type Documents, openDocuments } from "../../src/documents/documents.ts";
import { readFonts } from "../../src/main/documents/fonts.ts";
import { bundleText } from "../../src/proof/build.ts";
import { readCode } from "../../src/proof/codes.ts";
import { documentRequestOf } from "../../src/service/documents/request.ts";
import { codeOf, judged, SAMPLES, sampled } from "../proof/codes/coded.ts";
import { CAPTURED } from "../proof/paper/options.ts";
import { describeWithTools, output, run, temporary } from "./programs.ts";

const ORIGIN = "https://demo.yinzheng.example";

describeWithTools("tools: offline codes", () => {
  let documents: Documents;
  const dir = temporary();
  before(async () => {
    documents = openDocuments(await readFonts());
  });

  /** Everything that zbarimg reads from the pages of a document, rendered at 300 dpi. */
  const scanned = (name: string, pdf: Uint8Array): readonly string[] => {
    writeFileSync(join(dir, `${name}.pdf`), pdf);
    output("pdftoppm", ["-r", "300", "-gray", join(dir, `${name}.pdf`), join(dir, `${name}-page`)]);
    const pages = readdirSync(dir).filter((file) => file.startsWith(`${name}-page`));
    return pages.flatMap((file) =>
      run("zbarimg", ["--quiet", "--raw", join(dir, file)])
        .said.split("\n")
        .filter((line) => line !== ""),
    );
  };

  for (const sample of SAMPLES) {
    const { code, names, claimable } = sample.type;
    for (const size of [16, 2 ** 20]) {
      it(`${names.en}, of a batch of ${size}: what zbarimg reads at 300 dpi is the certificate, or there is no code`, async () => {
        const world = await sampled(sample, { size });
        const terms = { languages: "zh+en", sealedAt: CAPTURED, publicUrl: ORIGIN } as const;
        const { request } = documentRequestOf(bundleText(world.bundle), terms);
        const read = scanned(`${code}-${size}`, await documents.certificate(request));
        const offline = read.filter((text) => readCode(text, [ORIGIN]).kind === "offline");
        expect(read.some((text) => readCode(text, [ORIGIN]).kind === "link")).to.equal(true);
        expect(offline).to.deep.equal(claimable === true ? [] : [codeOf(world.bundle)]);
        for (const text of offline) expect(judged(world, { code: text }).verdict).to.equal("valid");
      });
    }
  }
});

import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { certificatePdf, type PdfRequest } from "../../src/documents/certificate.ts";
import { AGENCY, CERTIFICATE, SAMPLED, sampleContent, TODAY, testFonts } from "../documents/paper.ts";
import { output } from "../tools/programs.ts";

/** The first page of a business licence with these codes, as a PNG drawn at `dpi` by poppler in `folder`. */
export async function documentPage(
  folder: string,
  codes: Pick<PdfRequest, "link" | "offlineCode">,
  dpi: number,
): Promise<Buffer> {
  const pdf = await certificatePdf(await testFonts(), {
    content: sampleContent(SAMPLED[0] ?? ""),
    languages: "zh+en",
    ...codes,
    authority: AGENCY.zh,
    date: "2026年11月24日",
    created: TODAY,
    seal: { name: AGENCY.zh },
    certificate: CERTIFICATE,
  });
  writeFileSync(join(folder, "page.pdf"), pdf);
  output("pdftoppm", ["-r", String(dpi), "-png", "-singlefile", join(folder, "page.pdf"), join(folder, "page")]);
  return readFileSync(join(folder, "page.png"));
}

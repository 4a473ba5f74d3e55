import { PDFDocument, PDFName } from "@cantoo/pdf-lib";
import type { FontSet } from "../fonts.ts";
import { roundSeal } from "../layout/round-seal.ts";
import { POINT } from "../sheet.ts";
import { drawMark } from "./draw.ts";
import { Resources } from "./resources.ts";

/** A seal alone on a page of its size (millimetres), to be put into another document. Throws `document.glyph_missing`. */
export async function sealPicture(fonts: FontSet, name: string, diameter: number): Promise<Uint8Array> {
  const pdf = await PDFDocument.create({ updateMetadata: false });
  const page = pdf.addPage([diameter / POINT, diameter / POINT]);
  const marks = roundSeal(fonts, { name, x: diameter / 2, y: diameter / 2, diameter });
  const resources = new Resources(pdf, fonts);
  // As ink on paper: what is beneath stays legible.
  page.node.setExtGState(PDFName.of("Ink"), pdf.context.obj({ BM: "Multiply" }));
  const drawn = ["/Ink gs", ...marks.map((mark) => drawMark(mark, diameter, resources))].join("\n");
  resources.allow(page);
  resources.write();
  page.node.set(PDFName.of("Contents"), pdf.context.register(pdf.context.flateStream(drawn)));
  return pdf.save({ useObjectStreams: true, addDefaultPage: false });
}

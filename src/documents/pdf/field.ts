import { type PDFDocument, PDFName, type PDFPage } from "@cantoo/pdf-lib";
import { type Box, type Mark, POINT } from "../sheet.ts";
import { drawMark } from "./draw.ts";
import type { Resources } from "./resources.ts";
import { textString } from "./tags.ts";

/** A place for a signature, and the picture that stands there. */
export interface SealField {
  /** Of the field. */
  readonly name: string;
  /** What the picture shows, in words. */
  readonly alt: string;
  readonly box: Box;
  /** Within the box. */
  readonly marks: readonly Mark[];
}

/** Adds an empty signature field with its appearance (PDF 32000-1 §12.7.4.5); what signs the document fills it. */
export function addField(
  pdf: PDFDocument,
  page: PDFPage,
  height: number,
  field: SealField,
  resources: Resources,
): void {
  const { context, catalog } = pdf;
  const { x, y, width, height: high } = field.box;
  // The picture's own coordinates begin at the lower left corner of its box.
  const shifted = `1 0 0 1 ${-x / POINT} ${-(height - y - high) / POINT} cm`;
  // As ink on paper: what is beneath stays legible.
  const drawn = ["/Ink gs", shifted, ...field.marks.map((mark) => drawMark(mark, height, resources))].join("\n");
  const picture = context.flateStream(drawn, {
    Type: "XObject",
    Subtype: "Form",
    BBox: [0, 0, width / POINT, high / POINT],
    Resources: { Font: resources.fonts(), ExtGState: { Ink: { BM: "Multiply" } } },
  });
  const widget = context.obj({
    Type: "Annot",
    Subtype: "Widget",
    FT: "Sig",
    T: textString(field.name),
    TU: textString(field.alt),
    // Printed, and locked against being moved.
    F: 132,
    Rect: [x, height - y - high, x + width, height - y].map((one) => one / POINT),
    P: page.ref,
    AP: { N: context.register(picture) },
  });
  const ref = context.register(widget);
  page.node.addAnnot(ref);
  catalog.set(PDFName.of("AcroForm"), context.obj({ Fields: [ref], SigFlags: 3 }));
}

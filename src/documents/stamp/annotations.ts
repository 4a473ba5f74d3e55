import { type PDF, PdfArray, PdfDict, PdfName, PdfNumber, type PdfRef, PdfString } from "@libpdf/core";
import { YinzhengError } from "../../domain/errors.ts";
import { partsOf, resolverOf } from "./open.ts";
import { pointOn, type SeenPage } from "./pages.ts";
import { numbers } from "./picture.ts";
import type { Place } from "./places.ts";

/** Printed, and neither moved nor changed in a viewer (PDF 32000-1 §12.5.3). */
const FLAGS = 4 | 64 | 128 | 512;

/** The rectangle of what shows of a picture, in the page's own units. */
export function rectangle(page: SeenPage, { box, part }: Place): PdfArray {
  const [left, right] = [box.x + part[0] * box.width, box.x + part[1] * box.width];
  const corners = [pointOn(page, left, box.y), pointOn(page, right, box.y + box.height)];
  const [xs, ys] = [corners.map(([x]) => x), corners.map(([, y]) => y)];
  return numbers([Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)]);
}

/** A picture that belongs to a signature whose field stands elsewhere. */
export function stampAnnotation(
  page: SeenPage,
  place: Place,
  { alt, picture }: { readonly alt: string; readonly picture: PdfRef },
): PdfDict {
  return PdfDict.of({
    Type: PdfName.of("Annot"),
    Subtype: PdfName.of("Stamp"),
    Rect: rectangle(page, place),
    F: PdfNumber.of(FLAGS),
    Contents: PdfString.fromString(alt),
    P: page.ref,
    AP: PdfDict.of({ N: picture }),
  });
}

/** Adds annotations to a page. What it changes there is the list of annotations alone. */
export function annotate(document: PDF, page: SeenPage, added: readonly PdfRef[]): void {
  const resolve = resolverOf(document);
  const known = page.dict.getArray("Annots", resolve);
  // A list of its own, always: one that stands by itself may be several pages', and the seal would show on all of them.
  const before = known === undefined ? [] : Array.from({ length: known.length }, (_, i) => known.at(i));
  page.dict.set("Annots", new PdfArray([...before.filter((one) => one !== undefined), ...added]));
}

/** Adds a field to the file's form, of which it makes one where there is none. */
export function addField(document: PDF, field: PdfRef): void {
  const resolve = resolverOf(document);
  const { catalog, form } = partsOf(document);
  if (form === undefined) {
    catalog.set("AcroForm", PdfDict.of({ Fields: new PdfArray([field]), SigFlags: PdfNumber.of(3) }));
    return;
  }
  const fields = form.getArray("Fields", resolve);
  if (fields === undefined) form.set("Fields", new PdfArray([field]));
  else fields.push(field);
  form.set("SigFlags", PdfNumber.of(3));
}

/** The first name that no field of the form has at its top. */
export function freeName(document: PDF, stem: string): string {
  const resolve = resolverOf(document);
  const fields = partsOf(document).form?.getArray("Fields", resolve);
  const taken = new Set<string>();
  for (let i = 0; i < (fields?.length ?? 0); i++) {
    const field = fields?.at(i, resolve);
    const name = field instanceof PdfDict ? field.getString("T", resolve) : undefined;
    if (name !== undefined) taken.add(name.asString());
  }
  for (let i = 1; i <= taken.size + 1; i++) if (!taken.has(`${stem}_${i}`)) return `${stem}_${i}`;
  throw new YinzhengError("internal", { expected: "a free name" });
}

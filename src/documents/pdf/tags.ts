import {
  type PDFDict,
  type PDFDocument,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFPage,
  type PDFRef,
} from "@cantoo/pdf-lib";
import type { Part } from "../sheet.ts";

/** Where a part's marks are: page and number of the marked content. */
export type Places = Map<Part, { readonly page: number; readonly mcid: number }[]>;

/** Text of any script (PDF 32000-1 §7.9.2.2). */
export const textString = (text: string): PDFHexString => PDFHexString.fromText(text);

/** The structure tree (PDF 32000-1 §14.7): what is a heading, a row, a cell, and in which order it is read. */
export function writeTags(pdf: PDFDocument, root: Part, pages: readonly PDFPage[], places: Places): void {
  const { context, catalog } = pdf;
  const tree = context.nextRef();
  const parents: PDFRef[][] = pages.map(() => []);
  const write = (part: Part, parent: PDFRef): PDFRef => {
    const ref = context.nextRef();
    const marked = (places.get(part) ?? []).map(({ page, mcid }) => {
      const row = parents[page];
      if (row !== undefined) row[mcid] = ref;
      return context.obj({ Type: "MCR", Pg: pages[page]?.ref ?? null, MCID: mcid });
    });
    const below = part.parts.map((one) => write(one, ref));
    const element = context.obj({ Type: "StructElem", S: part.role, P: parent, K: [...marked, ...below] });
    if (part.alt !== undefined) (element as PDFDict).set(PDFName.of("Alt"), textString(part.alt));
    if (part.role === "TH") (element as PDFDict).set(PDFName.of("A"), context.obj({ O: "Table", Scope: "Row" }));
    context.assign(ref, element);
    return ref;
  };
  const document = write(root, tree);
  const numbers = parents.flatMap((row, page) => [PDFNumber.of(page), context.register(context.obj(row))]);
  pages.forEach((page, i) => {
    page.node.set(PDFName.of("StructParents"), PDFNumber.of(i));
    page.node.set(PDFName.of("Tabs"), PDFName.of("S"));
  });
  const parentTree = context.register(context.obj({ Nums: numbers }));
  context.assign(
    tree,
    context.obj({ Type: "StructTreeRoot", K: document, ParentTree: parentTree, ParentTreeNextKey: pages.length }),
  );
  catalog.set(PDFName.of("StructTreeRoot"), tree);
  catalog.set(PDFName.of("MarkInfo"), context.obj({ Marked: true }));
}

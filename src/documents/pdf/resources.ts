import { type PDFDict, type PDFDocument, PDFName, type PDFPage, type PDFRef } from "@cantoo/pdf-lib";
import type { FontSet, Run } from "../fonts.ts";
import type { Face } from "../sheet.ts";
import { placeOf, type Used, writeFont } from "./font.ts";

/** What the pages of one document draw with: its fonts, each as the subset that it shows, and pieces that are drawn often. */
export class Resources {
  readonly #pdf: PDFDocument;
  readonly #fonts: FontSet;
  readonly #used = new Map<string, Used>();
  /** By what they draw. */
  readonly #pieces = new Map<string, { readonly name: string; readonly ref: PDFRef }>();

  constructor(pdf: PDFDocument, fonts: FontSet) {
    this.#pdf = pdf;
    this.#fonts = fonts;
  }

  /** Names of fonts with the glyphs of a text, as they stand in a content stream. Throws `document.glyph_missing`. */
  encode(face: Face, text: string): readonly { readonly name: string; readonly hex: string }[] {
    return this.#fonts.split(face, text).map((run) => {
      const used = this.#use(face, run);
      return { name: used.name, hex: `<${run.glyphs.map((shape) => hexOf(placeOf(used, shape))).join("")}>` };
    });
  }

  /** Name of what these operators draw, each time it is called for (PDF 32000-1 §8.10). */
  piece(drawn: string): string {
    const known = this.#pieces.get(drawn);
    if (known !== undefined) return known.name;
    const { context } = this.#pdf;
    const form = context.flateStream(drawn, { Type: "XObject", Subtype: "Form", BBox: [-FAR, -FAR, FAR, FAR] });
    const piece = { name: `P${this.#pieces.size}`, ref: context.register(form) };
    this.#pieces.set(drawn, piece);
    return piece.name;
  }

  /** The fonts by their names, for a picture: all that were used so far. */
  fonts(): PDFDict {
    return this.#pdf.context.obj(Object.fromEntries([...this.#used].map(([name, { ref }]) => [name, ref])));
  }

  /** Makes what was used so far known to a page. */
  allow({ node }: PDFPage): void {
    for (const [name, { ref }] of this.#used) node.setFontDictionary(PDFName.of(name), ref);
    for (const { name, ref } of this.#pieces.values()) node.setXObject(PDFName.of(name), ref);
  }

  /** Writes the fonts, when everything that they show is encoded. */
  write(): void {
    for (const used of this.#used.values()) writeFont(this.#pdf, used);
  }

  #use(face: Face, { font }: Run): Used {
    const name = `${face === "body" ? "B" : "S"}${font}`;
    const known = this.#used.get(name);
    if (known !== undefined) return known;
    const used: Used = {
      name,
      tag: `YZ${face === "body" ? "BOD" : "HEA"}${String.fromCharCode(65 + font)}`,
      ref: this.#pdf.context.nextRef(),
      outlines: this.#fonts.outlines(face, font),
      places: new Map(),
      shapes: [{ glyph: 0, text: "", width: 1 }],
    };
    this.#used.set(name, used);
    return used;
  }
}

/** Points; beyond it nothing is drawn. */
const FAR = 2000;

const hexOf = (place: number): string => place.toString(16).padStart(4, "0");

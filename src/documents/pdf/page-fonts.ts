import { type PDFDict, type PDFDocument, type PDFFont, PDFName, type PDFPage } from "@cantoo/pdf-lib";
import { FEATURES, type FontSet } from "../fonts.ts";
import type { Face, Mark } from "../sheet.ts";

/** The fonts of one document, each as the subset of the glyphs that it shows. */
export class PageFonts {
  readonly #fonts: FontSet;
  readonly #embedded: ReadonlyMap<string, PDFFont>;

  private constructor(fonts: FontSet, embedded: ReadonlyMap<string, PDFFont>) {
    this.#fonts = fonts;
    this.#embedded = embedded;
  }

  /** Embeds what these marks need. Throws `document.glyph_missing`. */
  static async of(pdf: PDFDocument, fonts: FontSet, marks: readonly Mark[]): Promise<PageFonts> {
    const embedded = new Map<string, PDFFont>();
    for (const mark of marks) {
      if (mark.kind !== "text") continue;
      for (const { font } of fonts.split(mark.face, mark.text)) {
        const name = nameOf(mark.face, font);
        if (!embedded.has(name)) embedded.set(name, await embed(pdf, fonts, mark.face, font));
      }
    }
    return new PageFonts(fonts, embedded);
  }

  /** Makes the fonts known to a page. */
  allow(page: PDFPage): void {
    for (const [name, font] of this.#embedded) page.node.setFontDictionary(PDFName.of(name), font.ref);
  }

  /** The fonts by their names, for the resources of a picture. */
  dictionary({ context }: PDFDocument): PDFDict {
    return context.obj(Object.fromEntries([...this.#embedded].map(([name, font]) => [name, font.ref])));
  }

  /** Names of fonts with the glyphs of a text, as they stand in a content stream. */
  encode(face: Face, text: string): readonly { readonly name: string; readonly hex: string }[] {
    return this.#fonts.split(face, text).map((run) => {
      const name = nameOf(face, run.font);
      return { name, hex: this.#embedded.get(name)?.encodeText(run.text).toString() ?? "<>" };
    });
  }
}

const nameOf = (face: Face, font: number): string => `${face === "body" ? "B" : "S"}${font}`;

/** A subset's name begins with six letters and a plus sign (PDF 32000-1 §9.6.4), other ones for each font of the document. */
async function embed(pdf: PDFDocument, fonts: FontSet, face: Face, font: number): Promise<PDFFont> {
  const opened = fonts.opened(face, font);
  pdf.registerFontkit({ create: () => opened } as unknown as Parameters<PDFDocument["registerFontkit"]>[0]);
  const tag = `YZ${face === "body" ? "BODY" : "HEAD"}`.slice(0, 5) + String.fromCharCode(65 + font);
  const customName = `${tag}+${opened.postscriptName}`;
  return pdf.embedFont(fonts.files[face][font] ?? new Uint8Array(), {
    subset: true,
    features: { ...FEATURES },
    customName,
  });
}

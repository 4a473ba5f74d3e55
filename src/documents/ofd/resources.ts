import type { FontSet, Run, Shape } from "../fonts.ts";
import { EM, subsetOf } from "../pdf/subset.ts";
import type { Face, Modules } from "../sheet.ts";
import { codePicture } from "./png.ts";
import { readerTables } from "./sfnt.ts";
import { element, textElement, xmlFile } from "./xml.ts";

/** One font as a document uses it. */
interface Used {
  readonly id: number;
  readonly face: Face;
  readonly font: number;
  /** By glyph: which characters stand for it. */
  readonly places: Map<number, number>;
  /** Glyph of each character, by which readers find it. */
  readonly characters: Map<number, number>;
}

/** A run of characters as it is set: each glyph that no character leads to is named. */
export interface SetRun {
  readonly font: number;
  readonly shapes: readonly Shape[];
  /** Places in the subset of what readers would not find by its character, by place in `shapes`. */
  readonly named: ReadonlyMap<number, number>;
}

/** The glyph of the space, in the fonts that there are. */
const SPACE = 1;
const FOLDER = "/Doc_0/Res";

/** What the pages of one document refer to: fonts, each as the subset that it shows, pictures of codes, and numbers of objects. */
export class OfdResources {
  readonly #fonts: FontSet;
  readonly #used = new Map<string, Used>();
  readonly #pictures: { readonly id: number; readonly rows: Modules }[] = [];
  #last = 0;

  constructor(fonts: FontSet) {
    this.#fonts = fonts;
  }

  /** The largest number given so far. */
  get last(): number {
    return this.#last;
  }

  next(): number {
    this.#last += 1;
    return this.#last;
  }

  /** Throws `document.glyph_missing`. */
  set(face: Face, text: string): readonly SetRun[] {
    return this.#fonts.split(face, text).map((run) => this.#run(face, run));
  }

  picture(rows: Modules): number {
    const id = this.next();
    this.#pictures.push({ id, rows });
    return id;
  }

  /** The files that the resources are. */
  files(): ReadonlyMap<string, Uint8Array> {
    const fonts = [...this.#used.values()].map((used) => ({ used, name: `font_${used.id}.ttf` }));
    const pictures = this.#pictures.map(({ id, rows }) => ({ id, rows, name: `code_${id}.png` }));
    return new Map([
      [
        "/Doc_0/PublicRes.xml",
        resources(element("Fonts", {}, ...fonts.map(({ used, name }) => this.#font(used, name)))),
      ],
      [
        "/Doc_0/DocumentRes.xml",
        resources(
          element(
            "MultiMedias",
            {},
            ...pictures.map(({ id, name }) =>
              element("MultiMedia", { ID: id, Type: "Image", Format: "PNG" }, textElement("MediaFile", name)),
            ),
          ),
        ),
      ],
      ...fonts.map(({ used, name }) => [`${FOLDER}/${name}`, this.#file(used)] as const),
      ...pictures.map(({ rows, name }) => [`${FOLDER}/${name}`, codePicture(rows)] as const),
    ]);
  }

  #font({ id, face, font }: Used, name: string): string {
    const { postscriptName } = this.#fonts.outlines(face, font);
    const bold = face === "strong" ? "true" : undefined;
    const about = { ID: id, FontName: `YZ+${postscriptName}`, FamilyName: familyOf(postscriptName), Bold: bold };
    return element("Font", about, textElement("FontFile", name));
  }

  #file({ face, font, places, characters }: Used): Uint8Array {
    const outlines = this.#fonts.outlines(face, font);
    // Readers that look up halves of a character find nothing, and draw what is there for nothing: so that is blank, as a space is.
    const blank = outlines.outline(SPACE).length === 0 ? SPACE : 0;
    const glyphs = [blank, ...places.keys()];
    return subsetOf(outlines, glyphs, readerTables(outlines, familyOf(outlines.postscriptName), characters, EM));
  }

  #run(face: Face, { font, glyphs }: Run): SetRun {
    const key = `${face}${font}`;
    const used = this.#used.get(key) ?? this.#use(key, face, font);
    const named = new Map<number, number>();
    glyphs.forEach(({ glyph, text }, i) => {
      const place = used.places.get(glyph) ?? used.places.size + 1;
      used.places.set(glyph, place);
      const code = text.codePointAt(0) ?? 0;
      if (text === String.fromCodePoint(code)) used.characters.set(code, place);
      // Readers look up units of UTF-16, of which rare characters have two, and characters with a selector more.
      if (text.length > 1) named.set(i, place);
    });
    return { font: used.id, shapes: glyphs, named };
  }

  #use(key: string, face: Face, font: number): Used {
    const used: Used = { id: this.next(), face, font, places: new Map(), characters: new Map() };
    this.#used.set(key, used);
    return used;
  }
}

const resources = (...children: readonly string[]): Uint8Array => xmlFile("Res", { BaseLoc: "Res" }, ...children);

const familyOf = (postscript: string): string => (postscript.split("-")[0] ?? "").replace(/(?<=[a-z])(?=[A-Z])/g, " ");

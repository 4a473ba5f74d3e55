import fontkit, { type Font } from "@cantoo/fontkit";
import { YinzhengError } from "../domain/errors.ts";
import { readTrueType, type TrueType } from "./pdf/truetype.ts";
import type { Face } from "./sheet.ts";

/** Font files (TrueType) of each face in the order in which a character is looked for. */
export type FontFiles = Readonly<Record<Face, readonly Uint8Array[]>>;

/** Text that one font of a face has all glyphs for. */
export interface Run {
  /** Index into the face's fonts. */
  readonly font: number;
  readonly text: string;
  readonly glyphs: readonly Shape[];
}

/** What stands for a character; two characters may have one glyph, and stay two. */
export interface Shape {
  readonly glyph: number;
  /** The character, with its variation selector. */
  readonly text: string;
  /** In em. */
  readonly width: number;
}

/** A base character with the variation selectors and marks that follow it: one unit to the eye. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
/** A character with the selector that may follow it. */
const CHARACTER = /[\s\S][\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]?/gu;
const SELECTOR = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/u;

/** A cluster in the font that has it. */
interface Known {
  readonly font: number;
  readonly glyphs: readonly Shape[];
  readonly width: number;
}

/** Clusters that are remembered; more than a service meets, unless somebody makes them up. */
const MOST_KNOWN = 50_000;

/**
 * The fonts of all documents, opened once. No substitutions and no kerning, so that a text is as wide as its characters. What
 * is answered depends on the question alone, never on those before: renderings are compared byte by byte.
 */
export class FontSet {
  readonly #fonts: Readonly<Record<Face, readonly Font[]>>;
  readonly #outlines: Readonly<Record<Face, readonly TrueType[]>>;
  readonly #known = new Map<string, Known>();

  constructor(files: FontFiles) {
    const open = (list: readonly Uint8Array[]): readonly Font[] => list.map(opened);
    this.#fonts = { body: open(files.body), strong: open(files.strong) };
    this.#outlines = { body: files.body.map(readTrueType), strong: files.strong.map(readTrueType) };
  }

  /** The outlines of a font, to be written into documents. */
  outlines(face: Face, font: number): TrueType {
    const found = this.#outlines[face][font];
    if (found === undefined) throw new YinzhengError("internal", { font });
    return found;
  }

  /** Throws `document.glyph_missing` for a character that no font of the face has. */
  split(face: Face, text: string): readonly Run[] {
    const runs: { font: number; text: string; glyphs: Shape[] }[] = [];
    for (const cluster of clustersOf(text)) {
      const { font, glyphs } = this.#look(face, cluster);
      const last = runs.at(-1);
      if (last?.font === font) {
        last.text += cluster;
        last.glyphs.push(...glyphs);
      } else runs.push({ font, text: cluster, glyphs: [...glyphs] });
    }
    return runs;
  }

  /** In em. Throws `document.glyph_missing`. */
  width(face: Face, text: string): number {
    let sum = 0;
    for (const cluster of clustersOf(text)) sum += this.#look(face, cluster).width;
    return sum;
  }

  #look(face: Face, cluster: string): Known {
    const name = `${face}/${cluster}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fonts = this.#fonts[face];
    const font = fonts.findIndex((one) => hasGlyph(one, cluster));
    const chosen = fonts[font];
    if (chosen === undefined) throw missing(cluster);
    const glyphs = (cluster.match(CHARACTER) ?? []).map((text) => shapeOf(chosen, text));
    const found = { font, glyphs, width: glyphs.reduce((sum, { width }) => sum + width, 0) };
    if (this.#known.size >= MOST_KNOWN) this.#known.clear();
    this.#known.set(name, found);
    return found;
  }
}

/** Its number and width alone: what else fontkit says of a glyph is of the character that it was first asked for. */
function shapeOf(font: Font, text: string): Shape {
  const [glyph] = font.glyphsForString(text);
  return { glyph: glyph?.id ?? 0, text, width: (glyph?.advanceWidth ?? 0) / font.unitsPerEm };
}

function opened(bytes: Uint8Array): Font {
  const font = fontkit.create(bytes);
  if (font === null || "fonts" in font) throw new YinzhengError("config.invalid", { expected: "one font in a file" });
  return font;
}

/** Characters as the eye counts them. */
export function clustersOf(text: string): readonly string[] {
  return text.match(CLUSTER) ?? [];
}

/** Never a box: 葛 with a selector is another shape than 葛 alone, and a name is its shape. */
function hasGlyph(font: Font, cluster: string): boolean {
  const glyphs = font.glyphsForString(cluster);
  if (glyphs.some(({ id }) => id === 0)) return false;
  const selector = SELECTOR.exec(cluster)?.[0];
  if (selector === undefined) return true;
  return knowsVariation(font, cluster.codePointAt(0) ?? 0, selector.codePointAt(0) ?? 0);
}

interface Variations {
  readonly varSelectors: { toArray(): readonly Variation[] };
}
interface Variation {
  readonly varSelector: number;
  readonly defaultUVS: readonly { startUnicodeValue: number; additionalCount: number }[] | null;
  readonly nonDefaultUVS: readonly { unicodeValue: number }[] | null;
}

/** fontkit itself falls back to the base character; whether the font has the sequence, only its table tells. */
function knowsVariation(font: Font, base: number, selector: number): boolean {
  const { uvs } = (font as unknown as { readonly _cmapProcessor: { readonly uvs: Variations | null } })._cmapProcessor;
  const found = uvs?.varSelectors.toArray().find(({ varSelector }) => varSelector === selector);
  if (found === undefined) return false;
  const usual = found.defaultUVS?.some(
    ({ startUnicodeValue: from, additionalCount }) => base >= from && base <= from + additionalCount,
  );
  return usual === true || found.nonDefaultUVS?.some(({ unicodeValue }) => unicodeValue === base) === true;
}

function missing(cluster: string): YinzhengError {
  const points = Array.from(
    cluster,
    (one) => `U+${(one.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, "0")}`,
  );
  return new YinzhengError("document.glyph_missing", { character: cluster, codePoints: points.join(" ") });
}

import fontkit, { type Font } from "@cantoo/fontkit";
import { YinzhengError } from "../domain/errors.ts";
import type { Face } from "./sheet.ts";

/** Font files (TrueType) of each face in the order in which a character is looked for. */
export type FontFiles = Readonly<Record<Face, readonly Uint8Array[]>>;

/** Text that one font of a face has all glyphs for. */
export interface Run {
  /** Index into the face's fonts. */
  readonly font: number;
  readonly text: string;
}

/** Substitutions of letters are off, so that a text is as wide as its characters. */
export const FEATURES = { liga: false, clig: false, kern: false, calt: false } as const;

/** A base character with the variation selectors and marks that follow it: one unit to the eye. */
const CLUSTER = /\P{M}\p{M}*|\p{M}+/gu;
const SELECTOR = /[\u{FE00}-\u{FE0F}\u{E0100}-\u{E01EF}]/u;

/** The fonts of all documents, opened once. */
export class FontSet {
  readonly files: FontFiles;
  readonly #fonts: Readonly<Record<Face, readonly Font[]>>;
  /** Which font of the face has it, and how wide it is in em; by cluster. */
  readonly #known = new Map<string, { readonly font: number; readonly width: number }>();

  constructor(files: FontFiles) {
    this.files = files;
    const open = (list: readonly Uint8Array[]): readonly Font[] => list.map(opened);
    this.#fonts = { body: open(files.body), strong: open(files.strong) };
  }

  /** A font that pdf-lib embeds without reading the file again. */
  opened(face: Face, font: number): Font {
    const found = this.#fonts[face][font];
    if (found === undefined) throw new YinzhengError("internal", { font });
    return found;
  }

  /** Throws `document.glyph_missing` for a character that no font of the face has. */
  split(face: Face, text: string): readonly Run[] {
    const runs: { font: number; text: string }[] = [];
    for (const cluster of clustersOf(text)) {
      const { font } = this.#look(face, cluster);
      const last = runs.at(-1);
      if (last?.font === font) last.text += cluster;
      else runs.push({ font, text: cluster });
    }
    return runs;
  }

  /** In em. Throws `document.glyph_missing`. */
  width(face: Face, text: string): number {
    let sum = 0;
    for (const cluster of clustersOf(text)) sum += this.#look(face, cluster).width;
    return sum;
  }

  #look(face: Face, cluster: string): { readonly font: number; readonly width: number } {
    const name = `${face}/${cluster}`;
    const known = this.#known.get(name);
    if (known !== undefined) return known;
    const fonts = this.#fonts[face];
    const font = fonts.findIndex((one) => hasGlyph(one, cluster));
    const chosen = fonts[font];
    if (chosen === undefined) throw missing(cluster);
    const { advanceWidth } = chosen.layout(cluster, FEATURES);
    const found = { font, width: advanceWidth / chosen.unitsPerEm };
    this.#known.set(name, found);
    return found;
  }
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

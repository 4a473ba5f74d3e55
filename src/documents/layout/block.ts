import type { FontSet } from "../fonts.ts";
import type { Group, Part } from "../sheet.ts";

/** In which languages a document speaks: Chinese, or Chinese with English beneath. */
export type Languages = "zh" | "zh+en";

/** How the lines of one document are set; lengths in millimetres. */
export interface Setting {
  readonly fonts: FontSet;
  readonly languages: Languages;
  /** Of values, in points; everything else follows from it. */
  readonly size: number;
  readonly left: number;
  readonly width: number;
}

/** Something with a height that stays whole, drawn when it is known where it stands. */
export interface Block {
  readonly height: number;
  /** null: it goes on with the part of the block before it. */
  readonly part: Part | null;
  /** @param top upper edge, millimetres from that of the page */
  draw(top: number): readonly Group[];
  /** What stands above it again where it begins a page: the head of its table. */
  readonly head?: Block;
}

/** A row's gap to the next one, above and below its text. */
export const PADDING = 1.7;
/** Height of a line of text, in font sizes. */
export const LEADING = 1.45;
/** From the upper edge of a line to its baseline, in font sizes. */
export const BASELINE = 1.08;

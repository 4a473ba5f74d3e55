import type { Box, Group, Mark, Modules, Part } from "../sheet.ts";
import type { Setting } from "./block.ts";
import { INK } from "./ink.ts";
import { linesOf } from "./rows.ts";

/** The link's code with its quiet zone; millimetres. */
export const LINK_SIZE = 25;
/** Modules of paper around a code (ISO/IEC 18004 §6.3.8). */
const QUIET = 4;
/** Largest offline code, and how large its modules are where it has few: four dots of a 300 dpi scan. */
const LARGEST = 50;
const MODULE = 0.34;

/** A code on the page, with the words beneath it. */
export interface Code {
  readonly rows: Modules;
  /** With its quiet zone; millimetres. */
  readonly size: number;
  readonly caption: { readonly zh: string; readonly en: string };
  /** What it is to somebody who cannot see it. */
  readonly alt: string;
}

/** Side of an offline code with its quiet zone: 50 mm at most. */
export const offlineSize = ({ length }: Modules): number => Math.min(LARGEST, (length + 2 * QUIET) * MODULE);

/** Breadth of the paper around a code's modules. */
export const quietOf = ({ rows, size }: Pick<Code, "rows" | "size">): number =>
  (size * QUIET) / (rows.length + 2 * QUIET);

/** Height of the words beneath a code. */
export const captionHeight = ({ languages }: Setting): number => (languages === "zh" ? 4.1 : 7.2);

/** Draws a code, and its words beneath. */
export function drawCode(
  setting: Setting,
  code: Code,
  { x, y }: Pick<Box, "x" | "y">,
): { readonly groups: readonly Group[]; readonly parts: readonly Part[] } {
  const { rows, size, caption, alt } = code;
  const quiet = quietOf(code);
  const figure: Part = { role: "Figure", alt, parts: [] };
  const words = captionOf(setting, caption, x + quiet, size);
  const modules: Mark = { kind: "modules", x: x + quiet, y: y + quiet, size: size - 2 * quiet, rows };
  return {
    groups: [
      { part: figure, marks: [modules] },
      { part: words.part, marks: words.at(y + size - quiet + 0.6) },
    ],
    parts: [figure, words.part],
  };
}

function captionOf(
  setting: Setting,
  { zh, en }: Code["caption"],
  x: number,
  width: number,
): ReturnType<typeof linesOf> {
  const english = { text: en, style: { face: "body", size: 6.5 } as const, colour: INK.label };
  return linesOf(setting, "P", x, width, [
    { text: zh, style: { face: "body", size: 8 }, colour: INK.text },
    ...(setting.languages === "zh" ? [] : [english]),
  ]);
}

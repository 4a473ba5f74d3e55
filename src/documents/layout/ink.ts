import type { Colour } from "../sheet.ts";

/** Colours of all documents: text that prints well in black and white, and a frame that does not outshine it. */
export const INK = {
  text: [0.1, 0.11, 0.13],
  label: [0.33, 0.36, 0.4],
  faint: [0.41, 0.44, 0.48],
  rule: [0.8, 0.82, 0.84],
  frame: [0.1, 0.3, 0.36],
  frameLight: [0.62, 0.74, 0.77],
  head: [0.94, 0.96, 0.97],
  /** A copy for one purpose: its band, and the words across the page. */
  notice: [0.62, 0.16, 0.06],
  noticeGround: [1, 0.97, 0.93],
  across: [0.88, 0.84, 0.8],
  seal: [0.78, 0.09, 0.09],
} as const satisfies Readonly<Record<string, Colour>>;

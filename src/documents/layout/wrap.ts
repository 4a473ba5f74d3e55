import { clustersOf, type FontSet } from "../fonts.ts";
import { type Face, POINT } from "../sheet.ts";

/** How a text is set. */
export interface Style {
  readonly face: Face;
  /** Points. */
  readonly size: number;
}

/** Words of letters and digits stay whole; Chinese breaks between any two characters but where punctuation forbids it. */
const PIECES = /[\x21-\x7e\u{a1}-\u{24f}]+ ?|[ \u{3000}]|[^\x20-\x7e\u{a1}-\u{24f}\u{3000}]+/gu;
/** Must not begin a line. */
const CLOSING = /^[、。，．；：！？）》」』】〉〕”’…—·%‰℃),.;:!?]/u;
/** Must not end one. */
const OPENING = /[（《「『【〈〔“‘(]$/u;

/** Width of a text in millimetres. */
export function widthOf(fonts: FontSet, { face, size }: Style, text: string): number {
  return fonts.width(face, text) * size * POINT;
}

/** The lines of a text that is `width` millimetres wide at most; at least one. Throws `document.glyph_missing`. */
export function wrap(fonts: FontSet, style: Style, text: string, width: number): readonly string[] {
  const lines: string[] = [];
  let line: string[] = [];
  let used = 0;
  const put = (piece: string): void => {
    line.push(piece);
    used += widthOf(fonts, style, piece);
  };
  const turn = (): void => {
    const kept: string[] = [];
    // What must not end this line begins the next one.
    while (line.length > 1 && OPENING.test(line.at(-1) ?? "")) kept.unshift(line.pop() ?? "");
    lines.push(line.join("").trimEnd());
    [line, used] = [[], 0];
    kept.forEach(put);
  };
  for (const piece of piecesOf(text)) {
    const wide = widthOf(fonts, style, piece.trimEnd());
    if (used + wide > width && line.length > 0) {
      // A mark that must not begin a line takes what stands before it along.
      const before = CLOSING.test(piece) && line.length > 1 ? line.pop() : undefined;
      turn();
      if (before !== undefined) put(before);
    }
    if (widthOf(fonts, style, piece.trimEnd()) <= width) {
      if (piece.trim() !== "" || line.length > 0) put(piece);
      continue;
    }
    for (const cluster of clustersOf(piece)) {
      if (used + widthOf(fonts, style, cluster) > width && line.length > 0) turn();
      put(cluster);
    }
  }
  if (line.length > 0 || lines.length === 0) lines.push(line.join("").trimEnd());
  return lines;
}

function piecesOf(text: string): readonly string[] {
  const pieces = text.match(PIECES) ?? [];
  return pieces.flatMap((piece) => (/^[\x20-\x7e\u{a1}-\u{24f}\u{3000}]/u.test(piece) ? [piece] : clustersOf(piece)));
}

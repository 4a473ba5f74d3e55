import { YinzhengError } from "../../domain/errors.ts";
import { clustersOf, type FontSet } from "../fonts.ts";
import { type Contour, type Drawing, frame, moved } from "./drawing.ts";
import { lettering } from "./glyph.ts";

/** Side of a person's square seal, millimetres. */
export const NAME_SEAL = 20;

/** Millimetres: of the border, and from there to the characters. */
const BORDER = 0.9;
const PAD = 0.9;
/** Between characters or lines, millimetres. */
const GAP = 0.5;
const INNER = NAME_SEAL - 2 * (BORDER + PAD);
/** How much higher than wide a character may be made, or wider than high. */
const STRETCH = 1.5;
/** Most lines, and the smallest height of one; millimetres. */
const MOST_LINES = 4;
const SMALLEST = 2;
/** Where the ink of a Chinese character begins and ends above the baseline, em. */
const BOTTOM = -0.08;
const TOP = 0.84;

const HAN = /^\p{Script=Han}[\p{M}]*$/u;

/**
 * A person's seal: names of two to four Chinese characters two by two, from the right column to the left, with 印 or 之印 where there is
 * room left; others in lines. Throws `document.glyph_missing`, and `seal.picture` for a name that nobody could read.
 */
export function nameDrawing(fonts: FontSet, { name }: { readonly name: string }): Drawing {
  const size = { width: NAME_SEAL, height: NAME_SEAL };
  const characters = clustersOf(name.trim());
  const square = characters.length >= 2 && characters.length <= 4 && characters.every((one) => HAN.test(one));
  const contours = square ? fourOf(fonts, characters) : linesOf(fonts, name.trim());
  return { ...size, contours: [...frame(size, BORDER), ...contours] };
}

const ADDED = { 2: ["之", "印"], 3: ["印"], 4: [] } as const;

function fourOf(fonts: FontSet, name: readonly string[]): readonly Contour[] {
  const all = [...name, ...ADDED[name.length as keyof typeof ADDED]];
  const side = (INNER - GAP) / 2;
  return all.flatMap((text, i) => {
    const x = BORDER + PAD + (i < 2 ? side + GAP : 0);
    const y = BORDER + PAD + (i % 2) * (side + GAP);
    return inBox(fonts, text, { x, y, width: side, height: side }, 1);
  });
}

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** As large as the box has room for, in its middle. @param ems how wide the widest text of its kind is, lest two differ */
function inBox(fonts: FontSet, text: string, { x, y, width, height }: Box, ems: number): readonly Contour[] {
  const { contours, width: own } = lettering(fonts, text);
  const [bottom, top] = inkOf(contours);
  const high = height / (top - bottom);
  const wide = Math.min(width / ems, high * STRETCH);
  const tall = Math.min(high, wide * STRETCH);
  const e = x + (width - own * wide) / 2;
  const f = y + height / 2 + (tall * (top + bottom)) / 2;
  return contours.map((one) => moved(one, { a: wide, b: 0, c: 0, d: -tall, e, f }));
}

/** Where ink begins and ends above the baseline, em: that of Chinese characters at least, so that 一 is no beam. */
function inkOf(contours: readonly Contour[]): readonly [number, number] {
  const heights = contours.flat().map(({ y }) => y);
  return [Math.min(BOTTOM, ...heights), Math.max(TOP, ...heights)];
}

/** In as many lines as make the characters largest. */
function linesOf(fonts: FontSet, name: string): readonly Contour[] {
  const widthOf = (text: string): number => fonts.width("strong", text);
  const widest = (lines: readonly string[]): number => Math.max(...lines.map(widthOf));
  const tries = Array.from({ length: MOST_LINES }, (_, i) => split(name, i + 1, widthOf));
  const heightOf = (lines: readonly string[]): number => {
    const line = (INNER - GAP * (lines.length - 1)) / lines.length;
    return Math.min(line, (INNER / widest(lines)) * STRETCH * (TOP - BOTTOM));
  };
  const [best = [name]] = tries.toSorted((a, b) => heightOf(b) - heightOf(a));
  const height = heightOf(best);
  if (height < SMALLEST)
    throw new YinzhengError("seal.picture", { expected: "a name short enough to be read on a seal" });
  const top = NAME_SEAL / 2 - (best.length * height + (best.length - 1) * GAP) / 2;
  return best.flatMap((text, i) =>
    inBox(fonts, text, { x: BORDER + PAD, y: top + i * (height + GAP), width: INNER, height }, widest(best)),
  );
}

/** Into so many lines at most, the widest of which is as narrow as can be; broken after spaces, and beside Chinese characters. */
function split(name: string, most: number, widthOf: (text: string) => number): readonly string[] {
  const pieces = name.match(/\p{Script=Han}\p{M}*[·•、]?|[^\p{Script=Han}\s]+\s*|\s+/gu) ?? [name];
  let [low, high] = [0, widthOf(name) + 1];
  let found: readonly string[] = [name];
  for (let i = 0; i < 20; i++) {
    const limit = (low + high) / 2;
    const lines = filled(pieces, limit, widthOf);
    if (lines.length > most || lines.some((line) => widthOf(line) > limit)) low = limit;
    else [high, found] = [limit, lines];
  }
  return found;
}

function filled(pieces: readonly string[], limit: number, widthOf: (text: string) => number): readonly string[] {
  const lines: string[] = [];
  let line = "";
  for (const piece of pieces) {
    if (line !== "" && widthOf((line + piece).trimEnd()) > limit) {
      lines.push(line.trimEnd());
      line = "";
    }
    line += piece;
  }
  return [...lines, line.trimEnd()].filter((one) => one !== "");
}

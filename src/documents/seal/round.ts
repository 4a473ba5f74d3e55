import { YinzhengError } from "../../domain/errors.ts";
import { clustersOf, type FontSet } from "../fonts.ts";
import { type Contour, type Drawing, moved, ring, star } from "./drawing.ts";
import { lettering } from "./glyph.ts";

/** Diameter of an organisation's round seal, millimetres. */
export const ROUND_SEAL = 42;

/** Millimetres: of the ring, of the star's radius, of the name's outer edge, of a character's height at most. */
const RING = 1.2;
const STAR = 7;
const EDGE = 18.9;
const TALLEST = 5.8;
/** A character is at most that many times as high as it is wide, and never narrower than this; millimetres. */
const SLIMMEST = 1.7;
const NARROWEST = 1.1;
/** Degrees of the arc that a name may take, and a character of it. */
const SPAN = 244;
const EACH = 34;
/** Space beside a character, em. */
const GAP = 0.12;
/** The code's em and the radius on which its baseline lies, millimetres. */
const CODE = { em: 2.05, baseline: 19.1, gap: 0.06 };
/** Middle of a character above its baseline, em. */
const MIDDLE = 0.38;

const RADIUS = ROUND_SEAL / 2;
const DEGREE = Math.PI / 180;

/**
 * A round seal: ring, star, the owner's name on the arc from lower left over the top to lower right, and the code below. Long names get
 * slimmer, then smaller. Throws `document.glyph_missing`, and `seal.picture` for a name that nobody could read.
 */
export function roundDrawing(
  fonts: FontSet,
  { name, code }: { readonly name: string; readonly code: string },
): Drawing {
  const middle = { x: RADIUS, y: RADIUS };
  return {
    width: ROUND_SEAL,
    height: ROUND_SEAL,
    contours: [
      ...ring({ ...middle, radius: RADIUS }, RING),
      star({ ...middle, radius: STAR }),
      ...nameAbove(fonts, name),
      ...codeBelow(fonts, code),
    ],
  };
}

function nameAbove(fonts: FontSet, name: string): readonly Contour[] {
  const letters = clustersOf(name).map((text) => lettering(fonts, text));
  const length = letters.reduce((sum, { width }) => sum + width + GAP, 0);
  const radius = EDGE - TALLEST / 2;
  /** Millimetres of arc an em: all that there is, or as much as a short name takes. */
  const room = Math.min((SPAN * DEGREE * radius) / length, EACH * DEGREE * radius);
  if (room < NARROWEST)
    throw new YinzhengError("seal.picture", { expected: "a name short enough to be read on a seal" });
  const wide = Math.min(room, TALLEST);
  const high = Math.min(TALLEST, wide * SLIMMEST);
  let along = (-length * room) / 2;
  return letters.flatMap(({ contours, width }) => {
    const angle = (along + ((width + GAP) * room) / 2) / radius;
    along += (width + GAP) * room;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    // Up is away from the middle; all characters reach to the same edge.
    const at = EDGE - high / 2;
    const [left, down] = [(width * wide) / 2, high * MIDDLE];
    const e = RADIUS + (at - down) * sin - left * cos;
    const f = RADIUS - (at - down) * cos - left * sin;
    return contours.map((one) => moved(one, { a: wide * cos, b: wide * sin, c: high * sin, d: -high * cos, e, f }));
  });
}

/** Upright at the bottom: up is toward the middle. */
function codeBelow(fonts: FontSet, code: string): readonly Contour[] {
  const { em, baseline, gap } = CODE;
  const letters = clustersOf(code).map((text) => lettering(fonts, text));
  const length = letters.reduce((sum, { width }) => sum + (width + gap) * em, 0);
  let along = -length / 2;
  return letters.flatMap(({ contours, width }) => {
    const angle = (along + ((width + gap) * em) / 2) / baseline;
    along += (width + gap) * em;
    const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
    const left = (width * em) / 2;
    const e = RADIUS + baseline * sin - left * cos;
    const f = RADIUS + baseline * cos + left * sin;
    return contours.map((one) => moved(one, { a: em * cos, b: -em * sin, c: -em * sin, d: -em * cos, e, f }));
  });
}

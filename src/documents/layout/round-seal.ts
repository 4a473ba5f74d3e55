import { clustersOf, type FontSet } from "../fonts.ts";
import type { Group, Mark } from "../sheet.ts";
import { POINT } from "../sheet.ts";
import { INK } from "./ink.ts";

/** A round seal: ring, star, and the owner's name on the arc from lower left over the top to lower right. */
export interface RoundSeal {
  readonly name: string;
  /** Middle and outer diameter, millimetres. */
  readonly x: number;
  readonly y: number;
  readonly diameter: number;
}

/** Shares of the radius: where the middle of a character stands, how high it is at most, how large the star is. */
const ARC = 0.73;
const TALLEST = 0.26;
const STAR = 0.3;
/** Degrees of the arc that a name may take; each character takes no more than EACH of them. */
const SPAN = 250;
const EACH = 26;

/** Marks of a seal. Throws `document.glyph_missing`. */
export function roundSeal(fonts: FontSet, { name, x, y, diameter }: RoundSeal): readonly Mark[] {
  const radius = diameter / 2;
  const ring = radius * 0.05;
  return [
    { kind: "circle", x, y, radius: radius - ring / 2, border: { width: ring, colour: INK.seal } },
    starAt(x, y, radius * STAR),
    ...nameOn(fonts, { name, x, y, diameter }),
  ];
}

function starAt(x: number, y: number, radius: number): Mark {
  // The inner corners of a regular pentagram stand at this share of its radius.
  const inner = radius * 0.381966;
  const points = Array.from({ length: 10 }, (_, i): readonly [number, number] => {
    const angle = (i * Math.PI) / 5;
    const far = i % 2 === 0 ? radius : inner;
    return [x + far * Math.sin(angle), y - far * Math.cos(angle)];
  });
  return { kind: "path", points, closed: true, fill: INK.seal };
}

function nameOn(fonts: FontSet, { name, x, y, diameter }: RoundSeal): readonly Mark[] {
  const radius = diameter / 2;
  const characters = clustersOf(name);
  const step = Math.min(SPAN / Math.max(characters.length, 1), EACH);
  const room = 2 * Math.PI * radius * ARC * (step / 360);
  const em = Math.min(radius * TALLEST, room * 0.95);
  return characters.map((text, i): Mark => {
    const turn = (i - (characters.length - 1) / 2) * step;
    const angle = (turn * Math.PI) / 180;
    const half = (fonts.width("body", text) * em) / 2;
    // From the character's middle to the left along the line, then down to its baseline, as the character stands.
    const down = em * 0.38;
    return {
      kind: "text",
      x: x + radius * ARC * Math.sin(angle) - half * Math.cos(angle) - down * Math.sin(angle),
      y: y - radius * ARC * Math.cos(angle) - half * Math.sin(angle) + down * Math.cos(angle),
      text,
      face: "body",
      size: em / POINT,
      colour: INK.seal,
      heavier: em * 0.022,
      turn,
    };
  });
}

/** 骑缝章: the part of a seal that stands on the right edge of page `page` of `count`; side by side they are one seal. */
export function acrossEdges(
  fonts: FontSet,
  seal: Omit<RoundSeal, "x">,
  [page, count]: readonly [number, number],
  width: number,
): Group {
  const slice = seal.diameter / count;
  const x = width - (page + 1) * slice + seal.diameter / 2;
  const top = seal.y - seal.diameter / 2;
  return {
    part: null,
    marks: roundSeal(fonts, { ...seal, x }),
    clip: { x: width - slice, y: top, width: slice, height: seal.diameter },
  };
}

import type { Mark } from "../sheet.ts";
import { INK } from "./ink.ts";

/** Distance of the frame from the edge of the paper, and its breadth; millimetres. */
const OUTER = 9;
const BREADTH = 6;
/** Length of a wave of the guilloche, about. It has four curves, each a quarter behind the other, so that it begins anew each quarter. */
const WAVE = 9;
const CURVES = 4;
/** Lines of which a quarter of a curve is made. */
const LINES = 6;

/** Inner edge of the frame, from the edge of the paper. */
export const FRAME = OUTER + BREADTH;

/** The border of a certificate: two lines and between them a guilloche, which copying machines don't resolve. */
export function frameOf(width: number, height: number): readonly Mark[] {
  const box = (inset: number, line: number): Mark => ({
    kind: "box",
    x: inset,
    y: inset,
    width: width - 2 * inset,
    height: height - 2 * inset,
    border: { width: line, colour: INK.frame },
  });
  return [...guilloche(width, height), box(OUTER, 0.6), box(OUTER + BREADTH, 0.25), ...cornersOf(width, height)];
}

/** Along the four sides, whole waves to a side so that corners meet. */
function guilloche(width: number, height: number): readonly Mark[] {
  const middle = OUTER + BREADTH / 2;
  const side = (x: number, y: number, length: number, upright: boolean): Mark => {
    const count = Math.round(length / WAVE) * CURVES;
    const each = length / count;
    const marks = Array.from({ length: CURVES }, (_, curve) => quarterOf(curve, each, upright));
    return { kind: "repeated", x, y, marks, count, dx: upright ? 0 : each, dy: upright ? each : 0 };
  };
  const [w, h] = [width - 2 * middle, height - 2 * middle];
  return [
    side(middle, middle, w, false),
    side(middle, height - middle, w, false),
    side(middle, middle, h, true),
    side(width - middle, middle, h, true),
  ];
}

/** The part of one curve that stands in a quarter of a wave, `length` long. */
function quarterOf(curve: number, length: number, upright: boolean): Mark {
  const points = Array.from({ length: LINES + 1 }, (_, i): readonly [number, number] => {
    const across = Math.sin((Math.PI / 2) * (i / LINES + curve)) * (BREADTH / 2 - 0.6);
    const along = (i / LINES) * length;
    return upright ? [across, along] : [along, across];
  });
  return { kind: "path", points, closed: false, border: { width: 0.12, colour: INK.frameLight } };
}

function cornersOf(width: number, height: number): readonly Mark[] {
  const middle = OUTER + BREADTH / 2;
  const half = BREADTH / 2 - 0.4;
  const at = (x: number, y: number): readonly Mark[] => [
    {
      kind: "path",
      closed: true,
      fill: [1, 1, 1],
      border: { width: 0.3, colour: INK.frame },
      points: [
        [x - half, y],
        [x, y - half],
        [x + half, y],
        [x, y + half],
      ],
    },
    { kind: "circle", x, y, radius: half / 2.6, border: { width: 0.25, colour: INK.frame } },
  ];
  return [
    ...at(middle, middle),
    ...at(width - middle, middle),
    ...at(middle, height - middle),
    ...at(width - middle, height - middle),
  ];
}

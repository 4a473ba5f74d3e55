import type { Mark } from "../sheet.ts";
import { INK } from "./ink.ts";

/** Distance of the frame from the edge of the paper, and its breadth; millimetres. */
const OUTER = 9;
const BREADTH = 6;
/** Length of a wave of the guilloche, about, and of how many lines its curve is made. */
const WAVE = 9;
const POINTS = 24;

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
  return [
    ...[0, 0.25, 0.5, 0.75].flatMap((phase) => bandOf(width, height, phase)),
    box(OUTER, 0.6),
    box(OUTER + BREADTH, 0.25),
    ...cornersOf(width, height),
  ];
}

/** One curve along the four sides, whole waves to a side so that corners meet. */
function bandOf(width: number, height: number, phase: number): readonly Mark[] {
  const middle = OUTER + BREADTH / 2;
  const side = (length: number, place: (along: number, across: number) => readonly [number, number]): Mark => {
    const count = Math.round(length / WAVE);
    const wave = length / count;
    const [x, y] = place(0, 0);
    const [nextX, nextY] = place(wave, 0);
    return {
      kind: "path",
      closed: false,
      border: { width: 0.12, colour: INK.frameLight },
      copies: { count, dx: nextX - x, dy: nextY - y },
      points: Array.from({ length: POINTS + 1 }, (_, i) =>
        place((i / POINTS) * wave, Math.sin(2 * Math.PI * (i / POINTS + phase)) * (BREADTH / 2 - 0.6)),
      ),
    };
  };
  const [w, h] = [width - 2 * middle, height - 2 * middle];
  return [
    side(w, (along, across) => [middle + along, middle + across]),
    side(w, (along, across) => [middle + along, height - middle + across]),
    side(h, (along, across) => [middle + across, middle + along]),
    side(h, (along, across) => [width - middle + across, middle + along]),
  ];
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

import type { Point } from "../pdf/outline.ts";

/** A closed line of quadratic curves, as fonts have them: between two points off the curve lies one on it. */
export type Contour = readonly Point[];

/** What is filled with the ink of a seal, in millimetres from the upper left corner; filled where lines go around (non-zero). */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly contours: readonly Contour[];
}

/** x' = a·x + c·y + e, y' = b·x + d·y + f (as SVG counts them). */
export interface Affine {
  readonly a: number;
  readonly b: number;
  readonly c: number;
  readonly d: number;
  readonly e: number;
  readonly f: number;
}

export const moved = (contour: Contour, { a, b, c, d, e, f }: Affine): Contour =>
  contour.map(({ x, y, on }) => ({ x: a * x + c * y + e, y: b * x + d * y + f, on }));

/** A step of a contour: to a point, by way of one that bends it. */
export interface Step {
  readonly via: Point | null;
  readonly to: Point;
}

/** Where a contour begins, and its steps until it is there again. */
export function stepsOf(contour: Contour): { readonly from: Point; readonly steps: readonly Step[] } | null {
  const [first] = contour;
  const last = contour.at(-1);
  if (first === undefined || last === undefined) return null;
  const from = first.on ? first : last.on ? last : between(last, first);
  const steps: Step[] = [];
  let via: Point | null = null;
  for (const point of first.on ? contour.slice(1) : contour) {
    if (point.on) steps.push({ via, to: point });
    else if (via !== null) steps.push({ via, to: between(via, point) });
    via = point.on ? null : point;
  }
  steps.push({ via, to: from });
  return { from, steps };
}

const between = (a: Point, b: Point): Point => ({ x: (a.x + b.x) / 2, y: (a.y + b.y) / 2, on: true });

/** Points off the curve by which a circle is drawn: off by 0.01 % of its radius at most. */
const AROUND = 24;

export interface Circle {
  readonly x: number;
  readonly y: number;
  readonly radius: number;
}

/** @param inner a hole: the other way round */
function circle({ x, y, radius }: Circle, inner = false): Contour {
  const far = radius / Math.cos(Math.PI / AROUND);
  return Array.from({ length: AROUND }, (_, i) => {
    const angle = ((inner ? -i : i) * 2 * Math.PI) / AROUND;
    return { x: x + far * Math.cos(angle), y: y + far * Math.sin(angle), on: false };
  });
}

/** A ring of that width; its outer edge is the circle. */
export const ring = (outer: Circle, width: number): readonly Contour[] => [
  circle(outer),
  circle({ ...outer, radius: outer.radius - width }, true),
];

/** A rectangle without its inside, and with corners that are a little round, as if cut. */
export function frame({ width, height }: Pick<Drawing, "width" | "height">, border: number): readonly Contour[] {
  const rounded = (inset: number, radius: number): Contour => {
    const corner = (x: number, y: number, dx: number, dy: number): readonly Point[] => {
      const [along, down] = [
        { x: x + dx * radius, y, on: true },
        { x, y: y + dy * radius, on: true },
      ];
      const corner = { x, y, on: false };
      return dx * dy > 0 ? [down, corner, along] : [along, corner, down];
    };
    const [right, bottom] = [width - inset, height - inset];
    return [
      ...corner(inset, inset, 1, 1),
      ...corner(right, inset, -1, 1),
      ...corner(right, bottom, -1, -1),
      ...corner(inset, bottom, 1, -1),
    ];
  };
  return [rounded(0, border), rounded(border, border / 2).toReversed()];
}

/** A star of five points, one of them up. */
export function star({ x, y, radius }: Circle): Contour {
  // The inner corners of a regular pentagram stand at this share of its radius.
  const inner = radius * 0.381966;
  return Array.from({ length: 10 }, (_, i) => {
    const angle = (i * Math.PI) / 5;
    const far = i % 2 === 0 ? radius : inner;
    return { x: x + far * Math.sin(angle), y: y - far * Math.cos(angle), on: true };
  });
}

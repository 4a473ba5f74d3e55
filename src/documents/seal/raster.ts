import type { Point } from "../pdf/outline.ts";
import { type Contour, type Drawing, stepsOf } from "./drawing.ts";

/** How much of each pixel is covered, 0 to 255, row by row. */
export interface Coverage {
  readonly width: number;
  readonly height: number;
  readonly alpha: Uint8Array;
}

/** Straight pieces that a curve is drawn by. */
const PIECES = 8;

/**
 * A drawing in pixels. For each pixel of a row: how much an edge changes the area to its right, summed up along the row (the method of
 * font rasterizers, exact for lines). Overlapping parts count once as long as they go the same way round, as a font's do.
 *
 * @param scale pixels in a millimetre
 */
export function rasterOf(drawing: Drawing, scale: number): Coverage {
  const [width, height] = [drawing.width, drawing.height].map((side) => Math.round(side * scale)) as [number, number];
  // One more, for what an edge in the last column changes to its right.
  const stride = width + 2;
  const change = new Float64Array(stride * height);
  const edge = (from: Point, to: Point): void => addEdge(change, stride, [width, height], from, to);
  for (const contour of drawing.contours) edgesOf(contour, scale, edge);
  const alpha = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    let sum = 0;
    for (let x = 0; x < width; x++) {
      sum += change[y * stride + x] ?? 0;
      alpha[y * width + x] = Math.round(Math.min(Math.abs(sum), 1) * 255);
    }
  }
  return { width, height, alpha };
}

/** Coordinates are rounded first: sines that differ in their last bit from one machine to the next make the same picture. */
function edgesOf(contour: Contour, scale: number, edge: (from: Point, to: Point) => void): void {
  const found = stepsOf(contour);
  if (found === null) return;
  const pixel = ({ x, y }: Point): Point => ({ x: rounded(x) * scale, y: rounded(y) * scale, on: true });
  let from = pixel(found.from);
  for (const { via, to } of found.steps) {
    const [bend, end] = [via === null ? null : pixel(via), pixel(to)];
    const start = from;
    for (let i = 1; i <= (bend === null ? 1 : PIECES); i++) {
      const next = bend === null ? end : onCurve(start, bend, end, i / PIECES);
      edge(from, next);
      from = next;
    }
  }
}

const rounded = (value: number): number => Math.round(value * 1000) / 1000;

function onCurve(a: Point, b: Point, c: Point, t: number): Point {
  const at = (from: number, via: number, to: number): number =>
    (1 - t) * (1 - t) * from + 2 * t * (1 - t) * via + t * t * to;
  return { x: at(a.x, b.x, c.x), y: at(a.y, b.y, c.y), on: true };
}

/** Adds what one edge changes; what is outside of the picture changes nothing but what is to its right. */
function addEdge(
  change: Float64Array,
  stride: number,
  [width, height]: readonly [number, number],
  from: Point,
  to: Point,
): void {
  if (from.y === to.y) return;
  const down = from.y < to.y;
  const [top, bottom] = down ? [from, to] : [to, from];
  const slope = (bottom.x - top.x) / (bottom.y - top.y);
  const xAt = (y: number): number => Math.min(Math.max(top.x + (y - top.y) * slope, 0), width);
  for (let row = Math.max(0, Math.floor(top.y)); row < Math.min(height, Math.ceil(bottom.y)); row++) {
    const [y0, y1] = [Math.max(row, top.y), Math.min(row + 1, bottom.y)];
    if (y1 > y0) addRow(change, row * stride, (down ? 1 : -1) * (y1 - y0), xAt(y0), xAt(y1));
  }
}

/** An edge within one row: `weight` of its height, from one x to the other. */
function addRow(change: Float64Array, base: number, weight: number, a: number, b: number): void {
  const [left, right] = a < b ? [a, b] : [b, a];
  const first = Math.floor(left);
  const last = Math.max(first, Math.ceil(right) - 1);
  const add = (x: number, value: number): void => {
    change[base + x] = (change[base + x] ?? 0) + value;
  };
  if (first === last) {
    const covered = weight * (first + 1 - (left + right) / 2);
    add(first, covered);
    add(first + 1, weight - covered);
    return;
  }
  // Area to the right of the edge within each pixel, from that to its left.
  let before = 0;
  for (let x = first; x <= last; x++) {
    const [from, to] = [Math.max(left, x), Math.min(right, x + 1)];
    const share = (to - from) / (right - left);
    const passed = (from - left) / (right - left);
    const covered = weight * (passed + share * (x + 1 - (from + to) / 2));
    add(x, covered - before);
    before = covered;
  }
  add(last + 1, weight - before);
}

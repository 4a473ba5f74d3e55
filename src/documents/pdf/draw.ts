import { type Box, type Colour, type Mark, POINT } from "../sheet.ts";
import type { Resources } from "./resources.ts";

/** Operators that draw a mark (PDF 32000-1 §8, §9); PDF counts in points from the lower left corner. */
export function drawMark(mark: Mark, height: number, resources: Resources): string {
  const at = (x: number, y: number): string => `${n(x / POINT)} ${n((height - y) / POINT)}`;
  switch (mark.kind) {
    case "text":
      return drawText(mark, height, resources);
    case "line":
      return `${pen(mark)} ${at(...mark.from)} m ${at(...mark.to)} l S`;
    case "box": {
      const { x, y, width, height: high } = mark;
      const path = `${at(x, y + high)} ${n(width / POINT)} ${n(high / POINT)} re`;
      return paint(mark, path);
    }
    case "path": {
      const [first, ...rest] = mark.points;
      if (first === undefined) return "";
      const path = [`${at(...first)} m`, ...rest.map((point) => `${at(...point)} l`), ...(mark.closed ? ["h"] : [])];
      return paint(mark, path.join(" "));
    }
    case "repeated":
      return drawRepeated(mark, at(mark.x, mark.y), resources);
    case "modules":
      return drawModules(mark, at(mark.x, mark.y + mark.size));
    case "circle":
      return `${pen(mark.border)} ${circle(mark.x / POINT, (height - mark.y) / POINT, mark.radius / POINT)} S`;
  }
}

function drawText(mark: Extract<Mark, { kind: "text" }>, height: number, resources: Resources): string {
  const { x, y, text, face, size, colour, turn = 0, heavier } = mark;
  const angle = (-turn * Math.PI) / 180;
  const [cos, sin] = [Math.cos(angle), Math.sin(angle)];
  const shown = resources.encode(face, text).map(({ name, hex }) => `/${name} ${n(size)} Tf ${hex} Tj`);
  const matrix = [cos, sin, -sin, cos, x / POINT, (height - y) / POINT].map(n).join(" ");
  // Filled and stroked, and then as before: text state outlives a text.
  const [before, after] = heavier === undefined ? ["", ""] : [`${pen({ width: heavier, colour })} 2 Tr `, " 0 Tr"];
  return `BT ${colour.map(n).join(" ")} rg ${before}${matrix} Tm ${shown.join(" ")}${after} ET`;
}

/**
 * An inline image of one bit a module (PDF 32000-1 §8.9.7): a tenth of what as many boxes take. In hex, so that nothing in it
 * looks like its end.
 */
function drawModules({ size, rows }: Extract<Mark, { kind: "modules" }>, corner: string): string {
  const hex = rows.map((row) => hexOf(row)).join("");
  const side = n(size / POINT);
  const about = `/W ${rows.length} /H ${rows.length} /BPC 1 /IM true /D [1 0] /F /AHx`;
  return `q 0 0 0 rg ${side} 0 0 ${side} ${corner} cm\nBI ${about} ID\n${hex}>\nEI Q`;
}

/** Four modules a digit, a whole number of bytes a row. */
function hexOf(row: readonly boolean[]): string {
  const digits = Array.from({ length: Math.ceil(row.length / 8) * 2 }, (_, i) =>
    [8, 4, 2, 1].reduce((sum, weight, bit) => sum + (row[i * 4 + bit] === true ? weight : 0), 0),
  );
  return digits.map((digit) => digit.toString(16)).join("");
}

/** Drawn once and called for again and again. */
function drawRepeated(mark: Extract<Mark, { kind: "repeated" }>, corner: string, resources: Resources): string {
  const name = resources.piece(mark.marks.map((one) => drawMark(one, 0, resources)).join("\n"));
  const again = ` /${name} Do 1 0 0 1 ${n(mark.dx / POINT)} ${n(-mark.dy / POINT)} cm`;
  return `q 1 0 0 1 ${corner} cm${again.repeat(mark.count)} Q`;
}

/** Operators whose marks are shown within the box alone. */
export function clipped(drawn: readonly string[], height: number, box: Box | undefined): readonly string[] {
  if (box === undefined) return drawn;
  const corner = [box.x / POINT, (height - box.y - box.height) / POINT];
  const path = [...corner, box.width / POINT, box.height / POINT].map(n).join(" ");
  return [`q ${path} re W n`, ...drawn, "Q"];
}

interface Pen {
  readonly width: number;
  readonly colour: Colour;
}

const pen = ({ width, colour }: Pen): string => `${n(width / POINT)} w ${colour.map(n).join(" ")} RG`;

function paint({ fill, border }: { readonly fill?: Colour; readonly border?: Pen }, path: string): string {
  const before = [
    ...(fill === undefined ? [] : [`${fill.map(n).join(" ")} rg`]),
    ...(border === undefined ? [] : [pen(border)]),
  ];
  const both = fill !== undefined && border !== undefined;
  return [...before, path, both ? "B" : fill === undefined ? "S" : "f"].join(" ");
}

/** Four Bézier curves; the constant is the usual one, off by 0.03 % of the radius at most. */
function circle(x: number, y: number, radius: number): string {
  const k = radius * 0.5523;
  const curve = (...numbers: readonly number[]): string => `${numbers.map(n).join(" ")} c`;
  return [
    `${n(x + radius)} ${n(y)} m`,
    curve(x + radius, y + k, x + k, y + radius, x, y + radius),
    curve(x - k, y + radius, x - radius, y + k, x - radius, y),
    curve(x - radius, y - k, x - k, y - radius, x, y - radius),
    curve(x + k, y - radius, x + radius, y - k, x + radius, y),
  ].join(" ");
}

/** Two decimals of a point are a printer's dot; four are kept for matrices. */
const n = (value: number): string => String(Math.round(value * 1000) / 1000);

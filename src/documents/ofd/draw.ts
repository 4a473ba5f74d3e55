import { type Box, type Colour, type Mark, POINT } from "../sheet.ts";
import type { OfdResources, SetRun } from "./resources.ts";
import { element, escaped, n, numbers } from "./xml.ts";

/** The page, or what of it is shown: within it objects are drawn, from its corner. */
export type Frame = Box;

/** Objects that draw a mark (GB/T 33190 §9 to §11). */
export function drawMark(mark: Mark, frame: Frame, resources: OfdResources): string {
  switch (mark.kind) {
    case "text":
      return drawText(mark, frame, resources);
    case "modules":
      return drawCode(mark, frame, resources);
    case "repeated":
      return drawRepeated(mark, frame, resources);
    default:
      return drawPath(mark, frame, resources, [[0, 0]]);
  }
}

type Drawn = Exclude<Mark, { kind: "text" | "modules" | "repeated" }>;
type Shift = readonly [number, number];

/** A path, once for each shift. */
function drawPath(mark: Drawn, frame: Frame, resources: OfdResources, shifts: readonly Shift[]): string {
  const data = shifts.map(([dx, dy]) => dataOf(mark, [dx - frame.x, dy - frame.y])).join(" ");
  const { fill, border } = styleOf(mark);
  return element(
    "PathObject",
    {
      ID: resources.next(),
      Boundary: boundaryOf(frame),
      LineWidth: border === undefined ? undefined : n(border.width),
      Stroke: border === undefined ? "false" : undefined,
      Fill: fill === undefined ? undefined : "true",
    },
    ...(border === undefined ? [] : [colour("StrokeColor", border.colour)]),
    ...(fill === undefined ? [] : [colour("FillColor", fill)]),
    element("AbbreviatedData", {}, data),
  );
}

interface Style {
  readonly fill?: Colour;
  readonly border?: { readonly width: number; readonly colour: Colour };
}

function styleOf(mark: Drawn): Style {
  return mark.kind === "line" ? { border: { width: mark.width, colour: mark.colour } } : mark;
}

function dataOf(mark: Drawn, [dx, dy]: Shift): string {
  const at = (x: number, y: number): string => `${n(x + dx)} ${n(y + dy)}`;
  const through = ([first, ...rest]: readonly Shift[]): string =>
    first === undefined ? "" : [`M ${at(...first)}`, ...rest.map((point) => `L ${at(...point)}`)].join(" ");
  switch (mark.kind) {
    case "line":
      return through([mark.from, mark.to]);
    case "box": {
      const { x, y, width, height } = mark;
      const corners = [
        [x, y],
        [x + width, y],
        [x + width, y + height],
        [x, y + height],
      ] as const;
      return `${through(corners)} C`;
    }
    case "path":
      if (!mark.closed && mark.points.length === OF_CURVE + 1) return curveThrough(mark.points, at);
      return `${through(mark.points)}${mark.closed ? " C" : ""}`;
    case "circle":
      return circle(mark.x, mark.y, mark.radius, at);
  }
}

/** Four Bézier curves; the constant is the usual one. */
function circle(x: number, y: number, r: number, at: (x: number, y: number) => string): string {
  const k = r * 0.5523;
  const curve = (...points: readonly Shift[]): string => `B ${points.map(([px, py]) => at(px, py)).join(" ")}`;
  return [
    `M ${at(x + r, y)}`,
    curve([x + r, y + k], [x + k, y + r], [x, y + r]),
    curve([x - k, y + r], [x - r, y + k], [x - r, y]),
    curve([x - r, y - k], [x - k, y - r], [x, y - r]),
    curve([x + k, y - r], [x + r, y - k], [x + r, y]),
    "C",
  ].join(" ");
}

function drawRepeated(mark: Extract<Mark, { kind: "repeated" }>, frame: Frame, resources: OfdResources): string {
  const shifts = Array.from({ length: mark.count }, (_, i): Shift => [mark.x + i * mark.dx, mark.y + i * mark.dy]);
  const paths = mark.marks.filter((one): one is Drawn => !["text", "modules", "repeated"].includes(one.kind));
  return paths.map((one) => drawPath(one, frame, resources, shifts)).join("");
}

/** Lines of which a curve of an ornament is drawn. */
const OF_CURVE = 6;

/** The cubic curve through the first, the third, the fifth and the last of seven points: half as long as six lines, and smoother. */
function curveThrough(points: readonly Shift[], at: (x: number, y: number) => string): string {
  const [a, b, c, d] = [0, 2, 4, 6].map((i) => points[i] ?? [0, 0]) as [Shift, Shift, Shift, Shift];
  const mix = (...shares: readonly number[]): string =>
    at(
      ...([0, 1].map((axis) =>
        [a, b, c, d].reduce((sum, point, i) => sum + (point[axis] ?? 0) * (shares[i] ?? 0), 0),
      ) as [number, number]),
    );
  return `M ${at(...a)} B ${mix(-5 / 6, 3, -3 / 2, 1 / 3)} ${mix(1 / 3, -3 / 2, 3, -5 / 6)} ${at(...d)}`;
}

function drawCode(
  { x, y, size, rows }: Extract<Mark, { kind: "modules" }>,
  frame: Frame,
  resources: OfdResources,
): string {
  const box = { x: x - frame.x, y: y - frame.y, width: size, height: size };
  const about = { ID: resources.next(), Boundary: boundaryOf(box), CTM: numbers([size, 0, 0, size, 0, 0]) };
  return element("ImageObject", { ...about, ResourceID: resources.picture(rows) });
}

function drawText(mark: Extract<Mark, { kind: "text" }>, frame: Frame, resources: OfdResources): string {
  let along = 0;
  const drawn = resources.set(mark.face, mark.text).map((run) => {
    const object = textObject(mark, run, along, frame, resources);
    along += widthOf(run) * mark.size * POINT;
    return object;
  });
  return drawn.join("");
}

const widthOf = ({ shapes }: SetRun): number => shapes.reduce((sum, { width }) => sum + width, 0);

/** One run of one font: its boundary is the line that it fills, or the whole page where it is turned. */
function textObject(
  { x, y, size: points, colour: ink, turn, heavier }: Extract<Mark, { kind: "text" }>,
  run: SetRun,
  along: number,
  frame: Frame,
  resources: OfdResources,
): string {
  const size = points * POINT;
  const [left, base] = [x - frame.x, y - frame.y];
  const flat = turn === undefined || turn === 0;
  const box = { x: left + along, y: base - 1.1 * size, width: widthOf(run) * size + 0.2 * size, height: 1.5 * size };
  const [cos, sin] = [Math.cos(((turn ?? 0) * Math.PI) / 180), Math.sin(((turn ?? 0) * Math.PI) / 180)];
  const matrix = [cos, sin, -sin, cos].map((one) => String(Math.round(one * 1e6) / 1e6));
  const weight = heavier === undefined ? {} : { Stroke: "true", LineWidth: n(heavier) };
  const about = {
    ID: resources.next(),
    Boundary: flat ? boundaryOf(box) : boundaryOf({ ...frame, x: 0, y: 0 }),
    ...(flat ? {} : { CTM: [...matrix, n(left), n(base)].join(" ") }),
    Font: run.font,
    Size: n(size),
    ...weight,
  };
  const colours = [colour("FillColor", ink), ...(heavier === undefined ? [] : [colour("StrokeColor", ink)])];
  const start = flat ? { x: 0, y: 1.1 * size } : { x: along, y: 0 };
  return element("TextObject", about, ...colours, ...codesOf(run, size, start));
}

/** Characters with their advances. One that has to be named, or has more than one unit of UTF-16, stands by itself. */
function codesOf(
  { shapes, named }: SetRun,
  size: number,
  { x, y }: { readonly x: number; readonly y: number },
): string[] {
  const codes: string[] = [];
  let along = x;
  let [text, start, advances]: [string, number, number[]] = ["", x, []];
  const flush = (): void => {
    if (text !== "") codes.push(textCode(text, start, y, advances.slice(0, -1)));
    [text, start, advances] = ["", along, []];
  };
  shapes.forEach((shape, i) => {
    const advance = shape.width * size;
    const alone = shape.text.length > 1;
    if (alone) flush();
    const place = named.get(i);
    if (place !== undefined)
      codes.push(
        element(
          "CGTransform",
          { CodePosition: 0, CodeCount: shape.text.length, GlyphCount: 1 },
          element("Glyphs", {}, String(place)),
        ),
      );
    text += shape.text;
    advances.push(advance);
    along += advance;
    if (alone) flush();
  });
  flush();
  return codes;
}

function textCode(text: string, x: number, y: number, advances: readonly number[]): string {
  const delta = advances.length === 0 ? undefined : deltas(advances.map(n));
  return element("TextCode", { X: n(x), Y: n(y), DeltaX: delta }, escaped(text));
}

/** Advances, equal neighbours as `g` with their number (GB/T 33190 §11.3). */
function deltas(advances: readonly string[]): string {
  const parts: string[] = [];
  for (let from = 0; from < advances.length; ) {
    let to = from;
    while (advances[to] === advances[from] && to < advances.length) to += 1;
    parts.push(to - from > 2 ? `g ${to - from} ${advances[from]}` : advances.slice(from, to).join(" "));
    from = to;
  }
  return parts.join(" ");
}

const colour = (name: string, value: Colour): string =>
  element(name, { Value: value.map((part) => Math.round(part * 255)).join(" ") });

export const boundaryOf = ({ x, y, width, height }: Box): string => numbers([x, y, width, height]);

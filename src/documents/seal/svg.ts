import { INK } from "../layout/ink.ts";
import type { Point } from "../pdf/outline.ts";
import { type Contour, type Drawing, stepsOf } from "./drawing.ts";

/** A drawing as an SVG document of its size: one path and no text, so that it looks the same everywhere. */
export function svgOf({ width, height, contours }: Drawing): string {
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}mm" height="${height}mm" viewBox="0 0 ${width} ${height}">` +
    `<path fill="${hex(INK.seal)}" d="${contours.map(pathOf).join("")}"/></svg>`
  );
}

const hex = (colour: readonly number[]): string =>
  `#${colour
    .map((part) =>
      Math.round(part * 255)
        .toString(16)
        .padStart(2, "0"),
    )
    .join("")}`;

function pathOf(contour: Contour): string {
  const found = stepsOf(contour);
  if (found === null) return "";
  const steps = found.steps.map(({ via, to }) => (via === null ? `L${at(to)}` : `Q${at(via)} ${at(to)}`));
  return `M${at(found.from)}${steps.join("")}Z`;
}

const at = ({ x, y }: Point): string => `${n(x)} ${n(y)}`;

/** Thousandths of a millimetre. */
const n = (value: number): string => String(Math.round(value * 1000) / 1000);

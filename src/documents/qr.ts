import encodeQR from "qr";
import type { Modules } from "./sheet.ts";

/** Modules of a QR code of level M, without a quiet zone. */
export function modulesOf(text: string): Modules {
  const bordered = encodeQR(text, "raw", { ecc: "medium", border: 1 });
  return bordered.slice(1, -1).map((row) => row.slice(1, -1));
}

/** Modules around a code that stay light (ISO/IEC 18004 §5.3.8). */
const QUIET = 4;

/** The QR code of a text, of level M, as an SVG document: one unit a module. */
export function qrSvg(text: string): string {
  const modules = modulesOf(text);
  const size = modules.length + 2 * QUIET;
  const path = modules.flatMap((row, y) =>
    row.flatMap((dark, x) => (dark ? [`M${x + QUIET} ${y + QUIET}h1v1h-1z`] : [])),
  );
  return (
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${size} ${size}" shape-rendering="crispEdges">` +
    `<path fill="#fff" d="M0 0h${size}v${size}H0z"/><path d="${path.join("")}"/></svg>`
  );
}

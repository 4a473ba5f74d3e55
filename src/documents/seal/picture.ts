import { utf8 } from "../../crypto/encoding.ts";
import type { FontSet } from "../fonts.ts";
import { INK } from "../layout/ink.ts";
import { nameDrawing } from "./name.ts";
import { pngOf } from "./png.ts";
import { rasterOf } from "./raster.ts";
import { roundDrawing } from "./round.ts";
import { svgOf } from "./svg.ts";

export { NAME_SEAL } from "./name.ts";
export { ROUND_SEAL } from "./round.ts";

/** A seal that is drawn here: an organisation's, round, 42 mm; a person's, square, 20 mm. */
export interface SealPictureRequest {
  readonly kind: "round" | "name";
  readonly name: string;
  /** Of the seal; stands on a round one. */
  readonly code: string;
  /** PNG of 300 dpi on nothing, for seal objects; SVG without text, for screens. */
  readonly form: "png" | "svg";
}

const DPI = 300;

/** A picture of a seal. Throws `document.glyph_missing`, and `seal.picture` for a name that nobody could read on it. */
export function sealPictureOf(fonts: FontSet, request: SealPictureRequest): Uint8Array {
  const drawing = request.kind === "round" ? roundDrawing(fonts, request) : nameDrawing(fonts, request);
  if (request.form === "svg") return utf8(svgOf(drawing));
  return pngOf(rasterOf(drawing, DPI / 25.4), INK.seal, DPI);
}

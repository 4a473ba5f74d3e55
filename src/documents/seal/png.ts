import { crc32 } from "../../crypto/crc32.ts";
import { zlibSame } from "../../crypto/deflate.ts";
import { concat, utf8 } from "../../crypto/encoding.ts";
import type { Coverage } from "./raster.ts";

/** First bytes of a PNG file (ISO/IEC 15948 §5.2). */
export const PNG_SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

/** From nothing to ink: four opacities are enough for 300 dpi, and take a third of what 256 do. */
const STEPS = 3;

/**
 * A PNG file of one ink on nothing, with how large a pixel is. A seal stands in every signature made with it, so it is kept small: a
 * palette of one colour in four opacities, a byte a pixel, since not every program reads fewer bits. The same bytes everywhere, as officers
 * draw a seal again and compare.
 *
 * @param dpi pixels in an inch
 */
export function pngOf(picture: Coverage, ink: readonly number[], dpi: number): Uint8Array {
  const { width, height } = picture;
  const metre = Math.round(dpi / 0.0254);
  const steps = Array.from({ length: STEPS + 1 }, (_, step) => step);
  return concat(
    PNG_SIGNATURE,
    // Colour type 3 (palette), the only method of compression and of filters, not interlaced.
    chunk("IHDR", concat(word(width), word(height), Uint8Array.of(8, 3, 0, 0, 0))),
    chunk("PLTE", Uint8Array.from(steps.flatMap(() => ink.map((part) => Math.round(part * 255))))),
    chunk(
      "tRNS",
      Uint8Array.from(steps, (step) => Math.round((step * 255) / STEPS)),
    ),
    chunk("pHYs", concat(word(metre), word(metre), Uint8Array.of(1))),
    chunk("IDAT", zlibSame(rowsOf(picture))),
    chunk("IEND", new Uint8Array()),
  );
}

/** Rows without a filter (0), which suits palettes (§12.7). */
function rowsOf({ width, height, alpha }: Coverage): Uint8Array {
  const rows = new Uint8Array(height * (1 + width));
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++)
      rows[y * (1 + width) + 1 + x] = Math.round(((alpha[y * width + x] ?? 0) * STEPS) / 255);
  }
  return rows;
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(utf8(type), data);
  return concat(word(data.length), body, word(crc32(body)));
}

function word(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value);
  return bytes;
}

/** A seal: white 印 in its frame on vermilion, one character a pixel, drawn twice as large. */
const SEAL = [
  "................",
  ".##############.",
  ".#............#.",
  ".#...#........#.",
  ".#.##...####..#.",
  ".#.#....#..#..#.",
  ".#.#....#..#..#.",
  ".#.###..#..#..#.",
  ".#.#....#..#..#.",
  ".#.#....#.##..#.",
  ".#.#.##.#.....#.",
  ".#.##...#.....#.",
  ".#......#.....#.",
  ".#............#.",
  ".##############.",
  "................",
];
const SIDE = 32;
const BITMAP_HEADER = 40;
/** Vermilion, and white: opacity, red, green, blue. */
const GROUND = 0xff_b3_2b_1f;
const STROKE = 0xff_ff_ff_ff;

/** /favicon.ico: one 32 × 32 bitmap with 32 bits a pixel, in the ICO container. */
export function favicon(): Uint8Array {
  const pixels = SIDE * SIDE * 4;
  // The mask, one bit a pixel, is all zero: opacity says it all.
  const size = BITMAP_HEADER + pixels + (SIDE * SIDE) / 8;
  const view = new DataView(new ArrayBuffer(22 + size));
  // Container: kind 1, one image; its width and height, planes, bits a pixel, bytes, place.
  view.setUint16(2, 1, true);
  view.setUint16(4, 1, true);
  view.setUint8(6, SIDE);
  view.setUint8(7, SIDE);
  view.setUint16(10, 1, true);
  view.setUint16(12, 32, true);
  view.setUint32(14, size, true);
  view.setUint32(18, 22, true);
  // Bitmap: twice the height, since the mask counts.
  view.setUint32(22, BITMAP_HEADER, true);
  view.setInt32(26, SIDE, true);
  view.setInt32(30, 2 * SIDE, true);
  view.setUint16(34, 1, true);
  view.setUint16(36, 32, true);
  view.setUint32(42, pixels, true);
  draw(view, 22 + BITMAP_HEADER);
  return new Uint8Array(view.buffer);
}

/** Rows stand from the bottom up. */
function draw(view: DataView, start: number): void {
  for (let y = 0; y < SIDE; y++) {
    for (let x = 0; x < SIDE; x++) {
      const stroke = SEAL[(SIDE - 1 - y) >> 1]?.[x >> 1] === "#";
      view.setUint32(start + (y * SIDE + x) * 4, stroke ? STROKE : GROUND, true);
    }
  }
}

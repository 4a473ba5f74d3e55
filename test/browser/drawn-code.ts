import { crc32, deflateSync } from "node:zlib";
import { modulesOf } from "../../src/documents/qr.ts";

/** A grey picture, row by row. */
export interface Drawing {
  readonly width: number;
  readonly height: number;
  readonly grey: Uint8Array;
}

const PAPER = 0xf0;
const INK = 0x18;

/** A code in the middle of a sheet, as large as fits with its quiet zone. */
export function drawnCode(text: string, width = 640, height = 480): Drawing {
  const modules = modulesOf(text);
  const size = Math.floor(Math.min(width, height) / (modules.length + 8));
  const [left, top] = [width, height].map((side) => Math.floor((side - size * modules.length) / 2)) as [number, number];
  const grey = new Uint8Array(width * height).fill(PAPER);
  modules.forEach((row, y) => {
    row.forEach((dark, x) => {
      if (!dark) return;
      for (let line = 0; line < size; line++) {
        const start = (top + y * size + line) * width + left + x * size;
        grey.fill(INK, start, start + size);
      }
    });
  });
  return { width, height, grey };
}

/** A sheet with nothing on it. */
export const blank = (width = 640, height = 480): Drawing => ({
  width,
  height,
  grey: new Uint8Array(width * height).fill(PAPER),
});

/** A video of one picture (YUV4MPEG2, 4:2:0), as Chromium's camera for tests reads it. */
export function videoOf({ width, height, grey }: Drawing): Uint8Array {
  const head = Buffer.from(`YUV4MPEG2 W${width} H${height} F10:1 Ip A1:1 C420jpeg\nFRAME\n`);
  return Buffer.concat([head, grey, Buffer.alloc((width * height) / 2, 128)]);
}

/** The picture as a PNG. */
export function pngOf({ width, height, grey }: Drawing): Buffer {
  const lines = Buffer.alloc((width + 1) * height);
  for (let y = 0; y < height; y++) lines.set(grey.subarray(y * width, (y + 1) * width), y * (width + 1) + 1);
  const head = Buffer.alloc(13);
  head.writeUInt32BE(width, 0);
  head.writeUInt32BE(height, 4);
  head.set([8, 0, 0, 0, 0], 8);
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([signature, chunk("IHDR", head), chunk("IDAT", deflateSync(lines)), chunk("IEND", Buffer.of())]);
}

function chunk(name: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(name), data]);
  const [length, check] = [Buffer.alloc(4), Buffer.alloc(4)];
  length.writeUInt32BE(data.length);
  check.writeUInt32BE(crc32(body));
  return Buffer.concat([length, body, check]);
}

import { crc32 } from "../../crypto/crc32.ts";
import { zlibSame } from "../../crypto/deflate.ts";
import { concat, uintBytes, utf8 } from "../../crypto/encoding.ts";
import type { Modules } from "../sheet.ts";

const SIGNATURE = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);
/** Pixels of a module each way: readers blur what they enlarge, and so little of a module. */
const SCALE = 8;

/** A two-dimensional code as a PNG of one bit a pixel (ISO/IEC 15948): the same bytes everywhere. */
export function codePicture(rows: Modules): Uint8Array {
  const side = rows.length * SCALE;
  const line = (row: readonly boolean[]): Uint8Array => Uint8Array.from(row, (dark) => (dark ? 0 : 0xff));
  // Filter "up" (§9): every row after a module's first is as the one above.
  const again = Uint8Array.of(2, ...new Uint8Array(rows.length));
  const lines = rows.flatMap((row) => [
    concat(Uint8Array.of(0), line(row)),
    ...Array.from({ length: SCALE - 1 }, () => again),
  ]);
  return concat(
    SIGNATURE,
    chunk("IHDR", concat(uintBytes(side, 4), uintBytes(side, 4), Uint8Array.of(1, 0, 0, 0, 0))),
    chunk("IDAT", zlibSame(concat(...lines))),
    chunk("IEND", new Uint8Array()),
  );
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const body = concat(utf8(type), data);
  return concat(uintBytes(data.length, 4), body, uintBytes(crc32(body), 4));
}

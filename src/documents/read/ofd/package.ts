import { concat, utf8 } from "../../../crypto/encoding.ts";

/** A file within a container, as it stands there. */
export interface Packed {
  /** Within the container, with a slash before it. */
  readonly path: string;
  /** 0: as it is; 8: DEFLATE. */
  readonly method: number;
  readonly crc: number;
  /** Length before it was compressed. */
  readonly size: number;
  readonly data: Uint8Array;
}

/** The one entry that may be added to a sealed document, and the certificate that a document of ours carries. */
export const PROOF_ENTRY = "/Yinzheng/proof.json";
export const CERTIFICATE_ENTRY = "/Yinzheng/certificate.json";

/** 1980-01-01 00:00, the first time that ZIP knows. */
const TIME = [0, 0, 0x21, 0];
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;

/** The order of entries: what a reader opens first, then by their paths, and the proof last. */
const rank = (path: string): number => (path === "/OFD.xml" ? 0 : path === PROOF_ENTRY ? 2 : 1);

/**
 * A container (ZIP, APPNOTE 6.3.10) of these files. There is no choice in it: times, order and headers are always the same, so that a
 * reader writes it again and compares.
 */
export function packageOf(files: readonly Packed[]): Uint8Array {
  const sorted = files.toSorted((a, b) => rank(a.path) - rank(b.path) || (a.path < b.path ? -1 : 1));
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const { path, method, crc, size, data } of sorted) {
    const name = utf8(path.slice(1));
    const about = numbers([2, VERSION], [2, FLAGS], [2, method]);
    const sizes = numbers([4, crc], [4, data.length], [4, size], [2, name.length], [2, 0]);
    const local = concat(numbers([4, 0x04034b50]), about, Uint8Array.from(TIME), sizes, name);
    parts.push(local, data);
    const place = numbers([2, 0], [2, 0], [2, 0], [4, 0], [4, at]);
    central.push(numbers([4, 0x02014b50], [2, VERSION]), about, Uint8Array.from(TIME), sizes, place, name);
    at += local.length + data.length;
  }
  const list = concat(...central);
  const count = sorted.length;
  const end = numbers([4, 0x06054b50], [2, 0], [2, 0], [2, count], [2, count], [4, list.length], [4, at], [2, 0]);
  return concat(...parts, list, end);
}

/** Little-endian numbers of these lengths. */
function numbers(...fields: readonly (readonly [length: 2 | 4, value: number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([length, value]) => Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 0xff)),
  );
}

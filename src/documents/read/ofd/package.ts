import { crc32 } from "../../../crypto/crc32.ts";
import { deflateSame } from "../../../crypto/deflate.ts";
import { concat, utf8 } from "../../../crypto/encoding.ts";

/** The files of a document by their paths, each with a slash before it. */
export type Files = ReadonlyMap<string, Uint8Array>;

/** The one entry that may be added to a sealed document, and the certificate that a document of ours carries. */
export const PROOF_ENTRY = "/Yinzheng/proof.json";
export const CERTIFICATE_ENTRY = "/Yinzheng/certificate.json";

/** 1980-01-01 00:00, the first time that ZIP knows. */
const TIME = [0, 0, 0x21, 0];
/** Names are UTF-8. */
const FLAGS = 0x0800;
const VERSION = 20;
const METHOD = { stored: 0, deflated: 8 } as const;
/** Larger files are pictures and fonts, mostly compressed already; bytes. */
const DEFLATED_MOST = 1024 * 1024;

/** The order of entries: what a reader opens first, then by their paths, and the proof last. */
const rank = (path: string): number => (path === "/OFD.xml" ? 0 : path === PROOF_ENTRY ? 2 : 1);

/**
 * A container (ZIP, APPNOTE 6.3.10) of these files. There is no choice in it: order, times, headers and compression follow from the
 * files alone, so that a reader writes it again and compares.
 */
export function packageOf(files: Files): Uint8Array {
  const sorted = [...files].sort(([a], [b]) => rank(a) - rank(b) || (a < b ? -1 : 1));
  const parts: Uint8Array[] = [];
  const central: Uint8Array[] = [];
  let at = 0;
  for (const [path, file] of sorted) {
    const name = utf8(path.slice(1));
    const { method, data } = packed(file);
    const about = numbers([2, VERSION], [2, FLAGS], [2, method]);
    const sizes = numbers([4, crc32(file)], [4, data.length], [4, file.length], [2, name.length], [2, 0]);
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

function packed(file: Uint8Array): { readonly method: number; readonly data: Uint8Array } {
  const small = file.length > DEFLATED_MOST ? file : deflateSame(file);
  return small.length < file.length ? { method: METHOD.deflated, data: small } : { method: METHOD.stored, data: file };
}

/** Little-endian numbers of these lengths. */
function numbers(...fields: readonly (readonly [length: 2 | 4, value: number])[]): Uint8Array {
  return Uint8Array.from(
    fields.flatMap(([length, value]) => Array.from({ length }, (_, i) => Math.floor(value / 2 ** (8 * i)) & 0xff)),
  );
}

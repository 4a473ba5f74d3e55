import { concat, equal } from "../../crypto/encoding.ts";
import { bytesOf, latin1 } from "./latin1.ts";
import { CERTIFICATE_FILE, MARKER, REPRESENTATION_FILE } from "./names.ts";

/**
 * The one revision that may follow a sealed document: it adds the file `representation.json` and nothing else (docs/format/
 * representation.md). It has a single form, so that a reader makes it again and compares: what differs is a change.
 *
 * @param sealed all bytes of the sealed revision
 * @param zipped the file in zlib form (RFC 1950)
 * @param size of the file before it was compressed, bytes
 * @returns null where the sealed revision is none of ours
 */
export function tailOf(sealed: Uint8Array, zipped: Uint8Array, size: number): Uint8Array | null {
  const ground = groundOf(sealed);
  if (ground === null) return null;
  const { names, file, next, previous, trailer } = ground;
  const [specification, data, table] = [next, next + 1, next + 2];
  const objects = [
    `${names} 0 obj\n<</Names[(${CERTIFICATE_FILE})${file} 0 R(${REPRESENTATION_FILE})${specification} 0 R]>>\nendobj\n`,
    `${specification} 0 obj\n<</Type/Filespec/F(${REPRESENTATION_FILE})/UF(${REPRESENTATION_FILE})` +
      `/AFRelationship/Supplement/EF<</F ${data} 0 R>>>>\nendobj\n`,
    `${data} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size ${size}>>` +
      `/Filter/FlateDecode/Length ${zipped.length}>>\nstream\n`,
  ];
  const head = bytesOf(objects.join(""));
  const end = bytesOf("\nendstream\nendobj\n");
  const [first = "", second = ""] = objects;
  const at = [sealed.length, sealed.length + first.length, sealed.length + first.length + second.length];
  const start = sealed.length + head.length + zipped.length + end.length;
  const rows = [...at, start].map((offset) => concat(new Uint8Array([1]), uint32(offset), new Uint8Array(2)));
  const index = `/Index[${names} 1 ${specification} 3]`;
  const dictionary = `<</Type/XRef/Size ${table + 1}/W[1 4 2]${index}/Prev ${previous}${trailer}/Length ${7 * rows.length}>>`;
  return concat(
    head,
    zipped,
    end,
    bytesOf(`${table} 0 obj\n${dictionary}\nstream\n`),
    ...rows,
    bytesOf(`\nendstream\nendobj\nstartxref\n${start}\n%%EOF\n`),
  );
}

/** What the tail's numbers follow from. */
interface Ground {
  readonly names: number;
  readonly file: number;
  readonly next: number;
  readonly previous: number;
  /** Root, and the file's identifier. */
  readonly trailer: string;
}

const LAST_TABLE = /startxref\n(\d{1,10})\n%%EOF\n$/;

/** From the marker of the rendering, and from the last cross-reference stream of the sealed revision. */
function groundOf(sealed: Uint8Array): Ground | null {
  const text = latin1(sealed);
  const [, names, file] = MARKER.exec(text) ?? [];
  const [, offset] = LAST_TABLE.exec(text) ?? [];
  if (names === undefined || file === undefined || offset === undefined) return null;
  const end = text.indexOf("stream", Number(offset));
  const dictionary = text.slice(Number(offset), end < 0 ? 0 : end);
  const [, size] = /\/Size (\d{1,7})\b/.exec(dictionary) ?? [];
  const [, root] = /\/Root (\d{1,7}) 0 R/.exec(dictionary) ?? [];
  const [identifier = ""] = /\/ID \[<[0-9A-F]{32}> <[0-9A-F]{32}>\]/.exec(dictionary) ?? [];
  if (size === undefined || root === undefined) return null;
  return {
    names: Number(names),
    file: Number(file),
    next: Number(size),
    previous: Number(offset),
    trailer: `/Root ${root} 0 R${identifier}`,
  };
}

const uint32 = (value: number): Uint8Array =>
  Uint8Array.from([24, 16, 8, 0], (shift) => Math.floor(value / 2 ** shift) % 256);

const DATA = /\/Params<<\/Size (\d{1,8})>>\/Filter\/FlateDecode\/Length (\d{1,8})>>\nstream\n/;

/** The file in a tail, still compressed, with the size that it names; null unless the bytes are exactly the one form. */
export function readTail(
  sealed: Uint8Array,
  tail: Uint8Array,
): { readonly zipped: Uint8Array; readonly size: number } | null {
  const found = DATA.exec(latin1(tail, 0, Math.min(tail.length, 1024)));
  if (found === null) return null;
  const [size, length] = [Number(found[1]), Number(found[2])];
  const from = found.index + found[0].length;
  const zipped = tail.slice(from, from + length);
  const right = tailOf(sealed, zipped, size);
  return right !== null && equal(right, tail) ? { zipped, size } : null;
}

import { concat, equal } from "../../../crypto/encoding.ts";
import { bytesOf, latin1 } from "../latin1.ts";

/** Name of the proof among a file's attachments; in a file that was stamped before, a number follows. */
export const SEAL_USE_FILE = "seal-use.json";

/**
 * The one revision that may follow a stamped file: it fills the object that the stamping kept for the proof, and nothing else. It has
 * a single form, so that a reader makes it again and compares.
 *
 * @param sealed all bytes of the sealed revision
 * @param data number of the object, as the stamping's marker says
 * @param zipped the proof in zlib form (RFC 1950)
 * @param size of the proof before it was compressed, bytes
 * @returns null where the sealed revision ends as none of ours does
 */
export function stampedTailOf(sealed: Uint8Array, data: number, zipped: Uint8Array, size: number): Uint8Array | null {
  const ground = groundOf(sealed);
  if (ground === null) return null;
  const head = bytesOf(
    `${data} 0 obj\n<</Type/EmbeddedFile/Subtype/application#2Fjson/Params<</Size ${size}>>` +
      `/Filter/FlateDecode/Length ${zipped.length}>>\nstream\n`,
  );
  const end = bytesOf("\nendstream\nendobj\n");
  const start = sealed.length + head.length + zipped.length + end.length;
  const table = ground.stream ? tableStream : tableText;
  return concat(head, zipped, end, table(ground, data, sealed.length, start), bytesOf(`startxref\n${start}\n%%EOF\n`));
}

/** What the tail's numbers follow from: the sealed revision's own cross-reference table, which our stamping wrote. */
interface Ground {
  readonly stream: boolean;
  readonly size: number;
  readonly previous: number;
  /** Root, what is said of the file, and its identifier. */
  readonly trailer: string;
}

const LAST_TABLE = /startxref\n(\d{1,10})\n%%EOF\n$/;

function groundOf(sealed: Uint8Array): Ground | null {
  const near = latin1(sealed, Math.max(0, sealed.length - 64));
  const previous = Number(LAST_TABLE.exec(near)?.[1] ?? Number.NaN);
  if (!(previous < sealed.length)) return null;
  const text = latin1(sealed, previous);
  const stream = !text.startsWith("xref\n");
  const from = stream ? 0 : text.indexOf("trailer\n");
  const to = text.indexOf(stream ? "stream\n" : "startxref\n");
  const dictionary = text.slice(from, to < 0 ? 0 : to);
  const [, size] = /\/Size (\d{1,7})\b/.exec(dictionary) ?? [];
  const [, root] = /\/Root (\d{1,7} \d{1,5}) R/.exec(dictionary) ?? [];
  const [identifier] = /\/ID \[<[0-9A-F]*> <[0-9A-F]*>\]/.exec(dictionary) ?? [];
  const [info = ""] = /\/Info \d{1,7} \d{1,5} R/.exec(dictionary) ?? [];
  if (size === undefined || root === undefined || identifier === undefined) return null;
  return { stream, size: Number(size), previous, trailer: `/Root ${root} R${info}${identifier}` };
}

function tableStream({ size, previous, trailer }: Ground, data: number, at: number, start: number): Uint8Array {
  const rows = [at, start].map((offset) => concat(new Uint8Array([1]), uint32(offset), new Uint8Array(2)));
  const dictionary = `<</Type/XRef/Size ${size + 1}/W[1 4 2]/Index[${data} 1 ${size} 1]/Prev ${previous}${trailer}/Length 14>>`;
  return concat(bytesOf(`${size} 0 obj\n${dictionary}\nstream\n`), ...rows, bytesOf("\nendstream\nendobj\n"));
}

function tableText({ size, previous, trailer }: Ground, data: number, at: number): Uint8Array {
  const row = `${String(at).padStart(10, "0")} 00000 n\r\n`;
  return bytesOf(`xref\n${data} 1\n${row}trailer\n<</Size ${size}/Prev ${previous}${trailer}>>\n`);
}

const uint32 = (value: number): Uint8Array =>
  Uint8Array.from([24, 16, 8, 0], (shift) => Math.floor(value / 2 ** shift) % 256);

const DATA =
  /^\d{1,7} 0 obj\n<<\/Type\/EmbeddedFile\/Subtype\/application#2Fjson\/Params<<\/Size (\d{1,8})>>\/Filter\/FlateDecode\/Length (\d{1,8})>>\nstream\n/;

/** The proof in a tail, still compressed, with the size that it names; null unless the bytes are exactly the one form. */
export function readStampedTail(
  sealed: Uint8Array,
  data: number,
  tail: Uint8Array,
): { readonly zipped: Uint8Array; readonly size: number } | null {
  const found = DATA.exec(latin1(tail, 0, Math.min(tail.length, 256)));
  if (found === null) return null;
  const [size, length] = [Number(found[1]), Number(found[2])];
  const zipped = tail.slice(found[0].length, found[0].length + length);
  const right = stampedTailOf(sealed, data, zipped, size);
  return right !== null && equal(right, tail) ? { zipped, size } : null;
}

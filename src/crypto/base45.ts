import { ensure } from "./failure.ts";

/** Characters that a QR code packs into 5½ bits each, in the order of their values. */
const ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const VALUES = new Map([...ALPHABET].map((character, value) => [character, value]));

/**
 * Base45: two bytes in three characters, a last one alone in two. Source: RFC 9285 §4,
 * https://www.rfc-editor.org/rfc/rfc9285#section-4
 *
 * @example toBase45(utf8("Hello!!")) // "%69 VD92EX0"
 */
export function toBase45(bytes: Uint8Array): string {
  let text = "";
  for (let i = 0; i < bytes.length; i += 2) {
    const [high = 0, low] = bytes.subarray(i, i + 2);
    const value = low === undefined ? high : high * 256 + low;
    text += ALPHABET.charAt(value % 45) + ALPHABET.charAt(Math.floor(value / 45) % 45);
    if (low !== undefined) text += ALPHABET.charAt(Math.floor(value / 2025));
  }
  return text;
}

/**
 * Strict inverse of toBase45: throws `schema.pattern` on a character outside the alphabet, a length that no bytes have, and
 * groups that stand for more than two bytes, or one.
 */
export function fromBase45(text: string): Uint8Array {
  ensure(text.length % 3 !== 1, "base45", "groups of three characters, the last of two or three");
  const bytes = new Uint8Array(Math.floor(text.length / 3) * 2 + (text.length % 3 === 2 ? 1 : 0));
  for (let i = 0, at = 0; i < text.length; i += 3) {
    const group = [...text.slice(i, i + 3)].map((character) => VALUES.get(character));
    const value = group.reduceRight<number>((sum, digit) => sum * 45 + (digit ?? Number.NaN), 0);
    ensure(value < (group.length === 3 ? 65_536 : 256), "base45", "characters of the alphabet, for one or two bytes");
    if (group.length === 3) bytes[at++] = value >> 8;
    bytes[at++] = value & 255;
  }
  return bytes;
}

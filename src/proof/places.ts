import { utf8 } from "../crypto/encoding.ts";
import { BATCH_SIZE } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize } from "../domain/canonical.ts";
import type { Manifest } from "../domain/manifest.ts";

/** What a file has at known places, read without JSON where it is written as we write it: all others go the long way. */

const HEX = Uint8Array.from({ length: 256 }, (_, code) => (/[0-9a-f]/.test(String.fromCharCode(code)) ? 1 : 0));
/** Characters of `0x` and 32 bytes. */
const WORD = 66;
/** Of such a word in quotes, and of the comma or bracket behind it. */
const NODE = WORD + 3;
const MAX_DIGITS = 15;
const [ZERO, NINE, X, QUOTE, COMMA, OPEN, CLOSE] = [...'09x",[]'].map((character) => character.charCodeAt(0));
const DECODER = new TextDecoder();

/** Whether `part` stands at `at`. */
export function startsAt(bytes: Uint8Array, at: number, part: Uint8Array): boolean {
  for (let i = 0; i < part.length; i++) if (bytes[at + i] !== part[i]) return false;
  return true;
}

function isWord(bytes: Uint8Array, at: number): boolean {
  if (bytes[at] !== ZERO || bytes[at + 1] !== X) return false;
  for (let i = at + 2; i < at + WORD; i++) if (HEX[bytes[i] ?? 0] !== 1) return false;
  return true;
}

/** Digits that stand for a whole number as JCS writes it; [−1, at] where there are none. */
function integerAt(bytes: Uint8Array, at: number): readonly [value: number, end: number] {
  let [value, end] = [0, at];
  for (; end < at + MAX_DIGITS; end++) {
    const digit = bytes[end] ?? 0;
    if (digit < (ZERO ?? 0) || digit > (NINE ?? 0)) break;
    value = value * 10 + digit - (ZERO ?? 0);
  }
  const right = end > at && (bytes[at] !== ZERO || end === at + 1);
  return right ? [value, end] : [-1, at];
}

/** The JCS text of a manifest of one entry, without what is one certificate's own: length, value, index. */
export interface ManifestPlaces {
  readonly manifest: Manifest;
  readonly pieces: readonly [Uint8Array, Uint8Array, Uint8Array, Uint8Array];
}

/** null for a manifest of more than one entry. */
export function manifestPlaces(manifest: Manifest): ManifestPlaces | null {
  const [entry, ...more] = manifest.entries;
  if (entry === undefined || more.length > 0) return null;
  const { entries: _, ...rest } = manifest;
  const texts = Object.entries({ ...rest, entries: manifest.entries })
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]): readonly string[] => {
      const label = `${name === "batchId" ? "{" : ","}${JSON.stringify(name)}:`;
      if (name === "index") return [label, ""];
      if (name !== "entries") return [label + canonicalize(value)];
      return [`${label}[{"length":`, `,"mediaType":${canonicalize(entry.mediaType)},"value":"`, '"}]'];
    });
  const pieces = [""];
  for (const [first = "", ...others] of texts) {
    pieces[pieces.length - 1] += first;
    pieces.push(...others);
  }
  const [a = "", b = "", c = "", d = ""] = pieces;
  return { manifest, pieces: [utf8(a), utf8(b), utf8(c), utf8(`${d}}`)] };
}

/** The manifest that begins at `at` and the place behind it; null where it differs in anything else. */
export function manifestAt(
  { manifest, pieces }: ManifestPlaces,
  bytes: Uint8Array,
  at: number,
): { readonly value: Manifest; readonly end: number } | null {
  const [first, second, third, last] = pieces;
  if (!startsAt(bytes, at, first)) return null;
  const [length, afterLength] = integerAt(bytes, at + first.length);
  const word = afterLength + second.length;
  if (length < 0 || !startsAt(bytes, afterLength, second) || !isWord(bytes, word)) return null;
  if (!startsAt(bytes, word + WORD, third)) return null;
  const [index, afterIndex] = integerAt(bytes, word + WORD + third.length);
  if (index < 0 || index >= BATCH_SIZE.max || !startsAt(bytes, afterIndex, last)) return null;
  const value = DECODER.decode(bytes.subarray(word, word + WORD)) as Hex;
  const mediaType = manifest.entries[0]?.mediaType ?? "";
  return {
    value: { ...manifest, index, entries: [{ mediaType, length, value }] },
    end: afterIndex + last.length,
  };
}

/** The list of 32-byte words that begins at `at`, of at most `most`, and the place behind it; null where it is none. */
export function wordsAt(
  bytes: Uint8Array,
  at: number,
  most: number,
): { readonly value: readonly Hex[]; readonly end: number } | null {
  if (bytes[at] !== OPEN) return null;
  let end = at + 1;
  let last = COMMA;
  for (let count = 0; count < most && last === COMMA; count++, end += NODE) {
    if (bytes[end] !== QUOTE || !isWord(bytes, end + 1) || bytes[end + WORD + 1] !== QUOTE) return null;
    last = bytes[end + WORD + 2];
  }
  if (last !== CLOSE) return null;
  const text = DECODER.decode(bytes.subarray(at, end));
  const value: Hex[] = [];
  for (let i = 2; i < text.length; i += NODE) value.push(text.slice(i, i + WORD) as Hex);
  return { value, end };
}

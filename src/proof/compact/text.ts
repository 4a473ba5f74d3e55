import { CodeReader, type CodeWriter, fault } from "./bytes.ts";

/**
 * Text in an offline code: ASCII in one byte, what certificates in Chinese are mostly written with in two, all else in
 * four. Two bytes are 0x8000 plus a place in these ranges, one behind the other. Nothing is compressed besides: DEFLATE
 * takes 4 % off what the samples of the types come to, and has many forms for one text.
 */
const RANGES = [
  { first: 0x3000, count: 0x7000 },
  { first: 0xf900, count: 0x700 },
  { first: 0x80, count: 0x480 },
  { first: 0x2000, count: 0x300 },
] as const;
/** Any other character: 0x8000 plus this place plus its upper bits, then its lower 16 bits. */
const ESCAPE = 0x7f80;
const TWO_BYTES = 0x8000;

/** Number of bytes, then these. Throws `qr.format` for half a character. */
export function writeText(writer: CodeWriter, text: string): void {
  const bytes = [...text].flatMap((character) => bytesOf(character.codePointAt(0) ?? 0));
  writer.uint(bytes.length).put(Uint8Array.from(bytes));
}

function bytesOf(point: number): readonly number[] {
  if (isHalf(point)) throw fault("whole characters");
  if (point < 0x80) return [point];
  const place = placeOf(point);
  if (place !== null) return pair(TWO_BYTES + place);
  return [...pair(TWO_BYTES + ESCAPE + (point >> 16)), ...pair(point % 0x10000)];
}

/** Throws `qr.format` for what `writeText` does not write. */
export function readText(reader: CodeReader): string {
  const own = new CodeReader(reader.take(reader.uint(MAX_TEXT)));
  let text = "";
  while (!own.ended) text += String.fromCodePoint(readCharacter(own));
  return text;
}

function readCharacter(reader: CodeReader): number {
  const first = reader.byte();
  if (first < 0x80) return first;
  const place = first * 256 + reader.byte() - TWO_BYTES;
  if (place < ESCAPE) return pointAt(place);
  const point = (place - ESCAPE) * 0x10000 + reader.byte() * 256 + reader.byte();
  if (point > 0x10ffff || point < 0x80 || isHalf(point) || placeOf(point) !== null)
    throw fault("characters in their shortest form");
  return point;
}

/** More than any code has. */
const MAX_TEXT = 4096;

function placeOf(point: number): number | null {
  let before = 0;
  for (const { first, count } of RANGES) {
    if (point >= first && point < first + count) return before + point - first;
    before += count;
  }
  return null;
}

function pointAt(place: number): number {
  let before = 0;
  for (const { first, count } of RANGES) {
    if (place < before + count) return first + place - before;
    before += count;
  }
  throw fault("a character");
}

const pair = (unit: number): readonly number[] => [unit >> 8, unit % 256];
const isHalf = (point: number): boolean => point >= 0xd800 && point < 0xe000;

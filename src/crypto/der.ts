import type { Seconds } from "../domain/bytes.ts";
import { concat, utf8 } from "./encoding.ts";
import { ensure } from "./failure.ts";

/** Tags of ITU-T X.680 that seals, certificates and signatures use. */
export const TAG = {
  boolean: 0x01,
  integer: 0x02,
  bitString: 0x03,
  octetString: 0x04,
  null: 0x05,
  oid: 0x06,
  utf8String: 0x0c,
  sequence: 0x30,
  set: 0x31,
  printableString: 0x13,
  ia5String: 0x16,
  utcTime: 0x17,
  generalizedTime: 0x18,
} as const;

/** Tag of a context-specific, constructed value: [n] EXPLICIT. */
export const context = (n: number): number => 0xa0 + n;

/** One value in DER. */
export interface Der {
  readonly tag: number;
  /** Tag, length and content. */
  readonly whole: Uint8Array;
  readonly content: Uint8Array;
}

/**
 * Strict DER (ITU-T X.690 §10): one value and nothing after it. Throws `schema.pattern` for lengths that are not the
 * shortest, indefinite lengths, tags of more than one byte, and bytes that are left over.
 */
export function readDer(bytes: Uint8Array): Der {
  const [only, ...more] = valuesIn(bytes, 2);
  ensure(only !== undefined && more.length === 0, "der", "one value, and nothing after it");
  return only;
}

/** The values within a constructed one. Throws `schema.pattern`. */
export function childrenOf(der: Der): readonly Der[] {
  ensure((der.tag & 0x20) !== 0, "der", "a constructed value");
  return valuesIn(der.content, Number.POSITIVE_INFINITY);
}

/** The values within a SEQUENCE. Throws `schema.pattern`. */
export function sequenceOf(der: Der | undefined): readonly Der[] {
  return childrenOf(tagged(der, TAG.sequence));
}

function valuesIn(bytes: Uint8Array, most: number): readonly Der[] {
  const values: Der[] = [];
  for (let at = 0; at < bytes.length && values.length < most; ) {
    const tag = bytes[at] ?? 0;
    ensure((tag & 0x1f) !== 0x1f, "der", "a tag of one byte");
    const [length, head] = lengthAt(bytes, at + 1);
    const from = at + 1 + head;
    ensure(from + length <= bytes.length, "der", "as many bytes as its length says");
    values.push({ tag, whole: bytes.subarray(at, from + length), content: bytes.subarray(from, from + length) });
    at = from + length;
  }
  return values;
}

/** A length and how many bytes it is written with. */
function lengthAt(bytes: Uint8Array, at: number): readonly [number, number] {
  const first = bytes[at];
  ensure(first !== undefined, "der", "a length");
  if (first < 0x80) return [first, 1];
  const count = first & 0x7f;
  ensure(count >= 1 && count <= 4, "der", "a definite length below 2^32");
  let length = 0;
  for (let i = 1; i <= count; i++) length = length * 256 + (bytes[at + i] ?? 0);
  ensure(
    at + count < bytes.length && length >= (count === 1 ? 0x80 : 256 ** (count - 1)),
    "der",
    "the shortest length",
  );
  return [length, 1 + count];
}

/** The value, if it has this tag. Throws `schema.pattern` otherwise. */
export function tagged(der: Der | undefined, tag: number): Der {
  ensure(der !== undefined && der.tag === tag, "der", `a value of tag 0x${tag.toString(16)}`);
  return der;
}

/** Longest INTEGER: the modulus of the longest RSA key, with its sign. Reading one takes time by the square of its length. */
const MAX_INTEGER = 1025;

/** Throws `schema.pattern` for one that is not the shortest, and for one of more than 1,025 bytes. */
export function integerOf(der: Der | undefined): bigint {
  const { content } = tagged(der, TAG.integer);
  ensure(content.length <= MAX_INTEGER, "der", `an INTEGER of at most ${MAX_INTEGER} bytes`);
  const [first = 0, second = 0] = content;
  const short = content.length === 1 || !((first === 0 && second < 0x80) || (first === 0xff && second >= 0x80));
  ensure(content.length > 0 && short, "der", "the shortest INTEGER");
  let value = 0n;
  for (const byte of content) value = value * 256n + BigInt(byte);
  return first < 0x80 ? value : value - (1n << BigInt(8 * content.length));
}

/** An object identifier with points. Throws `schema.pattern`. */
export function oidOf(der: Der | undefined): string {
  const { content } = tagged(der, TAG.oid);
  const arcs: number[] = [];
  let arc = 0;
  let begun = false;
  for (const byte of content) {
    ensure(begun || byte !== 0x80, "der", "the shortest OBJECT IDENTIFIER");
    arc = arc * 128 + (byte & 0x7f);
    ensure(arc < 2 ** 46, "der", "arcs below 2^46");
    begun = byte >= 0x80;
    if (!begun) {
      arcs.push(arc);
      arc = 0;
    }
  }
  const [head] = arcs;
  ensure(!begun && head !== undefined, "der", "an OBJECT IDENTIFIER");
  const top = Math.min(Math.floor(head / 40), 2);
  return [top, head - 40 * top, ...arcs.slice(1)].join(".");
}

/** Of whole bytes. Throws `schema.pattern`. */
export function bitStringOf(der: Der | undefined): Uint8Array {
  const { content } = tagged(der, TAG.bitString);
  ensure(content[0] === 0, "der", "a BIT STRING of whole bytes");
  return content.subarray(1);
}

export function octetsOf(der: Der | undefined): Uint8Array {
  return tagged(der, TAG.octetString).content;
}

/** UTF8String, PrintableString or IA5String. Throws `schema.pattern` for what is none, or not UTF-8 or ASCII. */
export function textOf(der: Der | undefined): string {
  ensure(der !== undefined, "der", "a text");
  const ascii = der.tag === TAG.printableString || der.tag === TAG.ia5String;
  ensure(ascii || der.tag === TAG.utf8String, "der", "a text");
  ensure(!ascii || der.content.every((byte) => byte < 0x80), "der", "ASCII");
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(der.content);
  } catch {
    ensure(false, "der", "UTF-8");
  }
}

const TIMES = {
  [TAG.utcTime]: /^(\d\d)(\d{2})(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
  [TAG.generalizedTime]: /^(\d{4})(\d{2})(\d\d)(\d\d)(\d\d)(\d\d)Z$/,
};

/** UTCTime (1950 to 2049, RFC 5280 §4.1.2.5.1) or GeneralizedTime, with seconds and Z. Throws `schema.pattern`. */
export function timeOf(der: Der | undefined): Seconds {
  const form = der === undefined ? undefined : TIMES[der.tag as keyof typeof TIMES];
  const found = form?.exec(String.fromCharCode(...(der?.content.subarray(0, 16) ?? [])));
  ensure(found != null && der !== undefined && der.content.length <= 16, "der", "a time in UTC with seconds");
  const [year = 0, month = 0, day = 0, hour = 0, minute = 0, second = 0] = found.slice(1).map(Number);
  const full = der.tag === TAG.utcTime ? year + (year < 50 ? 2000 : 1900) : year;
  const time = Date.UTC(full, month - 1, day, hour, minute, second) / 1000;
  const same = new Date(time * 1000);
  const real = same.getUTCMonth() === month - 1 && same.getUTCDate() === day && hour < 24 && minute < 60 && second < 60;
  ensure(real, "der", "a time that there is");
  return time;
}

/** DER of a value with this tag. */
export function der(tag: number, ...parts: readonly Uint8Array[]): Uint8Array {
  const content = concat(...parts);
  return concat(Uint8Array.of(tag), lengthBytes(content.length), content);
}

function lengthBytes(length: number): Uint8Array {
  if (length < 0x80) return Uint8Array.of(length);
  const bytes: number[] = [];
  for (let rest = length; rest > 0; rest = Math.floor(rest / 256)) bytes.unshift(rest % 256);
  return Uint8Array.of(0x80 + bytes.length, ...bytes);
}

/** Of a number that is not negative. */
export function derInteger(value: bigint | number): Uint8Array {
  const digits = BigInt(value).toString(16);
  const even = digits.length % 2 === 0 ? digits : `0${digits}`;
  const bytes = Uint8Array.from(even.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
  return der(TAG.integer, ...((bytes[0] ?? 0) >= 0x80 ? [Uint8Array.of(0)] : []), bytes);
}

export function derOid(oid: string): Uint8Array {
  const [top = 0, second = 0, ...rest] = oid.split(".").map(Number);
  const bytes = [40 * top + second, ...rest].flatMap((arc) => {
    const digits = [arc % 128];
    for (let left = Math.floor(arc / 128); left > 0; left = Math.floor(left / 128)) digits.unshift((left % 128) + 128);
    return digits;
  });
  return der(TAG.oid, Uint8Array.from(bytes));
}

export const derText = (tag: number, text: string): Uint8Array => der(tag, utf8(text));
export const derBits = (bytes: Uint8Array): Uint8Array => der(TAG.bitString, Uint8Array.of(0), bytes);

/** UTCTime until 2049, GeneralizedTime from then on, as RFC 5280 demands; or the one that is asked for. */
export function derTime(time: Seconds, tag?: typeof TAG.utcTime | typeof TAG.generalizedTime): Uint8Array {
  const digits = new Date(time * 1000).toISOString().replace(/[-:T]|\.\d+Z$/g, "");
  const year = Number(digits.slice(0, 4));
  const chosen = tag ?? (year >= 1950 && year < 2050 ? TAG.utcTime : TAG.generalizedTime);
  return derText(chosen, `${chosen === TAG.utcTime ? digits.slice(2) : digits}Z`);
}

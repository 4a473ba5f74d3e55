import { bytesToHex, hexToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "../domain/bytes.ts";
import { ensure } from "./failure.ts";

const BASE58 = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";
/** Longest input of base58, whose cost grows with the square of its length; the longest thing of ours has 66 bytes. */
const BASE58_MAX = 1024;

/** `0x` and lower-case hex digits. */
export function toHex(bytes: Uint8Array): Hex {
  return `0x${bytesToHex(bytes)}`;
}

/** Strict inverse of toHex: throws `schema.pattern` on a missing 0x, an upper-case digit or an odd number of digits. */
export function fromHex(hex: string): Uint8Array {
  ensure(hex.length % 2 === 0 && /^0x[0-9a-f]*$/.test(hex), "hex", "0x and pairs of lower-case hex digits");
  return hexToBytes(hex.slice(2));
}

/** UTF-8 bytes of a text; throws `schema.pattern` on a lone surrogate (which TextEncoder would silently replace). */
export function utf8(text: string): Uint8Array {
  ensure(text.isWellFormed(), "utf8", "no lone surrogate");
  return ENCODER.encode(text);
}

const ENCODER = new TextEncoder();

/** Standard base64 with padding. Source: RFC 4648 §4, https://www.rfc-editor.org/rfc/rfc4648#section-4 */
export function toBase64(bytes: Uint8Array): string {
  let binary = "";
  for (let i = 0; i < bytes.length; i += 0x2000) binary += String.fromCharCode(...bytes.subarray(i, i + 0x2000));
  return btoa(binary);
}

/** Strict inverse of toBase64: throws `schema.pattern` on white space, missing padding or trailing bits that are not zero. */
export function fromBase64(text: string): Uint8Array {
  ensure(text.length % 4 === 0 && /^[A-Za-z0-9+/]*={0,2}$/.test(text), "base64", "padded standard base64");
  const tail = text.slice(-4);
  ensure(btoa(atob(tail)) === tail, "base64", "zero bits after the last byte");
  const binary = atob(text);
  const bytes = new Uint8Array(binary.length);
  for (let i = 0; i < bytes.length; i++) bytes[i] = binary.charCodeAt(i);
  return bytes;
}

/** base64url without padding. Source: RFC 4648 §5, https://www.rfc-editor.org/rfc/rfc4648#section-5 */
export function toBase64Url(bytes: Uint8Array): string {
  return toBase64(bytes).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

/** Strict inverse of toBase64Url: throws `schema.pattern` on padding, `+`, `/` or trailing bits that are not zero. */
export function fromBase64Url(text: string): Uint8Array {
  ensure(/^[A-Za-z0-9_-]*$/.test(text), "base64url", "unpadded base64url");
  const standard = text.replaceAll("-", "+").replaceAll("_", "/");
  return fromBase64(standard + "=".repeat((4 - (text.length % 4)) % 4));
}

/**
 * base58btc; throws `schema.pattern` above 1,024 bytes. Source: https://datatracker.ietf.org/doc/html/draft-msporny-base58-03
 */
export function toBase58(bytes: Uint8Array): string {
  ensure(bytes.length <= BASE58_MAX, "base58", `at most ${BASE58_MAX} bytes`);
  const zeros = bytes.findIndex((byte) => byte !== 0);
  if (zeros === -1) return "1".repeat(bytes.length);
  const number = new Limbs(58 ** 5, Math.ceil(bytes.length / 3) + 2);
  const odd = bytes.length % 2;
  if (odd === 1) number.shift(256, bytes[0] ?? 0);
  for (let i = odd; i < bytes.length; i += 2) number.shift(65_536, (bytes[i] ?? 0) * 256 + (bytes[i + 1] ?? 0));
  const digits: string[] = [];
  for (let i = 0; i < number.length; i++) {
    const first = i === number.length - 1;
    for (let rest = number.at(i), k = 0; first ? rest > 0 : k < 5; k++) {
      digits.push(BASE58.charAt(rest % 58));
      rest = Math.floor(rest / 58);
    }
  }
  return "1".repeat(zeros) + digits.reverse().join("");
}

/** Inverse of toBase58; throws `schema.pattern` on a character outside the alphabet or on more than 1,024 bytes. */
export function fromBase58(text: string): Uint8Array {
  ensure(text.length <= BASE58_MAX * 1.4, "base58", `at most ${BASE58_MAX} bytes`);
  const number = new Limbs(2 ** 16, Math.ceil(text.length / 2) + 2);
  let zeros = 0;
  // By five digits at a time: their product with a limb is a whole number that a double holds.
  for (let at = 0; at < text.length; at += 5) {
    let [value, scale] = [0, 1];
    for (let i = at; i < Math.min(at + 5, text.length); i++) {
      const digit = DIGITS[text.charCodeAt(i)] ?? -1;
      ensure(digit >= 0, "base58", "characters of the base58btc alphabet");
      if (digit === 0 && zeros === i) zeros++;
      value = value * 58 + digit;
      scale *= 58;
    }
    number.shift(scale, value);
  }
  const length = 2 * number.length - (number.length > 0 && number.at(number.length - 1) < 256 ? 1 : 0);
  ensure(zeros + length <= BASE58_MAX, "base58", `at most ${BASE58_MAX} bytes`);
  const bytes = new Uint8Array(zeros + length);
  for (let i = 0; i < length; i++) bytes[zeros + length - 1 - i] = number.at(i >> 1) >> (i % 2 === 0 ? 0 : 8);
  return bytes;
}

/** Value of each ASCII character as a digit; −1 for those that are none. */
const DIGITS = Int8Array.from({ length: 128 }, (_, code) => BASE58.indexOf(String.fromCharCode(code)));

/** A natural number in a base of at most 2^30, the least significant limb first, the last not 0. */
class Limbs {
  length = 0;
  readonly #base: number;
  readonly #limbs: Float64Array;

  /** Room for `most` limbs. */
  constructor(base: number, most: number) {
    this.#base = base;
    this.#limbs = new Float64Array(most);
  }

  at(i: number): number {
    return this.#limbs[i] ?? 0;
  }

  /** number · scale + value; scale · base must be below 2^52. */
  shift(scale: number, value: number): void {
    const limbs = this.#limbs;
    const base = this.#base;
    let carry = value;
    for (let i = 0; i < this.length; i++) {
      const sum = (limbs[i] ?? 0) * scale + carry;
      carry = Math.floor(sum / base);
      limbs[i] = sum - carry * base;
    }
    for (; carry > 0; carry = Math.floor(carry / base)) limbs[this.length++] = carry % base;
  }
}

/** Multibase base58btc: `z` and toBase58. Source: W3C Controlled Identifiers 1.0 §2.4, https://www.w3.org/TR/cid-1.0/#multibase-0 */
export function multibase58(bytes: Uint8Array): string {
  return `z${toBase58(bytes)}`;
}

/** Strict inverse of multibase58; throws `schema.pattern` on any other multibase prefix. */
export function fromMultibase58(text: string): Uint8Array {
  ensure(text.startsWith("z"), "multibase", "the prefix z (base58btc)");
  return fromBase58(text.slice(1));
}

/** The parts one after another, in a new array. */
export function concat(...parts: Uint8Array[]): Uint8Array {
  let total = 0;
  for (const part of parts) total += part.length;
  const bytes = new Uint8Array(total);
  let offset = 0;
  for (const part of parts) {
    bytes.set(part, offset);
    offset += part.length;
  }
  return bytes;
}

/** Whether two byte strings are the same. Not constant in time: for public values only. */
export function equal(a: Uint8Array, b: Uint8Array): boolean {
  if (a.length !== b.length) return false;
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}

/** A whole number as big-endian bytes of a fixed length; throws `schema.pattern` when it is negative, a fraction or does not fit. */
export function uintBytes(value: number | bigint, length: number): Uint8Array {
  ensure(typeof value === "bigint" || Number.isSafeInteger(value), "integer", "a whole number up to 2^53 − 1");
  if (typeof value === "number" && value >= 0 && value < 256 ** length) return smallBytes(value, length);
  const digits = BigInt(value).toString(16);
  ensure(value >= 0 && digits.length <= 2 * length, "integer", `an unsigned integer of ${length} bytes`);
  return fromHex(`0x${digits.padStart(2 * length, "0")}`);
}

function smallBytes(value: number, length: number): Uint8Array {
  const bytes = new Uint8Array(length);
  for (let i = length - 1, rest = value; rest > 0; i--) {
    bytes[i] = rest % 256;
    rest = Math.floor(rest / 256);
  }
  return bytes;
}

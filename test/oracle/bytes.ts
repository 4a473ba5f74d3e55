import { createHash } from "node:crypto";
import { sha256 as sha2 } from "@noble/hashes/sha2.js";
import { keccak_256 } from "@noble/hashes/sha3.js";

/** Bytes, encodings and hashes of the independent checker. Nothing here, or in this folder, comes from src/. */
export class Fault extends Error {}

/** Refuses, with a reason, what the specification doesn't allow. */
export function must(condition: boolean, why: string): asserts condition {
  if (!condition) throw new Fault(why);
}

export const text = (value: string): Uint8Array => {
  must(value.isWellFormed(), "lone surrogate");
  return new Uint8Array(Buffer.from(value, "utf8"));
};

export function hex(value: string): Uint8Array {
  must(/^0x(?:[0-9a-f]{2})*$/.test(value), "not 0x and lower-case hex");
  return new Uint8Array(Buffer.from(value.slice(2), "hex"));
}

export const toHex = (value: Uint8Array): string => `0x${Buffer.from(value).toString("hex")}`;
export const join = (...parts: readonly Uint8Array[]): Uint8Array => new Uint8Array(Buffer.concat(parts));
export const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0;
export const toBase64 = (value: Uint8Array): string => Buffer.from(value).toString("base64");

/** Strict: what does not encode back to the same text is refused. */
export function base64(value: string): Uint8Array {
  const bytes = new Uint8Array(Buffer.from(value, "base64"));
  must(toBase64(bytes) === value, "not canonical base64");
  return bytes;
}

const DIGITS = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

/** multibase base58btc: `z` and the digits; a leading 1 is a zero byte. */
export function base58(value: string): Uint8Array {
  must(value.startsWith("z") && value.length < 1500, "not multibase base58btc");
  const digits = value.slice(1);
  let number = 0n;
  for (const digit of digits) {
    const place = DIGITS.indexOf(digit);
    must(place >= 0, "not base58");
    number = number * 58n + BigInt(place);
  }
  const zeros = digits.length - digits.replace(/^1+/, "").length;
  const body = number === 0n ? "" : number.toString(16);
  return join(new Uint8Array(zeros), hex(`0x${body.length % 2 === 0 ? "" : "0"}${body}`));
}

/** Big-endian, of a fixed length. */
export function uint(value: number | bigint, length: number): Uint8Array {
  const digits = BigInt(value)
    .toString(16)
    .padStart(2 * length, "0");
  must(BigInt(value) >= 0n && digits.length === 2 * length, "an integer out of range");
  return hex(`0x${digits}`);
}

/** One EVM word: a number, or hex padded on the left. */
export const word = (value: number | bigint | string): Uint8Array =>
  typeof value === "string" ? join(new Uint8Array(32 - hex(value).length), hex(value)) : uint(value, 32);

export const sha256 = (...parts: readonly Uint8Array[]): Uint8Array => sha2(join(...parts));
export const keccak = (...parts: readonly Uint8Array[]): Uint8Array => keccak_256(join(...parts));
export const sm3 = (...parts: readonly Uint8Array[]): Uint8Array =>
  new Uint8Array(
    createHash("sm3")
      .update(join(...parts))
      .digest(),
  );
export type Hash = (...parts: readonly Uint8Array[]) => Uint8Array;

/** SHA-256(tag ‖ 0x00 ‖ parts). */
export const tagged = (tag: string, ...parts: readonly Uint8Array[]): Uint8Array =>
  sha256(text(tag), Uint8Array.of(0), ...parts);

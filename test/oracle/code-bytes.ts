import { must, toHex } from "./bytes.ts";
import type { Field } from "./field.ts";
import type { Json, JsonObject } from "./json.ts";
import type { Definition } from "./type.ts";

/** The bytes of an offline code (code.md). */
const SIGNS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:";
const PREFIX = "YZ1:";

function base45(value: string): number[] {
  const bytes: number[] = [];
  for (let at = 0; at < value.length; at += 3) {
    const digits = [...value.slice(at, at + 3)].map((sign) => SIGNS.indexOf(sign));
    must(digits.length > 1 && !digits.includes(-1), "not base45");
    const number = (digits[0] ?? 0) + 45 * (digits[1] ?? 0) + 2025 * (digits[2] ?? 0);
    must(number < (digits.length === 3 ? 65_536 : 256), "more than its bytes hold");
    bytes.push(...(digits.length === 3 ? [number >> 8, number % 256] : [number]));
  }
  return bytes;
}

class Bytes {
  readonly #bytes: readonly number[];
  #at = 0;

  constructor(bytes: readonly number[]) {
    this.#bytes = bytes;
  }

  get left(): number {
    return this.#bytes.length - this.#at;
  }

  take(count: number): number[] {
    must(count <= this.left, "bytes that are missing");
    this.#at += count;
    return this.#bytes.slice(this.#at - count, this.#at);
  }

  big(count: number): bigint {
    return this.take(count).reduce((sum, byte) => sum * 256n + BigInt(byte), 0n);
  }

  small(count: number, max = Number.MAX_SAFE_INTEGER): number {
    const value = Number(this.big(count));
    must(value <= max, "a number that is too large");
    return value;
  }

  hex(count: number): string {
    return toHex(Uint8Array.from(this.take(count)));
  }

  uint(max = Number.MAX_SAFE_INTEGER): number {
    const groups: number[] = [];
    do groups.push(this.small(1));
    while ((groups.at(-1) ?? 0) >= 128);
    must(groups.length === 1 || groups.at(-1) !== 0, "a zero byte at the end");
    const value = groups.reduceRight((sum, group) => sum * 128n + BigInt(group % 128), 0n);
    must(value <= BigInt(max), "a number that is too large");
    return Number(value);
  }

  time(): number {
    const value = this.uint();
    const time = value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    must(time >= -62_135_596_800 && time <= 253_402_300_799, "not in the years 1 to 9999");
    return time;
  }

  base36(count: number): string {
    const value = this.big(Math.ceil((count * Math.log2(36)) / 8)).toString(36);
    must(value.length <= count, "more characters than there are");
    return value.toUpperCase().padStart(count, "0");
  }

  text(): string {
    const own = new Bytes(this.take(this.uint()));
    let value = "";
    while (own.left > 0) value += String.fromCodePoint(own.character());
    return value;
  }

  character(): number {
    const first = this.small(1);
    if (first < 0x80) return first;
    const place = (first - 0x80) * 256 + this.small(1);
    if (place < 0x7f80) return inRange(place);
    const point = (place - 0x7f80) * 65_536 + this.small(2);
    const covered = RANGES.some(([from, to]) => point >= from && point <= to);
    must(point > 0x7f && point < 0x110000 && !covered && (point < 0xd800 || point > 0xdfff), "not its shortest form");
    return point;
  }
}

const RANGES = [
  [0x3000, 0x9fff],
  [0xf900, 0xffff],
  [0x80, 0x4ff],
  [0x2000, 0x22ff],
] as const;

function inRange(place: number): number {
  let rest = place;
  for (const [from, to] of RANGES) {
    if (rest <= to - from) return from + rest;
    rest -= to - from + 1;
  }
  must(false, "no character");
  return 0;
}

const SUITES = ["", "eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"];
const KINDS = ["change", "reissue", "renewal"];

/** What a code says, its subject still in bytes. Throws a Fault. */
export function readCode(code: string) {
  must(code.startsWith(PREFIX), "no offline code");
  const bytes = new Bytes(base45(code.slice(PREFIX.length)));
  must(bytes.small(1) === 1, "another version");
  const [registry, batch, context, type] = [bytes.hex(4), bytes.hex(8), bytes.hex(4), bytes.hex(4)];
  const flags = bytes.small(1, 3);
  const [index, position] = [bytes.uint(2 ** 20 - 1), bytes.uint(2 ** 20 - 1)];
  const length = bytes.small(1, 32);
  must(length >= 8, "a serial that is too short");
  const serial = bytes.base36(length);
  const version = bytes.uint(999);
  const validFrom = bytes.time();
  const validUntil = flags % 2 === 1 ? bytes.time() : null;
  const replaces = flags >= 2 ? readReplaces(bytes) : null;
  const salt = bytes.hex(16);
  const proofs = Array.from({ length: bytes.small(1, 8) }, () => {
    const suite = SUITES[bytes.small(1, 3)];
    must(suite !== undefined && suite !== "", "no such suite");
    return { suite, key: bytes.hex(4), created: bytes.time(), signature: bytes.hex(64) };
  });
  const path = Array.from({ length: bytes.small(1, 20) }, () => bytes.hex(32));
  const cell = { registry, batch, context, type, index, position };
  return { ...cell, serial, version, validFrom, validUntil, replaces, salt, proofs, path, subject: bytes };
}

export type Code = ReturnType<typeof readCode>;

function readReplaces(bytes: Bytes) {
  const kind = KINDS[bytes.small(1)];
  must(kind !== undefined, "no such kind");
  return { kind, batchId: bytes.hex(32), index: bytes.uint(2 ** 20 - 1) };
}

/** The subject by its type; nothing may stand behind it. */
export function readSubject({ subject }: Code, { fields, variants }: Definition): JsonObject {
  const common = readFields(subject, fields);
  const variant = variants?.oneOf.find(({ value }) => value === common[variants.by]);
  must(variants === undefined || variant !== undefined, "no such variant");
  const own = variant === undefined ? {} : readFields(subject, variant.fields);
  must(subject.left === 0, "something behind the certificate");
  return { ...common, ...own };
}

function readFields(bytes: Bytes, fields: readonly Field[]): JsonObject {
  const optional = fields.filter(({ required }) => !required);
  const count = Math.ceil(optional.length / 8);
  const bits = bytes
    .big(count)
    .toString(2)
    .padStart(count * 8, "0");
  must(!bits.slice(optional.length).includes("1"), "a bit without a field");
  const there = fields.filter((field) => field.required || bits[optional.indexOf(field)] === "1");
  return Object.fromEntries(there.map((field) => [field.name, readValue(bytes, field)]));
}

function readValue(bytes: Bytes, { kind, values = [], columns = [], max = 0 }: Field): Json {
  if (kind === "uscc" || kind === "citizen-id") return bytes.base36(18);
  if (kind === "date") return readDate(bytes);
  if (kind === "period") return { from: readDate(bytes), until: readDate(bytes) };
  if (kind === "list") return Array.from({ length: bytes.uint(max) }, () => readFields(bytes, columns));
  if (kind === "enum") {
    const value = values[bytes.uint()]?.value;
    must(value !== undefined, "no such value");
    return value;
  }
  const first = bytes.text();
  if (kind !== "money") return first;
  const currency = bytes.text();
  must(currency !== "CNY", "yuan that are named");
  return { amount: first, currency: currency === "" ? "CNY" : currency };
}

function readDate(bytes: Bytes): string {
  const days = bytes.small(3, 3_652_058);
  return new Date((days - 719_162) * 86_400_000).toISOString().slice(0, 10);
}

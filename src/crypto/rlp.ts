import { concat } from "./encoding.ts";
import { ensure } from "./failure.ts";

/** RLP, the serialization of Ethereum. Source: Yellow Paper, appendix B; https://ethereum.org/developers/docs/data-structures-and-encoding/rlp/ */
export type RlpItem = Uint8Array | readonly RlpItem[];

/** Lists within lists that are read; a trie node or a header needs at most 3, an account 1. */
const MAX_DEPTH = 16;
const STRING = 0x80;
const LIST = 0xc0;
/** Payloads up to this many bytes have their length in the first byte. */
const SHORT = 55;

/** Encodes a byte string or a list, each in its only canonical form. */
export function rlpEncode(item: RlpItem): Uint8Array {
  if (item instanceof Uint8Array) {
    const [first = STRING] = item;
    return item.length === 1 && first < STRING ? item : concat(header(STRING, item.length), item);
  }
  const payload = concat(...item.map(rlpEncode));
  return concat(header(LIST, payload.length), payload);
}

/**
 * Decodes one item that fills all the bytes. Throws `schema.pattern` on what rlpEncode would not have written (a length
 * that is not minimal, a lone byte below 0x80 with a prefix), on bytes missing or left over, and on lists nested deeper
 * than 16. Byte strings are views of the input.
 */
export function rlpDecode(bytes: Uint8Array): RlpItem {
  const { item, end } = decode(bytes, 0, 0);
  check(end === bytes.length, "no bytes after the item");
  return item;
}

/** The item as a byte string, of exactly `length` bytes if given; throws `schema.pattern` otherwise. */
export function rlpBytes(item: RlpItem | undefined, length?: number): Uint8Array {
  check(item instanceof Uint8Array, "a byte string");
  check(length === undefined || item.length === length, `${length} bytes`);
  return item;
}

/** The item as a list, of exactly `length` items if given; throws `schema.pattern` otherwise. */
export function rlpList(item: RlpItem | undefined, length?: number): readonly RlpItem[] {
  check(item !== undefined && !(item instanceof Uint8Array), "a list");
  check(length === undefined || item.length === length, `${length} items`);
  return item;
}

/** The item as an unsigned integer of at most 32 bytes; throws `schema.pattern` on a leading zero. */
export function rlpUint(item: RlpItem | undefined): bigint {
  const bytes = rlpBytes(item);
  check(bytes.length <= 32 && bytes[0] !== 0, "an integer of at most 32 bytes without leading zeros");
  return bytes.reduce((value, byte) => (value << 8n) | BigInt(byte), 0n);
}

/** An unsigned integer as RLP wants it: big-endian without leading zeros, zero as no bytes at all. */
export function uintItem(value: bigint): Uint8Array {
  const digits = value === 0n ? "" : value.toString(16);
  const padded = digits.length % 2 === 0 ? digits : `0${digits}`;
  return Uint8Array.from({ length: padded.length / 2 }, (_, i) => Number.parseInt(padded.slice(2 * i, 2 * i + 2), 16));
}

function header(base: number, length: number): Uint8Array {
  if (length <= SHORT) return Uint8Array.of(base + length);
  const size = uintItem(BigInt(length));
  return concat(Uint8Array.of(base + SHORT + size.length), size);
}

interface Decoded {
  readonly item: RlpItem;
  readonly end: number;
}

function decode(bytes: Uint8Array, start: number, depth: number): Decoded {
  const first = bytes[start];
  check(first !== undefined, "an item");
  if (first < STRING) return { item: bytes.subarray(start, start + 1), end: start + 1 };
  const base = first < LIST ? STRING : LIST;
  const { from, length } = payload(bytes, start, first - base);
  const end = from + length;
  check(end <= bytes.length, "as many bytes as the length says");
  if (base === LIST) return { item: decodeList(bytes, from, end, depth + 1), end };
  const item = bytes.subarray(from, end);
  const [only = STRING] = item;
  check(length !== 1 || only >= STRING, "a byte below 0x80 written as itself");
  return { item, end };
}

function decodeList(bytes: Uint8Array, from: number, end: number, depth: number): RlpItem[] {
  check(depth <= MAX_DEPTH, `at most ${MAX_DEPTH} lists within lists`);
  const items: RlpItem[] = [];
  const within = bytes.subarray(0, end);
  for (let at = from; at < end; ) {
    const next = decode(within, at, depth);
    items.push(next.item);
    at = next.end;
  }
  return items;
}

/** Where the payload is. `code` is the first byte less 0x80 or 0xc0: the length, or 55 and the size of the length. */
function payload(bytes: Uint8Array, start: number, code: number): { from: number; length: number } {
  if (code <= SHORT) return { from: start + 1, length: code };
  const from = start + 1 + code - SHORT;
  const size = bytes.subarray(start + 1, from);
  check(size.length === code - SHORT && size.length <= 4 && size[0] !== 0, "a length without leading zeros");
  const length = size.reduce((value, byte) => value * 256 + byte, 0);
  check(length > SHORT, "the short form for a short length");
  return { from, length };
}

function check(condition: boolean, expected: string): asserts condition {
  ensure(condition, "rlp", expected);
}

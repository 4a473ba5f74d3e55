/**
 * DEFLATE (RFC 1951) that gives the same bytes on every platform and in every year, which the platforms' own coders don't: where files
 * are made a second time and compared, these are. One block with the fixed codes of §3.2.6; the longest of the nearest matches, without
 * looking ahead. Never to be changed: files that were sealed hang on it.
 */
export function deflateSame(bytes: Uint8Array): Uint8Array {
  const out = new Bits(bytes.length + 64);
  const chain = new Chain(bytes);
  // The last block, with fixed codes.
  out.put(0b011, 3);
  for (let at = 0; at < bytes.length; ) {
    const { length, distance } = chain.longest(at);
    if (length === 0) symbol(out, bytes[at] ?? 0);
    else match(out, length, distance);
    const next = at + Math.max(length, 1);
    for (; at < next; at++) chain.add(at);
  }
  symbol(out, 256);
  return out.bytes();
}

/** The same in a frame of ZLIB (RFC 1950), as PNG has it. */
export function zlibSame(bytes: Uint8Array): Uint8Array {
  const body = deflateSame(bytes);
  const framed = new Uint8Array(body.length + 6);
  framed.set([0x78, 0x01]);
  framed.set(body, 2);
  new DataView(framed.buffer).setUint32(body.length + 2, adler32(bytes));
  return framed;
}

function adler32(bytes: Uint8Array): number {
  let [a, b] = [1, 0];
  for (const byte of bytes) {
    a = (a + byte) % 65_521;
    b = (b + a) % 65_521;
  }
  return b * 65_536 + a;
}

const LONGEST = 258;
const WINDOW = 32_768;
/** Earlier places that are looked at. */
const TRIES = 32;
const HASH = 15;

/** Where the same three bytes stood before. */
class Chain {
  readonly #bytes: Uint8Array;
  readonly #last = new Int32Array(1 << HASH).fill(-1);
  readonly #before: Int32Array;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
    this.#before = new Int32Array(bytes.length);
  }

  add(at: number): void {
    if (at + 3 > this.#bytes.length) return;
    const hash = this.#hash(at);
    this.#before[at] = this.#last[hash] ?? -1;
    this.#last[hash] = at;
  }

  /** length 0: nothing of three bytes or more. */
  longest(at: number): { readonly length: number; readonly distance: number } {
    const bytes = this.#bytes;
    const most = Math.min(LONGEST, bytes.length - at);
    let best = { length: 0, distance: 0 };
    if (most < 3) return best;
    let from = this.#last[this.#hash(at)] ?? -1;
    for (let tries = TRIES; tries > 0 && from >= 0 && at - from <= WINDOW; tries--) {
      let length = 0;
      while (length < most && bytes[from + length] === bytes[at + length]) length += 1;
      if (length >= 3 && length > best.length) best = { length, distance: at - from };
      if (length === most) break;
      from = this.#before[from] ?? -1;
    }
    return best;
  }

  #hash(at: number): number {
    const three = ((this.#bytes[at] ?? 0) << 16) | ((this.#bytes[at + 1] ?? 0) << 8) | (this.#bytes[at + 2] ?? 0);
    return Math.imul(three, 0x9e3779b1) >>> (32 - HASH);
  }
}

/** Bits from the lowest on (§3.1.1). */
class Bits {
  #bytes: Uint8Array;
  #length = 0;
  #held = 0;
  #count = 0;

  constructor(size: number) {
    this.#bytes = new Uint8Array(size);
  }

  put(value: number, count: number): void {
    this.#held |= value << this.#count;
    this.#count += count;
    while (this.#count >= 8) this.#flush();
  }

  bytes(): Uint8Array {
    if (this.#count > 0) this.#flush();
    return this.#bytes.slice(0, this.#length);
  }

  #flush(): void {
    if (this.#length === this.#bytes.length) {
      const larger = new Uint8Array(2 * this.#length);
      larger.set(this.#bytes);
      this.#bytes = larger;
    }
    this.#bytes[this.#length++] = this.#held & 0xff;
    this.#held >>>= 8;
    this.#count = Math.max(0, this.#count - 8);
  }
}

const reversed = (code: number, length: number): number => {
  let turned = 0;
  for (let i = 0; i < length; i++) turned |= ((code >> i) & 1) << (length - 1 - i);
  return turned;
};

/** The fixed codes of literals, of the end, and of lengths, with how many bits they have (§3.2.6). */
const CODES = Array.from({ length: 288 }, (_, value): readonly [number, number] => {
  if (value < 144) return [reversed(0x30 + value, 8), 8];
  if (value < 256) return [reversed(0x190 + value - 144, 9), 9];
  return value < 280 ? [reversed(value - 256, 7), 7] : [reversed(0xc0 + value - 280, 8), 8];
});
const DISTANCE_CODES = Array.from({ length: 30 }, (_, value) => reversed(value, 5));

function symbol(out: Bits, value: number): void {
  const [code, count] = CODES[value] ?? [0, 0];
  out.put(code, count);
}

/** Least lengths of the symbols 257 to 285, least distances of the symbols 0 to 29, and how many bits follow each (§3.2.5). */
const extra = (i: number, step: number): number => Math.max(0, Math.floor(i / step) - 1);
const leastOf = (first: number, bits: readonly number[]): readonly number[] => {
  let least = first;
  return bits.map((count) => {
    const own = least;
    least += 2 ** count;
    return own;
  });
};
const LENGTH_BITS = Array.from({ length: 28 }, (_, i) => extra(i, 4));
const LENGTHS = leastOf(3, LENGTH_BITS);
const DISTANCE_BITS = Array.from({ length: 30 }, (_, i) => extra(i, 2));
const DISTANCES = leastOf(1, DISTANCE_BITS);

/** Symbol of each length, from 257 on. */
const LENGTH_SYMBOLS = Array.from({ length: LONGEST + 1 }, (_, length) =>
  length === LONGEST ? 28 : LENGTHS.findLastIndex((least) => least <= length),
);

/** Of a distance: its highest bit and the one below it. */
function distanceSymbol(distance: number): number {
  const from = distance - 1;
  if (from < 4) return from;
  const high = 31 - Math.clz32(from);
  return 2 * high + ((from >> (high - 1)) & 1);
}

function match(out: Bits, length: number, distance: number): void {
  const l = LENGTH_SYMBOLS[length] ?? 0;
  symbol(out, 257 + l);
  if (l < 28) out.put(length - (LENGTHS[l] ?? 0), LENGTH_BITS[l] ?? 0);
  const d = distanceSymbol(distance);
  out.put(DISTANCE_CODES[d] ?? 0, 5);
  out.put(distance - (DISTANCES[d] ?? 0), DISTANCE_BITS[d] ?? 0);
}

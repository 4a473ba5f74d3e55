import { concat, utf8 } from "../../../../src/crypto/encoding.ts";
import { sha256 } from "../../../../src/crypto/hash.ts";

/** How many changed forms a test tries. */
export const DER_MUTATIONS = 1000;

/** Forms of the bytes in which something was changed, the same ones each time: bits, bytes, lengths, what is left out or put in. */
export function* mutated(
  bytes: Uint8Array,
  count: number,
): Generator<{ readonly bytes: Uint8Array; readonly how: string }> {
  for (let n = 0; n < count; n++) {
    const random = sha256(utf8(`mutation ${n}`));
    const number = (i: number): number => (random[i] ?? 0) * 65_536 + (random[i + 1] ?? 0) * 256 + (random[i + 2] ?? 0);
    // Every second one near the beginning of a value, where tags and lengths are.
    const at = n % 2 === 0 ? number(0) % bytes.length : headAt(bytes, number(0));
    const kind = n % 6;
    const how = `${["bit", "byte", "left out", "put in", "trailing", "cut"][kind]} at ${at}`;
    yield { bytes: changed(bytes, at, kind, number(3)), how };
  }
}

function changed(bytes: Uint8Array, at: number, kind: number, random: number): Uint8Array {
  const copy = bytes.slice();
  const old = bytes[at] ?? 0;
  if (kind === 0) copy[at] = old ^ (1 << (random % 8));
  else if (kind === 1) copy[at] = (old + 1 + (random % 255)) % 256;
  else if (kind === 2) return concat(bytes.subarray(0, at), bytes.subarray(at + 1));
  else if (kind === 3) return concat(bytes.subarray(0, at), Uint8Array.of(random % 256), bytes.subarray(at));
  else if (kind === 4) return concat(bytes, new Uint8Array(1 + (random % 4)).fill(random % 3));
  else return bytes.slice(0, at);
  return copy;
}

/** The next place that looks like the beginning of a value. */
function headAt(bytes: Uint8Array, from: number): number {
  for (let i = 0; i < bytes.length; i++) {
    const at = (from + i) % bytes.length;
    if ([0x30, 0x02, 0x03, 0x04, 0x06, 0x16, 0x18].includes(bytes[at] ?? 0)) return at;
  }
  return from % bytes.length;
}

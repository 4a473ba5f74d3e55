import { fromHex, toHex, uintBytes } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";

/** Fewest entries of a status list (design §3.4). */
const MIN_ENTRIES = 2 ** 18;
const ROUNDS = 8;

/**
 * Where a batch stands in the status list of its member and type: its cell i has the position
 * `position(list, list.offset + i)`. Lists join batches one after another, in the order in which they were opened.
 */
export interface ListPlace {
  readonly id: string;
  /** 16 random bytes, published with the list, so that witnesses recompute every position. */
  readonly key: Hex;
  /** Entries: a power of four, so that the permutation has two equal halves. */
  readonly entries: number;
  /** Cells of the batches before this one. */
  readonly offset: number;
}

/** The place after a batch: in the same list while it has room, else at the start of a new one. */
export function nextPlace(
  last: { readonly list: ListPlace; readonly capacity: number } | null,
  capacity: number,
  random: (n: number) => Uint8Array,
): ListPlace {
  const offset = last === null ? 0 : last.list.offset + last.capacity;
  if (last !== null && offset + capacity <= last.list.entries) return { ...last.list, offset };
  const entries = Math.max(MIN_ENTRIES, 4 ** Math.ceil(Math.log2(capacity) / 2));
  return { id: toHex(random(16)).slice(2), key: toHex(random(16)), entries, offset: 0 };
}

/**
 * Position of the list's cell `cell` (0 ≤ cell < entries): a Feistel network of eight rounds over the number's two
 * halves L ‖ R, the round function being the first four bytes of SHA-256("yinzheng/list/v1" ‖ 0x00 ‖ key ‖ round ‖
 * uint32 R). A permutation, so that no position is given twice; keyed, so that neighbours in a batch are none in the list.
 */
export function position(list: Pick<ListPlace, "key" | "entries">, cell: number): number {
  if (!Number.isInteger(cell) || cell < 0 || cell >= list.entries) throw new RangeError(`no cell ${cell} in the list`);
  const half = 2 ** (Math.log2(list.entries) / 2);
  const key = fromHex(list.key);
  let [left, right] = [Math.floor(cell / half), cell % half];
  for (let round = 0; round < ROUNDS; round++) {
    [left, right] = [right, (left ^ (roundValue(key, round, right) % half)) >>> 0];
  }
  return left * half + right;
}

function roundValue(key: Uint8Array, round: number, right: number): number {
  const digest = taggedHash("yinzheng/list/v1", key, uintBytes(round, 1), uintBytes(right, 4));
  return new DataView(digest.buffer, digest.byteOffset).getUint32(0);
}

import { fromHex, uintBytes } from "../crypto/encoding.ts";
import { taggedHash } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";

const ROUNDS = 8;

/** What positions in a status list follow from. */
export interface ListKey {
  /** 16 random bytes, published with the list, so that anybody recomputes every position. */
  readonly key: Hex;
  /** Cells of the list: a power of four, so that the permutation has two equal halves. */
  readonly cells: number;
}

/**
 * Position of the list's cell `cell` (0 ≤ cell < cells): a Feistel network of eight rounds over the number's two halves
 * L ‖ R, the round function being the first four bytes of SHA-256("yinzheng/list/v1" ‖ 0x00 ‖ key ‖ round ‖ uint32 R).
 * A permutation, so that no position is given twice; keyed, so that neighbours in a batch are none in the list. Throws
 * RangeError for a cell outside the list.
 */
export function position(list: ListKey, cell: number): number {
  if (!Number.isInteger(cell) || cell < 0 || cell >= list.cells) throw new RangeError(`no cell ${cell} in the list`);
  const half = 2 ** (Math.log2(list.cells) / 2);
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

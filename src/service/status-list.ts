import { toHex } from "../crypto/encoding.ts";
import type { ListKey } from "../proof/list-position.ts";

/** Fewest cells of a status list (design §3.4). */
const MIN_CELLS = 2 ** 18;

/**
 * Where a batch stands in the status list of its member and type: its cell i has the position
 * `position(list, list.offset + i)`. Lists join batches one after another, in the order in which they were opened.
 */
export interface ListPlace extends ListKey {
  /** 16 random bytes, 32 hex digits. */
  readonly id: string;
  /** Cells of the batches before this one. */
  readonly offset: number;
}

/** The place after a batch: in the same list while it has room, else at the start of a new one. */
export function nextPlace(
  last: { readonly list?: ListPlace; readonly capacity: number } | null,
  capacity: number,
  random: (n: number) => Uint8Array,
): ListPlace {
  const list = last?.list;
  const offset = last === null || list === undefined ? 0 : list.offset + last.capacity;
  if (list !== undefined && offset + capacity <= list.cells) return { ...list, offset };
  const cells = Math.max(MIN_CELLS, 4 ** Math.ceil(Math.log2(capacity) / 2));
  return { id: toHex(random(16)).slice(2), key: toHex(random(16)), cells, offset: 0 };
}

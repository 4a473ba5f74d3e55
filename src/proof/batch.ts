import { toHex } from "../crypto/encoding.ts";
import { hashOf } from "../crypto/hash.ts";
import { sparseTree } from "../crypto/sparse-tree.ts";
import type { HashSuite } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";

/** The tree of one batch. */
export interface BatchTree {
  readonly root: Hex;
  /** Inclusion path of the leaf in cell `index`, leaf side first. */
  path(index: number): readonly Hex[];
}

/**
 * The RFC 9162 tree over `size` cells (a power of two): the given leaves in theirs, the void leaf in all others.
 * Throws RangeError for a size that is no power of two or a leaf outside it.
 */
export function batchTree(batch: {
  readonly size: number;
  readonly suite: HashSuite;
  readonly leaves: ReadonlyMap<number, Uint8Array>;
  readonly voidLeaf: Uint8Array;
}): BatchTree {
  const tree = sparseTree(hashOf(batch.suite), batch.size, batch.leaves, batch.voidLeaf);
  return { root: toHex(tree.root), path: (index) => tree.path(index).map(toHex) };
}

import { demand } from "./failure.ts";
import type { HashFunction } from "./hash.ts";
import { nodeHash } from "./merkle.ts";

/** A batch tree: most places may hold the one void leaf. */
export interface SparseTree {
  readonly root: Uint8Array;
  /** Inclusion path of a place, filled or void, from the leaf's side; throws `internal` outside the tree. */
  path(index: number): Uint8Array[];
}

const MAX_SIZE = 2 ** 20;

/**
 * The RFC 9162 tree of `size` leaf hashes, in which every place that is not in `filled` holds `voidLeaf` (design §3.2).
 * Same root and paths as the plain tree; costs about filled · log2(size) hashes. Throws `internal` unless size is a
 * power of two up to 2^20 and every index is in it.
 */
export function sparseTree(
  h: HashFunction,
  size: number,
  filled: ReadonlyMap<number, Uint8Array>,
  voidLeaf: Uint8Array,
): SparseTree {
  const depth = Math.log2(size);
  demand(Number.isInteger(depth) && depth >= 0 && size <= MAX_SIZE, "a size that is a power of two up to 2^20");
  for (const index of filled.keys()) checkIndex(index, size);
  const levels = [filled];
  const voids = [voidLeaf];
  for (let level = 0; level < depth; level++) {
    const [below, empty] = [levels[level] ?? new Map(), voids[level] ?? voidLeaf];
    const next = new Map<number, Uint8Array>();
    for (const index of below.keys()) {
      const place = Math.floor(index / 2);
      if (next.has(place)) continue;
      next.set(place, nodeHash(h, below.get(2 * place) ?? empty, below.get(2 * place + 1) ?? empty));
    }
    levels.push(next);
    voids.push(nodeHash(h, empty, empty));
  }
  const nodeAt = (level: number, place: number): Uint8Array => levels[level]?.get(place) ?? voids[level] ?? voidLeaf;
  return {
    root: nodeAt(depth, 0),
    path(index) {
      checkIndex(index, size);
      return Array.from({ length: depth }, (_, level) => nodeAt(level, Math.floor(index / 2 ** level) ^ 1));
    },
  };
}

function checkIndex(index: number, size: number): void {
  demand(Number.isInteger(index) && index >= 0 && index < size, `a place below ${size}`);
}

import { equal } from "./encoding.ts";
import { demand } from "./failure.ts";
import { HASH_BYTES, type HashFunction } from "./hash.ts";

/**
 * Merkle trees of RFC 9162 §2.1, https://www.rfc-editor.org/rfc/rfc9162#section-2.1, over any of our hash functions.
 * Everywhere but in leafHash a "leaf" is the 32-byte hash of a leaf. Paths run from the leaf's side to the root.
 */
/** What the data of a leaf is hashed behind. */
export const LEAF: Uint8Array = Uint8Array.of(0);
const NODE = Uint8Array.of(1);

/** What an inclusion proof says; `root` is what it is checked against. */
export interface Inclusion {
  readonly index: number;
  readonly size: number;
  readonly leaf: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** What a consistency proof says: the tree of `size1` leaves is the beginning of that of `size2`. */
export interface Consistency {
  readonly size1: number;
  readonly size2: number;
  readonly root1: Uint8Array;
  readonly root2: Uint8Array;
  readonly path: readonly Uint8Array[];
}

/** H(0x00 ‖ data) (§2.1.1). */
export function leafHash(h: HashFunction, data: Uint8Array): Uint8Array {
  return h(LEAF, data);
}

/** H(0x01 ‖ left ‖ right) (§2.1.1). */
export function nodeHash(h: HashFunction, left: Uint8Array, right: Uint8Array): Uint8Array {
  if (!isHash(left) || !isHash(right)) return h(NODE, left, right);
  pair.set(left, 1);
  pair.set(right, 1 + HASH_BYTES);
  return h(pair);
}

/** 0x01 ‖ left ‖ right, in one place for all: a tree of a million leaves has a million nodes. */
const pair = new Uint8Array(1 + 2 * HASH_BYTES);
pair.set(NODE);

/** Merkle tree hash (§2.1.1); that of no leaves is H(""). */
export function rootOf(h: HashFunction, leaves: readonly Uint8Array[]): Uint8Array {
  let level = leaves;
  while (level.length > 1) level = above(h, level);
  return level[0] ?? h(new Uint8Array());
}

/** PATH(index, leaves) (§2.1.3.1); throws `internal` when there is no such leaf. */
export function inclusionPath(h: HashFunction, leaves: readonly Uint8Array[], index: number): Uint8Array[] {
  return pathsOf(h, leaves)(index);
}

/** `inclusionPath` of one leaf after another, over a tree that is hashed once. */
export function pathsOf(h: HashFunction, leaves: readonly Uint8Array[]): (index: number) => Uint8Array[] {
  const levels = [leaves];
  for (let level = leaves; level.length > 1; levels.push(level)) level = above(h, level);
  return (index) => {
    demand(Number.isInteger(index) && index >= 0 && index < leaves.length, "the index of a leaf");
    return levels.slice(0, -1).flatMap((level, depth) => level[Math.floor(index / 2 ** depth) ^ 1] ?? []);
  };
}

/**
 * The root that an inclusion proof leads to (§2.1.3.2, steps 1–4), or null where the index is outside the tree, the
 * path is not exactly as long as it must be, a hash is not 32 bytes, or a number is beyond 2^53 − 1.
 */
export function rootFromPath(h: HashFunction, { index, size, leaf, path }: Inclusion): Uint8Array | null {
  if (!Number.isSafeInteger(size) || !Number.isSafeInteger(index) || index < 0 || index >= size) return null;
  if (!isHash(leaf)) return null;
  let place = index;
  let last = size - 1;
  let root = leaf;
  for (const sibling of path) {
    if (last === 0 || !isHash(sibling)) return null;
    if (place % 2 === 1 || place === last) {
      root = nodeHash(h, sibling, root);
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      root = nodeHash(h, root, sibling);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 ? root : null;
}

/** Whether a leaf is in the tree of this root (§2.1.3.2). */
export function verifyInclusion(h: HashFunction, inclusion: Inclusion, root: Uint8Array): boolean {
  const found = rootFromPath(h, inclusion);
  return found !== null && equal(found, root);
}

/** PROOF(size1, leaves) (§2.1.4.1); throws `internal` unless 0 < size1 ≤ leaves.length. */
export function consistencyPath(h: HashFunction, leaves: readonly Uint8Array[], size1: number): Uint8Array[] {
  demand(Number.isInteger(size1) && size1 > 0 && size1 <= leaves.length, "the size of an earlier tree");
  return subproof(h, leaves, size1, true);
}

/**
 * Whether one tree is the beginning of another (§2.1.4.2). Equal sizes need equal roots and an empty path. An empty
 * first tree proves nothing and is refused, as is a number beyond 2^53 − 1.
 */
export function verifyConsistency(h: HashFunction, { size1, size2, root1, root2, path }: Consistency): boolean {
  if (!Number.isSafeInteger(size1) || !Number.isSafeInteger(size2) || size1 <= 0 || size1 > size2) return false;
  if (size1 === size2) return path.length === 0 && equal(root1, root2);
  if (!path.every(isHash) || !isHash(root1)) return false;
  let [place, last] = [size1 - 1, size2 - 1];
  while (place % 2 === 1) [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  const rest = place === 0 ? path : path.slice(1);
  const start = place === 0 ? root1 : path[0];
  if (start === undefined || path.length === 0) return false;
  let [first, second] = [start, start];
  for (const node of rest) {
    if (last === 0) return false;
    if (place % 2 === 1 || place === last) {
      [first, second] = [nodeHash(h, node, first), nodeHash(h, node, second)];
      while (place % 2 === 0 && place !== 0) [place, last] = [place / 2, Math.floor(last / 2)];
    } else {
      second = nodeHash(h, second, node);
    }
    [place, last] = [Math.floor(place / 2), Math.floor(last / 2)];
  }
  return last === 0 && equal(first, root1) && equal(second, root2);
}

function above(h: HashFunction, level: readonly Uint8Array[]): Uint8Array[] {
  const next: Uint8Array[] = [];
  for (let i = 0; i < level.length; i += 2) {
    const [left, right] = [level[i], level[i + 1]];
    if (left !== undefined) next.push(right === undefined ? left : nodeHash(h, left, right));
  }
  return next;
}

function subproof(h: HashFunction, leaves: readonly Uint8Array[], size1: number, whole: boolean): Uint8Array[] {
  if (size1 === leaves.length) return whole ? [] : [rootOf(h, leaves)];
  let split = 1;
  while (split * 2 < leaves.length) split *= 2;
  const [left, right] = [leaves.slice(0, split), leaves.slice(split)];
  return size1 <= split
    ? [...subproof(h, left, size1, whole), rootOf(h, right)]
    : [...subproof(h, right, size1 - split, false), rootOf(h, left)];
}

function isHash(bytes: Uint8Array): boolean {
  return bytes.length === HASH_BYTES;
}

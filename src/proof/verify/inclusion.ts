import { hexHashOfHex } from "../../crypto/hash.ts";
import { BATCH_SIZE, type HashSuite } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Bundle } from "../bundle.ts";
import { isSealed, remember } from "../sealed.ts";

/** A leaf and what is said to lead from it to the batch's root. */
export interface LeafPath {
  readonly index: number;
  readonly leaf: Hex;
  readonly path: readonly Hex[];
}

/** Nodes of one batch tree that a proof has led from to its root, by level and place: at most 2 × 1,024 of the topmost. */
type Known = Map<number, Hex>;
const MAX_WIDTH = 1024;

/**
 * Whether the leaf is in the tree of an anchored batch (RFC 9162 §2.1.3.2 for a size that is a power of two). A proof that
 * comes to a node of an earlier one need not be followed further: from there on every node has one value.
 */
export function isInBatch(record: Bundle["anchor"], suite: HashSuite, { index, leaf, path }: LeafPath): boolean {
  const { root, size } = record.anchor;
  const depth = Math.log2(size);
  const right = size >= BATCH_SIZE.min && size <= BATCH_SIZE.max && Number.isInteger(depth);
  if (!right || path.length !== depth || index >= size) return false;
  const known: Known = isSealed(record) ? knownOf(record, suite) : new Map();
  const climbed: Hex[] = [];
  let node = leaf;
  for (let level = 0; level < depth; level++) {
    const before = known.get(nameOf(level, index >> level));
    if (before !== undefined && (before !== node || !followsOn(known, index, path, level))) return false;
    if (before !== undefined) break;
    climbed.push(node);
    node = above(suite, node, path[level] ?? node, index >> level);
  }
  if (climbed.length === depth && node !== root) return false;
  climbed.forEach((own, level) => {
    if (size >> level > MAX_WIDTH) return;
    known.set(nameOf(level, index >> level), own);
    known.set(nameOf(level, (index >> level) ^ 1), path[level] ?? own);
  });
  return true;
}

/** The map is filled as proofs are checked; what is in it follows from the root alone, so no answer hangs on the order. */
const knownOf = remember((_record: Bundle["anchor"], _suite: HashSuite): Known => new Map());

/** Whether the path goes on as the known one does. */
function followsOn(known: Known, index: number, path: readonly Hex[], from: number): boolean {
  for (let level = from; level < path.length; level++) {
    if (known.get(nameOf(level, (index >> level) ^ 1)) !== path[level]) return false;
  }
  return true;
}

/** H(0x01 ‖ left ‖ right) (RFC 9162 §2.1.1), without a detour by bytes. */
function above(suite: HashSuite, node: Hex, sibling: Hex, place: number): Hex {
  const [left, right] = place % 2 === 0 ? [node, sibling] : [sibling, node];
  return hexHashOfHex(suite, `0x01${left.slice(2)}${right.slice(2)}`);
}

const nameOf = (level: number, place: number): number => level * BATCH_SIZE.max * 2 + place;

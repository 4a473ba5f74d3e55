import { ensure } from "./failure.ts";
import { type RlpItem, rlpBytes, rlpEncode } from "./rlp.ts";

/**
 * Nodes of a Merkle-Patricia trie whose keys all have one length, so that no branch holds a value.
 * Source: Yellow Paper, appendix D; hex-prefix encoding: appendix C.
 */

/** The 32-byte hash of a child, a child of less than 32 bytes inside its parent, or none. */
export type Child = Uint8Array | readonly RlpItem[] | null;

/** A leaf, or an extension: a stretch of path without a branch. */
export type ShortNode =
  | { readonly kind: "leaf"; readonly path: readonly number[]; readonly value: Uint8Array }
  | { readonly kind: "extension"; readonly path: readonly number[]; readonly child: Uint8Array | readonly RlpItem[] };

/** The child of a branch at a nibble. Throws `schema.pattern` unless it is a canonical branch without a value. */
export function branchChild(node: readonly RlpItem[], nibble: number): Child {
  check(rlpBytes(node[16]).length === 0, "no value in a branch");
  const children = node.slice(0, 16).map(childOf);
  check(children.filter((child) => child !== null).length >= 2, "at least two children of a branch");
  return children[nibble] ?? null;
}

/** A two-item node, with `left` nibbles of path to go. Throws `schema.pattern` unless it is canonical there. */
export function shortNode(node: readonly RlpItem[], left: number): ShortNode {
  check(node.length === 2, "a node of 2 or 17 items");
  const { path, isLeaf } = hexPrefix(rlpBytes(node[0]));
  if (isLeaf) {
    const value = rlpBytes(node[1]).slice();
    check(path.length === left && value.length > 0, "a leaf at the end of the path, with a value");
    return { kind: "leaf", path, value };
  }
  check(path.length > 0 && path.length < left, "an extension that ends before the path");
  const child = childOf(node[1]);
  check(child !== null, "a child of an extension");
  if (!(child instanceof Uint8Array)) check(child.length === 17, "a branch below an extension");
  return { kind: "extension", path, child };
}

/** Whether `part` stands in `path` from `start` on. */
export function startsWith(path: readonly number[], start: number, part: readonly number[]): boolean {
  return part.every((nibble, i) => nibble === path[start + i]);
}

/** The nibbles of bytes, the higher one of each first. */
export function nibblesOf(bytes: Uint8Array): number[] {
  return [...bytes].flatMap((byte) => [byte >> 4, byte & 15]);
}

/** A path in hex-prefix encoding: even or odd, leaf or extension, in the first nibble; an even path has a zero nibble after it. */
export function hexPrefixed(path: readonly number[], isLeaf: boolean): Uint8Array {
  const isOdd = path.length % 2 === 1;
  const flag = (isLeaf ? 2 : 0) + (isOdd ? 1 : 0);
  const nibbles = isOdd ? [flag, ...path] : [flag, 0, ...path];
  return Uint8Array.from(
    { length: nibbles.length / 2 },
    (_, i) => ((nibbles[2 * i] ?? 0) << 4) | (nibbles[2 * i + 1] ?? 0),
  );
}

function hexPrefix(bytes: Uint8Array): { path: number[]; isLeaf: boolean } {
  const nibbles = nibblesOf(bytes);
  const [flag = 4, pad] = nibbles;
  const isOdd = flag % 2 === 1;
  check(flag < 4 && (isOdd || pad === 0), "a hex-prefix path");
  return { path: nibbles.slice(isOdd ? 1 : 2), isLeaf: flag >= 2 };
}

function childOf(item: RlpItem | undefined): Child {
  check(item !== undefined, "a child");
  if (!(item instanceof Uint8Array)) {
    check(rlpEncode(item).length < 32, "a node of 32 bytes or more by its hash");
    return item;
  }
  check(item.length === 0 || item.length === 32, "a hash of 32 bytes");
  return item.length === 0 ? null : item;
}

function check(condition: boolean, expected: string): asserts condition {
  ensure(condition, "trie", expected);
}

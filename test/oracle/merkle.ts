import { type Hash, must } from "./bytes.ts";

/** RFC 9162 §2.1, by its recursive definition. */
export const leafHash = (hash: Hash, data: Uint8Array): Uint8Array => hash(Uint8Array.of(0), data);
export const nodeHash = (hash: Hash, left: Uint8Array, right: Uint8Array): Uint8Array =>
  hash(Uint8Array.of(1), left, right);

/** The largest power of two below `size`, which is at least 2. */
function split(size: number): number {
  let k = 1;
  while (2 * k < size) k *= 2;
  return k;
}

/** Root that an inclusion path leads to: PATH(m, D[n]) of §2.1.3.1 read backwards. */
export function rootOfPath(
  hash: Hash,
  index: number,
  size: number,
  leaf: Uint8Array,
  path: readonly Uint8Array[],
): Uint8Array {
  must(Number.isSafeInteger(size) && index >= 0 && index < size, "an index outside the tree");
  if (size === 1) {
    must(path.length === 0, "a path too long");
    return leaf;
  }
  const sibling = path.at(-1);
  must(sibling !== undefined, "a path too short");
  const k = split(size);
  const rest = path.slice(0, -1);
  return index < k
    ? nodeHash(hash, rootOfPath(hash, index, k, leaf, rest), sibling)
    : nodeHash(hash, sibling, rootOfPath(hash, index - k, size - k, leaf, rest));
}

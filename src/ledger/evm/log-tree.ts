import { demand } from "../../crypto/failure.ts";
import { sha256 } from "../../crypto/hash.ts";
import { nodeHash } from "../../crypto/merkle.ts";

/**
 * An append-only RFC 9162 tree (SHA-256) that keeps the root of every complete subtree, so that any root or inclusion
 * path of any earlier size costs O(log size). 64 bytes a leaf.
 */
export class LogTree {
  /** levels[k][i]: root of the i-th complete subtree of 2^k leaves. */
  readonly #levels: Uint8Array[][] = [[]];

  get size(): number {
    return this.#level(0).length;
  }

  leaf(index: number): Uint8Array {
    return this.#node(0, index);
  }

  append(leaf: Uint8Array): void {
    let node = leaf;
    for (let level = 0; ; level++) {
      const nodes = this.#level(level);
      nodes.push(node);
      if (nodes.length % 2 === 1) return;
      node = nodeHash(sha256, this.#node(level, nodes.length - 2), node);
    }
  }

  /** Root of the first `size` leaves. */
  root(size: number): Uint8Array {
    demand(Number.isInteger(size) && size >= 0 && size <= this.size, `a size up to ${this.size}`);
    return size === 0 ? sha256(new Uint8Array()) : this.#range(0, size);
  }

  /** PATH(index, first `size` leaves), from the leaf's side (RFC 9162 §2.1.3.1). */
  path(index: number, size: number): Uint8Array[] {
    demand(Number.isInteger(size) && size <= this.size, `a size up to ${this.size}`);
    demand(Number.isInteger(index) && index >= 0 && index < size, `an index below ${size}`);
    const path: Uint8Array[] = [];
    for (let [from, to] = [0, size]; to - from > 1; ) {
      const middle = from + splitOf(to - from);
      if (index < middle) {
        path.push(this.#range(middle, to));
        to = middle;
      } else {
        path.push(this.#range(from, middle));
        from = middle;
      }
    }
    return path.reverse();
  }

  /** PROOF(from, first `to` leaves): the tree of `from` leaves, at least one, is the beginning of that of `to` (RFC 9162 §2.1.4.1). */
  consistency(from: number, to: number): Uint8Array[] {
    demand(Number.isInteger(to) && to <= this.size, `a size up to ${this.size}`);
    demand(Number.isInteger(from) && from > 0 && from <= to, `a size from 1 to ${to}`);
    const path: Uint8Array[] = [];
    let [first, end] = [0, to];
    while (end !== from) {
      const middle = first + splitOf(end - first);
      if (from <= middle) {
        path.push(this.#range(middle, end));
        end = middle;
      } else {
        path.push(this.#range(first, middle));
        first = middle;
      }
    }
    // What remains is the whole earlier tree, whose root is known, or the end of it, whose root is not.
    if (first > 0) path.push(this.#range(first, end));
    return path.reverse();
  }

  /** Root of the `index`th complete subtree of 2^level leaves. */
  subtree(level: number, index: number): Uint8Array {
    return this.#node(level, index);
  }

  /** Hash of the leaves [from, to), which is what RFC 9162's splitting makes: complete, or at the right edge. */
  #range(from: number, to: number): Uint8Array {
    const count = to - from;
    const level = Math.log2(count);
    if (Number.isInteger(level)) return this.#node(level, from / count);
    const middle = from + splitOf(count);
    return nodeHash(sha256, this.#range(from, middle), this.#range(middle, to));
  }

  #level(level: number): Uint8Array[] {
    const nodes = this.#levels[level] ?? [];
    this.#levels[level] = nodes;
    return nodes;
  }

  #node(level: number, index: number): Uint8Array {
    const node = this.#levels[level]?.[index];
    demand(node !== undefined, "a leaf of the tree");
    return node;
  }
}

/** The largest power of two below `count`. */
function splitOf(count: number): number {
  let split = 1;
  while (split * 2 < count) split *= 2;
  return split;
}

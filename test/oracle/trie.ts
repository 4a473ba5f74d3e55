import { join, keccak, must, same, toHex } from "./bytes.ts";

/** RLP (Yellow Paper, appendix B) and Merkle-Patricia proofs (appendix D), as eth_getProof gives them. */
export type Rlp = Uint8Array | Rlp[];

/** Decodes, and refuses what does not encode back to the same bytes. */
export function rlp(bytes: Uint8Array): Rlp {
  const [item, end] = decode(bytes, 0);
  must(end === bytes.length && same(encode(item), bytes), "RLP that is not canonical");
  return item;
}

function decode(bytes: Uint8Array, start: number, depth = 0): [Rlp, number] {
  const first = bytes[start];
  must(first !== undefined && depth < 12, "RLP that ends too early, or is too deep");
  if (first < 0x80) return [bytes.slice(start, start + 1), start + 1];
  const isList = first >= 0xc0;
  const code = first - (isList ? 0xc0 : 0x80);
  const lengthBytes = code > 55 ? code - 55 : 0;
  must(lengthBytes <= 4, "RLP that is too long");
  const from = start + 1 + lengthBytes;
  const length = lengthBytes === 0 ? code : Number(toHex(bytes.slice(start + 1, from)));
  const end = from + length;
  must(end <= bytes.length, "RLP that ends too early");
  if (!isList) return [bytes.slice(from, end), end];
  const items: Rlp[] = [];
  let at = from;
  while (at < end) {
    const [item, next] = decode(bytes.subarray(0, end), at, depth + 1);
    items.push(item);
    at = next;
  }
  return [items, end];
}

function encode(item: Rlp): Uint8Array {
  if (item instanceof Uint8Array) {
    if (item.length === 1 && (item[0] ?? 0) < 0x80) return item;
    return join(prefix(0x80, item.length), item);
  }
  const body = join(...item.map(encode));
  return join(prefix(0xc0, body.length), body);
}

function prefix(base: number, length: number): Uint8Array {
  if (length < 56) return Uint8Array.of(base + length);
  const digits = length.toString(16);
  const size = Buffer.from(digits.length % 2 === 0 ? digits : `0${digits}`, "hex");
  return join(Uint8Array.of(base + 55 + size.length), size);
}

/** An integer as RLP has it: no leading zero. */
export function rlpInteger(item: Rlp | undefined): bigint {
  must(item instanceof Uint8Array && item.length <= 32 && item[0] !== 0, "not an integer");
  return item.length === 0 ? 0n : BigInt(toHex(item));
}

const EMPTY_ROOT = keccak(Uint8Array.of(0x80));

/** The value at keccak256(key) below a root, null where the proof shows its absence; throws where it shows neither. */
export function proven(root: Uint8Array, key: Uint8Array, proof: readonly Uint8Array[]): Uint8Array | null {
  if (same(root, EMPTY_ROOT)) {
    must(proof.length === 0, "nodes of an empty trie");
    return null;
  }
  const path = toHex(keccak(key)).slice(2);
  let used = 0;
  let at = 0;
  const open = (hash: Uint8Array): Rlp => {
    const node = proof[used++];
    must(node !== undefined && same(keccak(node), hash), "a node that is missing or not the one named");
    return rlp(node);
  };
  const finish = (value: Uint8Array | null): Uint8Array | null => {
    must(used === proof.length, "a node beyond the path");
    return value;
  };
  for (let node = open(root); ; ) {
    must(Array.isArray(node), "a node that is no list");
    let child: Rlp | undefined;
    if (node.length === 17) {
      child = node[Number.parseInt(path[at++] ?? "z", 16)];
    } else {
      const [isLeaf, part] = hexPrefix(node);
      if (isLeaf && path.slice(at) === part) {
        must(node[1] instanceof Uint8Array && node[1].length > 0, "a leaf without value");
        return finish(node[1]);
      }
      if (isLeaf || !path.startsWith(part, at)) return finish(null);
      at += part.length;
      child = node[1];
    }
    must(child !== undefined, "a path that is too long");
    if (child instanceof Uint8Array && child.length === 0) return finish(null);
    node = child instanceof Uint8Array ? open(child) : child;
  }
}

/**
 * The nodes on the way to keccak256(key), found by their hashes, and the value there; null where one is missing. What they
 * prove is for `proven` to say.
 */
export function pathIn(
  root: Uint8Array,
  key: Uint8Array,
  known: ReadonlyMap<string, Uint8Array>,
): { readonly nodes: readonly Uint8Array[]; readonly value: Uint8Array | null } | null {
  const nodes: Uint8Array[] = [];
  for (;;) {
    try {
      return { nodes, value: proven(root, key, nodes) };
    } catch {
      const wanted = nodes.length === 0 ? root : next(root, key, nodes);
      const node = wanted === null ? undefined : known.get(toHex(wanted));
      if (node === undefined) return null;
      nodes.push(node);
    }
  }
}

/** Hash of the node that follows these on the way; null where there is none. */
function next(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): Uint8Array | null {
  const path = toHex(keccak(key)).slice(2);
  let [at, used] = [0, 0];
  for (let node: Rlp | undefined = root; node !== undefined; ) {
    if (node instanceof Uint8Array) {
      if (used === nodes.length) return node.length === 32 ? node : null;
      node = rlp(nodes[used++] ?? node);
    } else if (node.length === 17) node = node[Number.parseInt(path[at++] ?? "z", 16)];
    else {
      at += hexPrefix(node)[1].length;
      node = node[1];
    }
  }
  return null;
}

/** Whether a node of two items is a leaf, and its part of the path in hex digits (appendix C). */
function hexPrefix(node: readonly Rlp[]): readonly [boolean, string] {
  const [first] = node;
  must(node.length === 2 && first instanceof Uint8Array && first.length > 0, "a node of 2 or 17 items");
  const digits = toHex(first).slice(2);
  const flag = Number.parseInt(digits[0] ?? "", 16);
  must(flag < 4 && (flag % 2 === 1 || digits[1] === "0"), "not a hex-prefix path");
  return [flag >= 2, digits.slice(flag % 2 === 1 ? 1 : 2)];
}

import { keccak256 } from "../../src/crypto/hash.ts";
import { type RlpItem, rlpDecode, rlpEncode } from "../../src/crypto/rlp.ts";

/** A Merkle-Patricia trie made from nothing, by the definition: Yellow Paper, appendix D. For tests of the verifier. */
export interface Trie {
  readonly root: Uint8Array;
  /** Nodes on the way to a path, root first, those inside their parents left out. */
  proof(path: readonly number[]): Uint8Array[];
}

type Entry = readonly [path: readonly number[], value: Uint8Array];
const nothing = new Uint8Array();

export function buildTrie(entries: readonly Entry[]): Trie {
  const known = new Map<string, Uint8Array>();
  const refer = (node: RlpItem): RlpItem => {
    const bytes = rlpEncode(node);
    if (bytes.length < 32) return node;
    const hash = keccak256(bytes);
    known.set(String(hash), bytes);
    return hash;
  };
  const top = entries.length === 0 ? nothing : build(entries, refer);
  const rootBytes = rlpEncode(top);
  return {
    root: keccak256(rootBytes),
    proof: (path) => (entries.length === 0 ? [] : [rootBytes, ...walk(top, path, known)]),
  };
}

export function hexPrefix(path: readonly number[], isLeaf: boolean): Uint8Array {
  const flag = (isLeaf ? 2 : 0) + (path.length % 2);
  const nibbles = path.length % 2 === 1 ? [flag, ...path] : [flag, 0, ...path];
  return Uint8Array.from({ length: nibbles.length / 2 }, (_, i) => (nibbles[2 * i]! << 4) | nibbles[2 * i + 1]!);
}

function build(entries: readonly Entry[], refer: (node: RlpItem) => RlpItem): RlpItem {
  const [path, value] = entries[0]!;
  if (entries.length === 1) return [hexPrefix(path, true), value];
  const shared = path.findIndex((nibble, i) => entries.some(([other]) => other[i] !== nibble));
  if (shared > 0) {
    const below = entries.map(([other, item]) => [other.slice(shared), item] as const);
    return [hexPrefix(path.slice(0, shared), false), refer(build(below, refer))];
  }
  const children = Array.from({ length: 16 }, (_, nibble) => {
    const below = entries
      .filter(([other]) => other[0] === nibble)
      .map(([other, item]) => [other.slice(1), item] as const);
    return below.length === 0 ? nothing : refer(build(below, refer));
  });
  return [...children, nothing];
}

function walk(node: RlpItem, path: readonly number[], known: ReadonlyMap<string, Uint8Array>): Uint8Array[] {
  if (node instanceof Uint8Array) return [];
  let child: RlpItem = nothing;
  let rest: readonly number[] = [];
  if (node.length === 17) {
    child = node[path[0]!]!;
    rest = path.slice(1);
  } else {
    const first = (node[0] as Uint8Array)[0]!;
    const nibbles = [...(node[0] as Uint8Array)]
      .flatMap((byte) => [byte >> 4, byte & 15])
      .slice((first >> 4) % 2 === 1 ? 1 : 2);
    if (first >> 4 >= 2 || nibbles.some((nibble, i) => nibble !== path[i])) return [];
    child = node[1]!;
    rest = path.slice(nibbles.length);
  }
  if (!(child instanceof Uint8Array)) return walk(child, rest, known);
  const bytes = known.get(String(child));
  return bytes === undefined ? [] : [bytes, ...walk(rlpDecode(bytes), rest, known)];
}

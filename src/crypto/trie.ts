import { equal, fromHex, toHex } from "./encoding.ts";
import { ensure } from "./failure.ts";
import { keccak256 } from "./hash.ts";
import { type RlpItem, rlpDecode, rlpEncode } from "./rlp.ts";
import { branchChild, type Child, nibblesOf, shortNode, startsWith } from "./trie-node.ts";

/** Root of a trie that holds nothing: keccak256(0x80). Source: Yellow Paper, appendix D. */
export const EMPTY_TRIE_ROOT = fromHex("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421");

/** What a proof proves of a key: that it has this value, or that it is not in the trie. */
export type TrieResult =
  | { readonly value: Uint8Array; readonly absent?: never }
  | { readonly absent: true; readonly value?: never };

/**
 * Follows a Merkle-Patricia proof, as `eth_getProof` gives it (EIP-1186: RLP nodes, root first), from a root to the
 * place of keccak256(key). Throws `schema.pattern` unless every node has the hash its parent (or the root) names, all
 * nodes that the path needs are there, none is left over, and each is the only canonical node for its content. For the
 * empty trie no node, or the one node 0x80, proves absence.
 * Source: Yellow Paper, appendix D; https://eips.ethereum.org/EIPS/eip-1186
 */
export function verifyTrieProof(root: Uint8Array, key: Uint8Array, nodes: readonly Uint8Array[]): TrieResult {
  return followPath(root, nibblesOf(keccak256(key)), nodes);
}

/** The same for a path given in nibbles, of a trie whose keys all have that length. Throws as verifyTrieProof does. */
export function followPath(root: Uint8Array, path: readonly number[], nodes: readonly Uint8Array[]): TrieResult {
  if (equal(root, EMPTY_TRIE_ROOT)) return emptyTrie(nodes);
  let used = 0;
  const fetch = (hash: Uint8Array): RlpItem => {
    const node = nodes[used++];
    check(node !== undefined, "every node on the path");
    check(equal(keccak256(node), hash), "a node with the hash that its parent names");
    check(used === 1 || node.length >= 32, "a node below 32 bytes inside its parent");
    return rlpDecode(node);
  };
  const result = descend(root, path, fetch);
  check(used === nodes.length, "no node beyond the path");
  return result;
}

/**
 * The proof of a key among nodes that are known by their hashes (hex): those on the path from the root to the place of
 * keccak256(key), root first; null where one of them is missing. Throws `schema.pattern` where one is no node of a trie.
 */
export function proofAmong(
  root: Uint8Array,
  key: Uint8Array,
  nodes: ReadonlyMap<string, Uint8Array>,
): readonly Uint8Array[] | null {
  if (equal(root, EMPTY_TRIE_ROOT)) return [];
  const path: Uint8Array[] = [];
  let missing = false;
  const fetch = (hash: Uint8Array): RlpItem => {
    const node = nodes.get(toHex(hash));
    missing ||= node === undefined;
    check(node !== undefined, "every node on the path");
    path.push(node);
    return rlpDecode(node);
  };
  try {
    descend(root, nibblesOf(keccak256(key)), fetch);
    return path;
  } catch (error) {
    if (missing) return null;
    throw error;
  }
}

function descend(root: Uint8Array, path: readonly number[], fetch: (hash: Uint8Array) => RlpItem): TrieResult {
  let node = fetch(root);
  let depth = 0;
  let afterExtension = false;
  for (;;) {
    check(!(node instanceof Uint8Array), "a node that is a list");
    let child: Child;
    if (node.length === 17) {
      const nibble = path[depth];
      check(nibble !== undefined, "a branch above the end of the path");
      child = branchChild(node, nibble);
      depth++;
      afterExtension = false;
    } else {
      check(!afterExtension, "a branch below an extension");
      const short = shortNode(node, path.length - depth);
      if (!startsWith(path, depth, short.path)) return { absent: true };
      if (short.kind === "leaf") return { value: short.value };
      child = short.child;
      depth += short.path.length;
      afterExtension = true;
    }
    if (child === null) return { absent: true };
    node = child instanceof Uint8Array ? fetch(child) : child;
  }
}

function emptyTrie(nodes: readonly Uint8Array[]): TrieResult {
  const [first, ...rest] = nodes;
  check(
    rest.length === 0 && (first === undefined || equal(first, rlpEncode(new Uint8Array()))),
    "no node in an empty trie",
  );
  return { absent: true };
}

function check(condition: boolean, expected: string): asserts condition {
  ensure(condition, "trie", expected);
}

import { demand } from "./failure.ts";
import { HASH_BYTES, keccak256 } from "./hash.ts";
import { type RlpItem, rlpEncode, uintItem } from "./rlp.ts";
import { EMPTY_TRIE_ROOT } from "./trie.ts";
import { hexPrefixed, nibblesOf } from "./trie-node.ts";

/** `ref`: what its parent says of a node: its hash, or the node itself below 32 bytes; null: to be computed. */
interface Leaf {
  readonly path: readonly number[];
  readonly value: Uint8Array;
  ref: RlpItem | null;
}

/** A place where paths part, or where they may: with a single child it is a step of an extension. */
interface Fork {
  readonly children: (TrieNode | undefined)[];
  ref: RlpItem | null;
}

type TrieNode = Leaf | Fork;

/**
 * The storage of one contract as the Merkle-Patricia trie that its account commits to, kept up as words are written.
 * Source: Yellow Paper §4.1 (storageRoot), appendix D.
 */
export class StorageTrie {
  #top: TrieNode | undefined;

  /** Writes a word into a slot; 0n empties it. Throws `internal` on a key that has not 32 bytes. */
  set(key: Uint8Array, word: bigint): void {
    demand(key.length === HASH_BYTES, "a storage key of 32 bytes");
    const value = word === 0n ? null : rlpEncode(uintItem(word));
    this.#top = put(this.#top, 0, nibblesOf(keccak256(key)), value);
  }

  /** The storageRoot, of 32 bytes. Costs what has changed since it was asked last. */
  root(): Uint8Array {
    return this.#top === undefined ? EMPTY_TRIE_ROOT : keccak256(rlpEncode(itemOf(this.#top, 0)));
  }
}

/** What stands at `depth` after a value was put at the end of a path; null takes away what is there. */
function put(
  node: TrieNode | undefined,
  depth: number,
  path: readonly number[],
  value: Uint8Array | null,
): TrieNode | undefined {
  if (node === undefined) return value === null ? undefined : { path, value, ref: null };
  if ("path" in node) {
    if (node.path.every((nibble, i) => i < depth || nibble === path[i]))
      return value === null ? undefined : { path, value, ref: null };
    return value === null ? node : put(put(newFork(), depth, node.path, node.value), depth, path, value);
  }
  const nibble = path[depth] as number;
  node.children[nibble] = put(node.children[nibble], depth + 1, path, value);
  node.ref = null;
  return value === null ? settled(node) : node;
}

const newFork = (): Fork => ({ children: new Array(16).fill(undefined), ref: null });

/** A fork from which something was taken away: it is no more than the one leaf that is left. */
function settled(fork: Fork): TrieNode | undefined {
  const [only, more] = fork.children.filter((child) => child !== undefined);
  if (only === undefined) return undefined;
  return more === undefined && "path" in only ? { ...only, ref: null } : fork;
}

function refOf(node: TrieNode, depth: number): RlpItem {
  if (node.ref !== null) return node.ref;
  const item = itemOf(node, depth);
  const bytes = rlpEncode(item);
  node.ref = bytes.length < HASH_BYTES ? item : keccak256(bytes);
  return node.ref;
}

function itemOf(node: TrieNode, depth: number): RlpItem {
  if ("path" in node) return [hexPrefixed(node.path.slice(depth), true), node.value];
  const steps: number[] = [];
  let fork = node;
  for (let only = onlyChild(fork); only !== null; only = onlyChild(fork)) {
    steps.push(only.nibble);
    fork = only.fork;
  }
  const below = depth + steps.length;
  if (steps.length > 0) return [hexPrefixed(steps, false), refOf(fork, below)];
  return [...fork.children.map((child) => (child === undefined ? NOTHING : refOf(child, below + 1))), NOTHING];
}

const NOTHING = new Uint8Array();

/** The only child of a fork, which is a fork then: leaves stand as high as they can. */
function onlyChild({ children }: Fork): { readonly nibble: number; readonly fork: Fork } | null {
  const nibble = children.findIndex((child) => child !== undefined);
  const child = children[nibble];
  if (child === undefined || "path" in child) return null;
  return children.some((other, i) => i > nibble && other !== undefined) ? null : { nibble, fork: child };
}

import { YinzhengError } from "../domain/errors.ts";
import { CONTRACTS, LATER_CONTRACTS } from "../domain/network.ts";
import type { Evidence } from "./bundle.ts";
import { type Reader, shapes } from "./shape.ts";

const MAX_NODES = 200_000;
/** A branch of the trie, the largest node, has 532 bytes; a header below a few hundred. */
export const MAX_NODE_BYTES = 1024;
/** Longest header. */
export const MAX_HEADER_BYTES = 65_536;

/** The node of a trie that holds nothing proves the same as no node at all, so it isn't written. */
const EMPTY_TRIE = "0x80";

const { hex, uint, list, ascending, object } = shapes("bundle.format");

const nodeList = list(uint(MAX_NODES), 128);
const slot = object({ key: hex(32), proof: nodeList });
const account = object({ address: hex(20), proof: nodeList, slots: ascending(slot, "key", 256) });
const pooledEvidence = object({
  header: hex({ max: MAX_HEADER_BYTES }),
  nodes: list(hex({ max: MAX_NODE_BYTES }), MAX_NODES),
  accounts: ascending(account, "address", CONTRACTS.length + LATER_CONTRACTS.length),
});

/**
 * Proof nodes stand once in `nodes` and are named by index; every node must be used, in the order of first use, and the
 * node of an empty trie is none of them. With accounts and slots in ascending order, one evidence has one form. Throws
 * `bundle.format`.
 */
export const readEvidence: Reader<Evidence> = (value, pointer) => {
  const { header, nodes, accounts } = pooledEvidence(value, pointer);
  let next = 0;
  const take = (indexes: readonly number[]) =>
    indexes.map((i) => {
      const node = nodes[i];
      if (node === undefined || i > next) throw unused(pointer);
      if (i === next) next++;
      return node;
    });
  const expanded = accounts.map((account) => ({
    address: account.address,
    proof: take(account.proof),
    slots: account.slots.map((slot) => ({ key: slot.key, proof: take(slot.proof) })),
  }));
  const emptyTrie = nodes.includes(EMPTY_TRIE);
  if (next !== nodes.length || new Set(nodes).size !== nodes.length || emptyTrie) throw unused(pointer);
  return { header, accounts: expanded };
};

const unused = (pointer: string) =>
  new YinzhengError("bundle.format", {
    pointer: `${pointer}/nodes`,
    expected: "each node once, in the order of its first use, and none for an empty trie",
  });

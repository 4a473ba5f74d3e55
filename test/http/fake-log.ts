import { toHex, utf8 } from "../../src/crypto/encoding.ts";
import { sha256 } from "../../src/crypto/hash.ts";
import { leafHash } from "../../src/crypto/merkle.ts";
import { LogTree } from "../../src/ledger/evm/log-tree.ts";
import type { Ledger } from "../../src/ledger/ledger.ts";
import { type LogReads, logReads } from "../../src/service/tiles.ts";

/** Leaves of the fake service's log: more than one tile, and two of its levels. */
export const LOG_SIZE = 600;
export const LEAVES = Array.from({ length: LOG_SIZE }, (_, i) => utf8(`leaf ${i} `.repeat(1 + (i % 7))));
export const TREE = new LogTree();
for (const leaf of LEAVES) TREE.append(leafHash(sha256, leaf));

/** What the service tells of a log on paper. */
export function fakeLog(): LogReads {
  const ledger = {
    logState: async () => ({ size: LOG_SIZE, root: toHex(TREE.root(LOG_SIZE)) }),
    subtrees: async (level: number, first: number, end: number) =>
      Array.from({ length: end - first }, (_, i) => toHex(TREE.subtree(level, first + i))),
    logLeaves: async (from: number, to: number) => LEAVES.slice(from, to).map(toHex),
    consistency: async (from: number, to: number) => TREE.consistency(from, to).map(toHex),
    inclusion: async (index: number, size: number) => TREE.path(index, size).map(toHex),
  };
  return logReads(ledger as unknown as Ledger);
}

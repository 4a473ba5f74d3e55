import { demand } from "./failure.ts";
import { sha256 } from "./hash.ts";
import { nodeHash } from "./merkle.ts";

/** Levels of the evidence log's frontier, as in the contract: it holds fewer than 2^26 leaves. */
export const LOG_LEVELS = 26;

/**
 * A compact range: enough of an append-only RFC 9162 log (SHA-256) to append and to know the root. `frontier[level]` is
 * the root of the last complete subtree of 2^level leaves; it is meaningful where bit `level` of `size` is set, and left
 * as it was elsewhere, as in the contract's storage.
 */
export interface LogState {
  readonly size: number;
  readonly frontier: readonly Uint8Array[];
}

/** The log of no leaves. */
export function emptyLog(): LogState {
  return { size: 0, frontier: [] };
}

/** The log with one more leaf hash (32 bytes); the given state stays as it is. Throws `internal` when 2^26 − 1 are in it. */
export function appendLeaf(state: LogState, leaf: Uint8Array): LogState {
  demand(state.size < 2 ** LOG_LEVELS - 1, "a log that is not full");
  const frontier = [...state.frontier];
  let node = leaf;
  let level = 0;
  for (let rest = state.size; rest % 2 === 1; rest = (rest - 1) / 2) {
    node = nodeHash(sha256, frontier[level] ?? node, node);
    level++;
  }
  frontier[level] = node;
  return { size: state.size + 1, frontier };
}

/** Root of the log, the same as rootOf over all its leaves; that of an empty log is SHA-256(""). */
export function logRoot(state: LogState): Uint8Array {
  let root: Uint8Array | null = null;
  let rest = state.size;
  for (const subtree of state.frontier) {
    if (rest % 2 === 1) root = root === null ? subtree : nodeHash(sha256, subtree, root);
    rest = Math.floor(rest / 2);
  }
  return root ?? sha256();
}

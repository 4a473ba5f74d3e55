import { concat, fromHex, toHex, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { leafHash, pathsOf, rootFromPath, rootOf } from "../crypto/merkle.ts";
import type { Hex } from "../domain/bytes.ts";

/** The tree under a `BatchApproval`: RFC 9162 with SHA-256 over the digests of its drafts, in their order. */

const TAG = utf8("yinzheng/approved-draft/v1\0");

/** Where one draft stands among those that were approved together. */
export interface DraftPlace {
  readonly index: number;
  /** RFC 9162 inclusion path, leaf side first. */
  readonly path: readonly Hex[];
}

/** Root of the drafts with these digests; 32 bytes. */
export function draftsRoot(digests: readonly Hex[]): Hex {
  return toHex(rootOf(sha256, digests.map(leafOfDraft)));
}

/** Inclusion path of one draft after another. Throws `internal` for an index outside. */
export function draftPaths(digests: readonly Hex[]): (index: number) => readonly Hex[] {
  const path = pathsOf(sha256, digests.map(leafOfDraft));
  return (index) => path(index).map(toHex);
}

/** Is the draft with this digest one of the `count` under `root`, at this place? */
export function isAmongDrafts(
  digest: Hex,
  { index, path }: DraftPlace,
  { draftsRoot: root, count }: { readonly draftsRoot: Hex; readonly count: number },
): boolean {
  const found = rootFromPath(sha256, { index, size: count, leaf: leafOfDraft(digest), path: path.map(fromHex) });
  return found !== null && toHex(found) === root;
}

function leafOfDraft(digest: Hex): Uint8Array {
  return leafHash(sha256, concat(TAG, fromHex(digest)));
}

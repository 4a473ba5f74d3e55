import { fromHex, toHex } from "../crypto/encoding.ts";
import { keccak256 } from "../crypto/hash.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import type { Bundle, Evidence, LogProof } from "./bundle.ts";
import type { Known, KnownBatch } from "./compact/rebuild.ts";
import type { LogHead } from "./log-head.ts";

/** Registered name and version of the format: docs/format/snapshot.md. */
export const SNAPSHOT_FORMAT = "yinzheng-snapshot/1";
/** Media type of a snapshot file. */
export const SNAPSHOT_MEDIA_TYPE = "application/vnd.yinzheng.snapshot+json";

/** A batch as a snapshot holds it: all that the bundles of its certificates have in common, but for the state. */
export interface SnapshotBatch extends KnownBatch, Pick<Bundle, "statusChanges"> {
  /** Of the anchor's record in the snapshot's log. */
  readonly logPath: LogProof["path"];
}

/**
 * What offline codes are judged against: batches of chosen members and types, and the part of the registries' state at one
 * block that shows how they stand. Nothing in it is trusted because it is in it.
 */
export interface Snapshot extends Known<SnapshotBatch> {
  readonly format: typeof SNAPSHOT_FORMAT;
  /** RLP of the block's header. */
  readonly header: Hex;
  /** RLP nodes of the state's tries, each once, ascending as text: a proof of every slot can be found among them. */
  readonly nodes: readonly Hex[];
  /** The evidence log at that block. */
  readonly log: LogHead;
  /** Note of witnesses or snapshot signers for that block; "" where nobody answered. */
  readonly checkpoint: string;
}

/** What a snapshot is made from: evidence of all its slots in the place of nodes. */
export type SnapshotParts = Omit<Snapshot, "format" | "header" | "nodes"> & { readonly evidence: Evidence };

/** The node of a trie that holds nothing proves nothing beyond its root. */
const EMPTY_TRIE = "0x80";

/** A snapshot of these parts: what they say in any order is one snapshot. */
export function snapshotOf({ evidence, members, batches, contexts, types, ...rest }: SnapshotParts): Snapshot {
  const { header, accounts } = evidence;
  const proofs = accounts.flatMap(({ proof, slots }) => [proof, ...slots.map((slot) => slot.proof)]);
  const nodes = [...new Set(proofs.flat())].filter((node) => node !== EMPTY_TRIE).sort();
  return {
    ...rest,
    format: SNAPSHOT_FORMAT,
    header,
    nodes,
    contexts: sortedBy(contexts, ({ id }) => id),
    types: sortedBy(types, ({ id }) => id),
    members: sortedBy(members, ({ profile }) => profile.code).map(({ profile, keys }) => ({
      profile,
      keys: sortedBy(keys, ({ keyId }) => keyId),
    })),
    batches: sortedBy(batches, ({ anchor }) => anchor.anchor.batchId),
  };
}

/** The text of a snapshot file: JCS. */
export function snapshotText(snapshot: Snapshot): string {
  return canonicalize(snapshot as unknown as JsonObject);
}

/** Nodes by their hashes. */
export function nodesByHash({ nodes }: Pick<Snapshot, "nodes">): ReadonlyMap<string, Uint8Array> {
  return new Map(nodes.map((hex) => [toHex(keccak256(fromHex(hex))), fromHex(hex)]));
}

function sortedBy<T>(items: readonly T[], name: (item: T) => string): readonly T[] {
  return items.toSorted((a, b) => (name(a) < name(b) ? -1 : Number(name(a) > name(b))));
}

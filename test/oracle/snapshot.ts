import {
  anchorRecord,
  type Bundle,
  batchSignatures,
  checkpoint,
  document,
  key,
  profile,
  statusChanges,
} from "./bundle.ts";
import { must, text } from "./bytes.ts";
import { type Json, readJson } from "./json.ts";
import { anyText, ascending, bytes, integer, list, object, oneOf, upToBytes } from "./shape.ts";

type Resource = { readonly id: string; readonly document: Json };

/** A snapshot file (snapshot.md). */
export interface Snapshot {
  readonly registryId: string;
  readonly header: string;
  readonly nodes: readonly string[];
  readonly log: { readonly size: number; readonly root: string };
  readonly checkpoint: string;
  readonly contexts: readonly Resource[];
  readonly types: readonly Resource[];
  readonly members: readonly { readonly profile: Bundle["member"]; readonly keys: Bundle["keys"] }[];
  readonly batches: readonly (Pick<Bundle, "anchor" | "batchSignatures" | "statusChanges"> & {
    readonly logPath: readonly string[];
    readonly statusList: string;
  })[];
}

const batch = object({
  anchor: anchorRecord,
  logPath: list(bytes(32), 64),
  batchSignatures,
  statusChanges,
  statusList: anyText(2048),
});
const file = object({
  format: oneOf("yinzheng-snapshot/1"),
  registryId: bytes(32),
  header: upToBytes(65_536),
  nodes: list(upToBytes(1024), 500_000),
  log: object({ size: integer(2 ** 26), root: bytes(32) }),
  checkpoint,
  contexts: ascending("id", document, 1000),
  types: ascending("id", document, 1000),
  members: list(object({ profile, keys: ascending("keyId", key, 256) }), 10_000),
  batches: list(batch, 50_000),
});

const rising = (names: readonly string[]): boolean => names.every((name, i) => i === 0 || (names[i - 1] ?? "") < name);

/** Throws a Fault for what is no snapshot. */
export function readSnapshot(source: string): Snapshot {
  const value = readJson(text(source));
  file(value);
  const snapshot = value as unknown as Snapshot;
  const { nodes, members, batches } = snapshot;
  must(rising(nodes), "nodes out of order");
  must(rising(members.map(({ profile }) => profile.code)), "members out of order");
  must(rising(batches.map(({ anchor }) => anchor.anchor.batchId)), "batches out of order");
  return snapshot;
}

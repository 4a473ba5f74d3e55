import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import * as parts from "./parse.ts";
import { MAX_HEADER_BYTES, MAX_NODE_BYTES } from "./parse-evidence.ts";
import { type Reader, shapes } from "./shape.ts";
import { SNAPSHOT_FORMAT, type Snapshot } from "./snapshot.ts";

/** Longest snapshot file, in bytes: what a phone still holds. */
export const MAX_SNAPSHOT_BYTES = 64 * 2 ** 20;
const MAX_SNAPSHOT_VALUES = 2_000_000;
const MAX = { nodes: 500_000, batches: 50_000, members: 10_000, keys: 256, documents: 1_000 } as const;

const { hex, uint, text, oneOf, list, ascending, object } = shapes("snapshot.format");
const word = hex(32);

const snapshot = object({
  format: oneOf([SNAPSHOT_FORMAT]),
  registryId: word,
  header: hex({ max: MAX_HEADER_BYTES }),
  nodes: list(hex({ max: MAX_NODE_BYTES }), MAX.nodes),
  log: object({ size: uint(2 ** 26), root: word }),
  checkpoint: text(65_536),
  contexts: list(parts.readResource, MAX.documents),
  types: list(parts.readResource, MAX.documents),
  members: list(object({ profile: parts.readProfile, keys: ascending(parts.readKey, "keyId", MAX.keys) }), MAX.members),
  batches: list(
    object({
      anchor: parts.readAnchorRecord,
      logPath: parts.readPath,
      batchSignatures: parts.readBatchSignatures,
      statusChanges: parts.readStatusEvents,
      statusList: text(2048),
    }),
    MAX.batches,
  ),
}) as Reader<Snapshot>;

/**
 * A snapshot from untrusted bytes. Its shape is right afterwards, and nothing else: nothing in it has been verified.
 * Throws `json.*`, and `snapshot.format` with a JSON pointer, also where parts are not in ascending order, or twice.
 */
export function parseSnapshot(bytes: Uint8Array): Snapshot {
  if (bytes.length > MAX_SNAPSHOT_BYTES)
    throw new YinzhengError("snapshot.format", { expected: `at most ${MAX_SNAPSHOT_BYTES} bytes` });
  const value = parseJson(bytes, { nodes: MAX_SNAPSHOT_VALUES });
  const read = attempt(() => snapshot(value, ""));
  requireAscending("/nodes", read.nodes);
  requireAscending(
    "/contexts",
    read.contexts.map(({ id }) => id),
  );
  requireAscending(
    "/types",
    read.types.map(({ id }) => id),
  );
  requireAscending(
    "/members",
    read.members.map(({ profile }) => profile.code),
  );
  requireAscending(
    "/batches",
    read.batches.map(({ anchor }) => anchor.anchor.batchId),
  );
  return read;
}

function requireAscending(pointer: string, names: readonly string[]): void {
  if (names.some((name, i) => i > 0 && name <= (names[i - 1] ?? "")))
    throw new YinzhengError("snapshot.format", { pointer, expected: "ascending order, each once" });
}

/** Faults of the parts that bundles have too carry the code of a bundle. */
function attempt<T>(read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (!isYinzhengError(cause, "bundle.format")) throw cause;
    throw new YinzhengError("snapshot.format", cause.detail, cause);
  }
}

import { adoptionLeaf } from "../../crypto/adoption.ts";
import { toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { pathsOf, rootOf } from "../../crypto/merkle.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Adopted, Origin } from "../../domain/continuation.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import { parseJson } from "../../domain/json.ts";
import type { JsonObject } from "../../domain/json-value.ts";
import { readStatusChange } from "../../proof/parse.ts";
import { type Reader, shapes } from "../../proof/shape.ts";
import type { FinalState } from "../../proof/trust.ts";

export const CONTINUATION_FORMAT = "yinzheng-continuation/1";

/** What is carried from a closed installation into a new one; whoever has the old log can make it again. */
export interface Continuation {
  readonly format: typeof CONTINUATION_FORMAT;
  /** registryId of the new installation. */
  readonly to: Hex;
  /** The origin's final checkpoint, co-signed by its witnesses. */
  readonly checkpoint: string;
  readonly origin: Origin;
  readonly adoptions: readonly Adopted[];
}

/** A few million batches. */
const MAX_VALUES = 100_000_000;
const MAX_ADOPTIONS = 10_000_000;
const { hex, uint, text, oneOf, list, object } = shapes("migrate.file");
const word = hex(32);
const flag: Reader<boolean> = (value, pointer) => {
  if (typeof value === "boolean") return value;
  throw new YinzhengError("migrate.file", { pointer, expected: "true or false" });
};

const continuation: Reader<Continuation> = object({
  format: oneOf([CONTINUATION_FORMAT]),
  to: word,
  checkpoint: text(65_536),
  origin: object({
    registryId: word,
    chainId: uint(),
    logSize: uint(2 ** 26),
    logRoot: word,
    blockNumber: uint(),
    blockHash: word,
    blockTime: uint(),
    size: uint(MAX_ADOPTIONS),
    root: word,
  }),
  adoptions: list(
    object({
      adoption: object({
        memberId: word,
        batchId: word,
        record: word,
        headBefore: word,
        headAfter: word,
        last: flag,
      }),
      changes: list(object({ change: readStatusChange, time: uint(2 ** 40) }), 10_000),
    }),
    MAX_ADOPTIONS,
  ),
});

/** Throws `migrate.file` for what is no continuation, and for one whose adoptions are not those of its root. */
export function parseContinuation(bytes: Uint8Array): Continuation {
  let read: Continuation;
  try {
    read = continuation(parseJson(bytes, { nodes: MAX_VALUES }), "");
  } catch (cause) {
    if (isYinzhengError(cause, "migrate.file") || !isYinzhengError(cause)) throw cause;
    throw new YinzhengError("migrate.file", { ...cause.detail }, cause);
  }
  const { size, root } = treeOf(read.origin.registryId, read.adoptions);
  if (size === read.origin.size && root === read.origin.root) return read;
  throw new YinzhengError("migrate.file", { pointer: "/origin/root", expected: "the root of the adoptions" });
}

/** Size and root of the tree that the council signs, and the path of each adoption in it. */
export function treeOf(from: Hex, adoptions: readonly Adopted[]) {
  const leaves = adoptions.map(({ adoption }) => adoptionLeaf(from, adoption));
  const paths = pathsOf(sha256, leaves);
  return {
    size: leaves.length,
    root: toHex(rootOf(sha256, leaves)),
    path: (index: number): readonly Hex[] => paths(index).map(toHex),
  };
}

/** What a trust file says of the origin, in the entry of the network that continues it. */
export function finalStateOf({ origin }: Continuation): FinalState {
  const { registryId, logSize, logRoot, blockNumber, blockHash, blockTime } = origin;
  return {
    registryId,
    size: logSize,
    root: logRoot,
    block: { number: blockNumber, hash: blockHash, time: blockTime },
  };
}

/** The origin as `yz council propose continue-from --origin` takes it. */
export function originForCouncil({ origin }: Continuation): JsonObject {
  return {
    origin_id: origin.registryId,
    chain: origin.chainId,
    log_size: origin.logSize,
    log_root: origin.logRoot,
    block: origin.blockNumber,
    block_hash: origin.blockHash,
    block_time: origin.blockTime,
    size: origin.size,
    root: origin.root,
  };
}

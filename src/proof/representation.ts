import type { AnchorRecord } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize, type JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import type { Manifest } from "../domain/manifest.ts";
import { pooledEvidence } from "./build.ts";
import type { Evidence, LogProof } from "./bundle.ts";
import { typeIdOf } from "./ids.ts";
import { readAnchorRecord, readLogProof, readPath } from "./parse.ts";
import { readEvidence } from "./parse-evidence.ts";
import { type Reader, shapes } from "./shape.ts";

/** Registered name and version of the format. */
export const REPRESENTATION_FORMAT = "yinzheng-representation/1";
/** Reserved type code of representations: a member needs it in its scope, as any type. */
export const REPRESENTATION_TYPE = "representation";
/** typeId of batches of representations. */
export const REPRESENTATION_TYPE_ID: Hex = typeIdOf(REPRESENTATION_TYPE);

/** What a copy is for: nobody relies on it for anything else, or later. */
export interface RepresentationLimits {
  readonly purpose: string;
  /** For whom; absent: for whoever the purpose names. */
  readonly audience?: string;
  /** RFC 3339 in whole seconds, UTC; the last second in which the copy may be relied on. */
  readonly validUntil: string;
}

/** What the leaf of a representation says: which bytes stand for which certificate (design §3.2). */
export interface RepresentationManifest extends Omit<Manifest, "kind"> {
  readonly kind: "representation";
  /** The certificate's cell and leaf. */
  readonly of: { readonly memberId: Hex; readonly batchId: Hex; readonly index: number; readonly leaf: Hex };
  readonly limits?: RepresentationLimits;
}

/** Everything that shows these bytes to be a representation of their certificate. Nothing in it is trusted for being in it. */
export interface RepresentationProof {
  readonly format: typeof REPRESENTATION_FORMAT;
  readonly registryId: Hex;
  readonly manifest: RepresentationManifest;
  /** 16 bytes. */
  readonly salt: Hex;
  /** RFC 9162 inclusion path of the leaf in its batch's tree, leaf side first. */
  readonly path: readonly Hex[];
  readonly anchor: Omit<AnchorRecord, "block">;
  readonly log: LogProof;
  /** Record, member, scope and officers of the anchor, at one block. */
  readonly evidence: Evidence;
  /** C2SP checkpoint note with co-signatures for the evidence's block; "" until a witness has answered. */
  readonly checkpoint: string;
}

/** Longest proof, in bytes. */
export const MAX_REPRESENTATION_BYTES = 2 ** 20;
const MAX_VALUES = 20_000;

const { hex, uint, text, oneOf, list, object, optional } = shapes("bundle.format");
const word = hex(32);
const index = uint(2 ** 20 - 1);
const limits = object({ purpose: text(200), audience: optional(text(200)), validUntil: text(32) });
const manifest = object({
  format: oneOf(["yinzheng-manifest/1"]),
  registryId: word,
  memberId: word,
  typeId: word,
  kind: oneOf(["representation"]),
  batchId: word,
  index,
  entries: list(object({ mediaType: text(128), length: uint(), value: word }), 1),
  of: object({ memberId: word, batchId: word, index, leaf: word }),
  limits: optional(limits),
}) as Reader<RepresentationManifest>;
const proof: Reader<RepresentationProof> = object({
  format: oneOf([REPRESENTATION_FORMAT]),
  registryId: word,
  manifest,
  salt: hex(16),
  path: readPath,
  anchor: readAnchorRecord,
  log: readLogProof,
  evidence: readEvidence,
  checkpoint: text(65_536),
});

/**
 * A proof from untrusted bytes; its shape is right afterwards, and nothing else. Throws `json.*`, `bundle.too_large`, and
 * `bundle.format` with a JSON pointer.
 */
export function parseRepresentation(bytes: Uint8Array): RepresentationProof {
  if (bytes.length > MAX_REPRESENTATION_BYTES) throw new YinzhengError("bundle.too_large");
  return proof(parseJson(bytes, { nodes: MAX_VALUES }), "");
}

/** The text of a proof: JCS, trie nodes pooled, each once. */
export function representationText(given: RepresentationProof): string {
  return canonicalize({ ...given, evidence: pooledEvidence(given.evidence) } as unknown as JsonObject);
}

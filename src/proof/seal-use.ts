import type { AnchorRecord } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import type { Manifest } from "../domain/manifest.ts";
import type { MemberProfile } from "../domain/member.ts";
import { stateJson } from "./build.ts";
import type { Continued, Evidence, LogProof } from "./bundle.ts";
import {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_VALUES,
  readAnchorRecord,
  readCheckpoint,
  readContinued,
  readLogProof,
  readPath,
  readProfile,
} from "./parse.ts";
import { readEvidence } from "./parse-evidence.ts";
import { MAX_SEALS, readRevocations, readUses, type SealUseEvidence } from "./seal-use-evidence.ts";
import { type Reader, shapes } from "./shape.ts";

/** Registered name and version of the format. */
export const SEAL_USE_FORMAT = "yinzheng-seal-use/1";

/** Media type of the one entry of a leaf: bytes of a sealed PDF, or the list of an OFD's entries (docs/format/seal-use.md). */
export const STAMPED_MEDIA_TYPES = ["application/pdf", "application/ofd"] as const;
export type StampedMediaType = (typeof STAMPED_MEDIA_TYPES)[number];

/** What the leaf of a stamped file says: onto which bytes which seals were put. */
export interface SealUseManifest extends Omit<Manifest, "kind"> {
  readonly kind: "seal-use";
  /** sealIds of the seals on it, each once, in the order of their first use. */
  readonly seals: readonly Hex[];
}

/** Everything that shows that a member put these seals on these bytes. Nothing in it is trusted for being in it. */
export interface SealUseProof {
  readonly format: typeof SEAL_USE_FORMAT;
  readonly registryId: Hex;
  /** Who used the seals. */
  readonly member: MemberProfile;
  readonly manifest: SealUseManifest;
  /** 16 bytes. */
  readonly salt: Hex;
  /** RFC 9162 inclusion path of the leaf in its batch's tree, leaf side first. */
  readonly path: readonly Hex[];
  readonly anchor: Omit<AnchorRecord, "block">;
  readonly log: LogProof;
  /** Record, member, profile, scope, officers and seals (`sealUseSlots`), at one block after the uses were counted. */
  readonly evidence: Evidence;
  /** C2SP checkpoint note with co-signatures for the evidence's block; "" until a witness has answered. */
  readonly checkpoint: string;
  /** For each of the manifest's seals its counted use, in the same order. */
  readonly uses: readonly SealUseEvidence[];
  /** Lists of revoked certificates that were in force when the seals were used: DER in base64. */
  readonly revocations?: readonly string[];
  /** Where the batch has moved house, as it stands now; its changes of status mean nothing. */
  readonly continued?: Continued;
}

/** Longest proof, in bytes. */
export const MAX_SEAL_USE_BYTES = MAX_BUNDLE_BYTES;

const { hex, uint, oneOf, list, object, optional } = shapes("bundle.format");
const word = hex(32);
const manifest = object({
  format: oneOf(["yinzheng-manifest/1"]),
  registryId: word,
  memberId: word,
  typeId: word,
  kind: oneOf(["seal-use"]),
  batchId: word,
  index: uint(2 ** 20 - 1),
  entries: list(object({ mediaType: oneOf(STAMPED_MEDIA_TYPES), length: uint(), value: word }), 1),
  seals: list(word, MAX_SEALS),
}) as Reader<SealUseManifest>;
const proof = object({
  format: oneOf([SEAL_USE_FORMAT]),
  registryId: word,
  member: readProfile,
  manifest,
  salt: hex(16),
  path: readPath,
  anchor: readAnchorRecord,
  log: readLogProof,
  evidence: readEvidence,
  checkpoint: readCheckpoint,
  uses: readUses,
  revocations: optional(readRevocations),
  continued: optional(readContinued),
}) as Reader<SealUseProof>;

/**
 * A proof from untrusted bytes; its shape is right afterwards, and nothing else. Throws `json.*`, `bundle.too_large`, and
 * `bundle.format` with a JSON pointer.
 */
export function parseSealUse(bytes: Uint8Array): SealUseProof {
  if (bytes.length > MAX_SEAL_USE_BYTES) throw new YinzhengError("bundle.too_large");
  const read = proof(parseJson(bytes, { nodes: MAX_BUNDLE_VALUES }), "");
  if (new Set(read.manifest.seals).size === read.manifest.seals.length) return read;
  throw new YinzhengError("bundle.format", { pointer: "/manifest/seals", expected: "each seal once" });
}

/** The text of a proof: JCS, trie nodes pooled, each once. */
export function sealUseText(given: SealUseProof): string {
  return canonicalize(stateJson(given));
}

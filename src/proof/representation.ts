import { toHex } from "../crypto/encoding.ts";
import type { AnchorRecord } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { canonicalize } from "../domain/canonical.ts";
import { formatInstant, parseInstant } from "../domain/dates.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import type { Manifest } from "../domain/manifest.ts";
import { textIssue } from "../domain/text.ts";
import { stateJson } from "./build.ts";
import type { Bundle, Continued, Evidence, LogProof } from "./bundle.ts";
import { typeIdOf } from "./ids.ts";
import { hashSuiteName, leafOf } from "./leaf.ts";
import {
  MAX_BUNDLE_BYTES,
  MAX_BUNDLE_VALUES,
  readAnchorRecord,
  readCheckpoint,
  readContinued,
  readLogProof,
  readPath,
  readStatusEvents,
} from "./parse.ts";
import { readEvidence } from "./parse-evidence.ts";
import { readRevocations, readUses, type SealUseEvidence } from "./seal-use-evidence.ts";
import { type Reader, shapes } from "./shape.ts";

/** Registered name and version of the format. */
export const REPRESENTATION_FORMAT = "yinzheng-representation/1";
/** Reserved type code of representations: a member needs it in its scope, as any type. */
export const REPRESENTATION_TYPE = "representation";
/** typeId of batches of representations. */
export const REPRESENTATION_TYPE_ID: Hex = typeIdOf(REPRESENTATION_TYPE);

/** Media type of the one entry: the bytes of a sealed revision. */
export const SEALED_MEDIA_TYPE = "application/pdf";
/** The same of an OFD: the list of its entries (docs/format/ofd.md). */
export const LISTED_MEDIA_TYPE = "application/ofd";

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

/** Cell and leaf of a bundle's certificate, as a document names them; null where the batch's hash suite is unknown. */
export function certificateCell({
  manifest,
  anchor,
}: Pick<Bundle, "manifest" | "anchor">): RepresentationManifest["of"] | null {
  const suite = hashSuiteName(anchor.anchor.hashSuite);
  const { memberId, batchId, index } = manifest;
  return suite === null ? null : { memberId, batchId, index, leaf: toHex(leafOf(manifest, suite)) };
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
  /** Record, member, scope and officers of the anchor, and with `uses` the seals (`sealUseSlots`), at one block. */
  readonly evidence: Evidence;
  /** C2SP checkpoint note with co-signatures for the evidence's block; "" until a witness has answered. */
  readonly checkpoint: string;
  /** Where the batch has moved house, as it stands now; its changes of status mean nothing. */
  readonly continued?: Continued;
  /** Where the document bears electronic seals: of each seal on it its counted use, each once, in the order of their first use. */
  readonly uses?: readonly SealUseEvidence[];
  /** Lists of revoked certificates that were in force when the seals were used: DER in base64. */
  readonly revocations?: readonly string[];
  /** Fresher state of the certificate than its bundle in the sealed revision has; absent: the bundle's own is told. */
  readonly certificate?: CertificateState;
}

/** The parts of a bundle that are captured again as time goes on. */
export type CertificateState = Pick<Bundle, "log" | "evidence" | "checkpoint" | "statusChanges" | "continued">;

/** Longest proof, in bytes: as a bundle, since it may hold the greater part of one. */
export const MAX_REPRESENTATION_BYTES = MAX_BUNDLE_BYTES;

const { hex, uint, text, oneOf, list, object, optional } = shapes("bundle.format");
const word = hex(32);
const index = uint(2 ** 20 - 1);
const instant: Reader<string> = (value, pointer) => {
  const read = text(32)(value, pointer);
  const time = parseInstant(read);
  if (time !== undefined && formatInstant(time) === read) return read;
  throw new YinzhengError("bundle.format", { pointer, expected: "YYYY-MM-DDTHH:MM:SSZ" });
};
/** Shown to people beside the verdict, also in terminals: as the texts of certificates, nothing in it is hidden or steers. */
const words: Reader<string> = (value, pointer) => {
  const read = text(MAX_REPRESENTATION_BYTES)(value, pointer);
  if (textIssue(read, pointer, { max: 200 }) === undefined) return read;
  throw new YinzhengError("bundle.format", {
    pointer,
    expected: "a text of at most 200 characters, none of them hidden",
  });
};
const limits = object({ purpose: words, audience: optional(words), validUntil: instant });
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
const certificate = object({
  log: readLogProof,
  evidence: readEvidence,
  checkpoint: readCheckpoint,
  statusChanges: readStatusEvents,
  continued: optional(readContinued),
}) as Reader<CertificateState>;
const proof = object({
  format: oneOf([REPRESENTATION_FORMAT]),
  registryId: word,
  manifest,
  salt: hex(16),
  path: readPath,
  anchor: readAnchorRecord,
  log: readLogProof,
  evidence: readEvidence,
  checkpoint: readCheckpoint,
  continued: optional(readContinued),
  uses: optional(readUses),
  revocations: optional(readRevocations),
  certificate: optional(certificate),
}) as Reader<RepresentationProof>;

/**
 * A proof from untrusted bytes; its shape is right afterwards, and nothing else. Throws `json.*`, `bundle.too_large`, and
 * `bundle.format` with a JSON pointer.
 */
export function parseRepresentation(bytes: Uint8Array): RepresentationProof {
  if (bytes.length > MAX_REPRESENTATION_BYTES) throw new YinzhengError("bundle.too_large");
  return proof(parseJson(bytes, { nodes: MAX_BUNDLE_VALUES }), "");
}

/** The text of a proof: JCS, trie nodes pooled, each once. */
export function representationText(given: RepresentationProof): string {
  const { certificate: state } = given;
  const own = stateJson(given);
  return canonicalize(state === undefined ? own : { ...own, certificate: stateJson(state) });
}

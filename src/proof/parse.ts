import { BATCH_SIZE } from "../domain/anchor.ts";
import type { JsonValue } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { LEAF_KINDS, type Manifest } from "../domain/manifest.ts";
import { KEY_SUITES, type KeySuite, type MemberProfile } from "../domain/member.ts";
import { CELL_STATES, type StatusChange } from "../domain/status.ts";
import { BUNDLE_FORMAT, type Bundle } from "./bundle.ts";
import { readEvidence } from "./parse-evidence.ts";
import { type Reader, shapes } from "./shape.ts";

/** Longest bundle, in bytes (design §5). */
export const MAX_BUNDLE_BYTES = 8 * 2 ** 20;
/** Most JSON values in a bundle: proofs and status changes make it longer than any request. */
export const MAX_BUNDLE_VALUES = 200_000;

const { hex, uint, text, oneOf, list, ascending, object, optional, json } = shapes("bundle.format");
const word = hex(32);
const address = hex(20);
const publicKey = hex({ max: 256 });
/** Long enough for suites that are still to come. */
const signature = hex({ max: 8192 });
const index = uint(BATCH_SIZE.max - 1);
const time = uint(2 ** 40);
/** Nodes of an inclusion path: more than any tree of ours has levels. */
export const MAX_PATH = 64;
/** An inclusion path; throws `bundle.format`, as all readers here do. */
export const readPath = list(word, MAX_PATH);

/** As many as the StatusRegistry takes in one change. */
const MAX_RANGES = 256;
const range = object({ first: index, count: uint(BATCH_SIZE.max) });
const cell = object({ memberId: word, batchId: word, index });
/** One status change, as officers sign it; throws `bundle.format`. */
export const readStatusChange: Reader<StatusChange> = object({
  memberId: word,
  actingMemberId: word,
  officerEpoch: uint(2 ** 32 - 1),
  batchId: word,
  ranges: list(range, MAX_RANGES),
  to: uint(CELL_STATES.length - 1),
  reason: uint(2 ** 16 - 1),
  successor: cell,
  expectedHead: word,
  notBefore: time,
  deadline: time,
});

/** An anchor, as officers sign it; throws `bundle.format`. */
export const readAnchor = object({
  memberId: word,
  officerEpoch: uint(2 ** 32 - 1),
  batchId: word,
  root: word,
  size: uint(BATCH_SIZE.max),
  hashSuite: uint(255),
  typeId: word,
  notBefore: time,
  deadline: time,
});

/** An anchor with its signatures and its place in the log; throws `bundle.format`. */
export const readAnchorRecord = object({
  anchor: readAnchor,
  signatures: list(object({ signer: address, signature: hex(65) }), 32),
  threshold: uint(255),
  time,
  parentHash: word,
  logIndex: uint(2 ** 26),
});

const logSize = uint(2 ** 26);
/** An inclusion proof in the evidence log; throws `bundle.format`. */
export const readLogProof = object({ size: logSize, root: word, path: readPath });

/** What a leaf says. */
export const readManifest: Reader<Manifest> = object({
  format: oneOf(["yinzheng-manifest/1"]),
  registryId: word,
  memberId: word,
  typeId: word,
  kind: oneOf(LEAF_KINDS),
  batchId: word,
  index,
  entries: list(object({ mediaType: text(128), length: uint(), value: word }), 64),
});

/** The forms that a bundle carries of one certificate. */
export const readRepresentations = list(
  object({ mediaType: text(128), entry: uint(63), salt: hex(16), credential: json }),
  16,
);

/** A checkpoint note, or none; throws `bundle.format`. */
export const readCheckpoint = text(65_536);
/** All status changes of a batch; throws `bundle.format`. */
export const readStatusEvents = list(object({ change: readStatusChange, time }), 10_000);
/** A document that credentials pin; throws `bundle.format`. */
export const readResource = object({ id: text(2048), document: json });
/** A member's profile; throws `bundle.format`. */
export const readProfile: Reader<MemberProfile> = object({
  format: oneOf(["yinzheng-member/1"]),
  code: text(18),
  names: object({ zh: text(400), en: text(400) }),
  issuer: text(512),
});
/** The member's signatures over a whole batch; throws `bundle.format`. */
export const readBatchSignatures = ascending(object({ keyId: word, suite: text(64), signature }), "keyId", 8);
/** A public key of proofs or batch signatures; throws `bundle.format`. */
export const readKey = object({ keyId: word, suite: oneOf(Object.keys(KEY_SUITES) as KeySuite[]), publicKey });

/** The state of a batch in the installation that continues its own; throws `bundle.format`. */
export const readContinued = object({
  registryId: word,
  evidence: readEvidence,
  log: object({ size: logSize, root: word }),
  checkpoint: readCheckpoint,
  statusChanges: readStatusEvents,
});
const bundle = object({
  format: oneOf([BUNDLE_FORMAT]),
  registryId: word,
  representations: readRepresentations,
  manifest: readManifest,
  path: readPath,
  anchor: readAnchorRecord,
  log: readLogProof,
  evidence: readEvidence,
  checkpoint: readCheckpoint,
  statusChanges: readStatusEvents,
  member: readProfile,
  batchSignatures: readBatchSignatures,
  keys: ascending(readKey, "keyId", 16),
  contexts: list(readResource, 4),
  types: list(readResource, 4),
  continued: optional(readContinued),
}) as Reader<Bundle>;

/**
 * A bundle from untrusted bytes. Its shape is right afterwards, and nothing else: nothing in it has been verified.
 * Throws `json.*` for bytes that are no strict JSON, `bundle.too_large`, and `bundle.format` with a JSON pointer.
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > MAX_BUNDLE_BYTES) throw new YinzhengError("bundle.too_large");
  return readBundle(parseJson(bytes, { nodes: MAX_BUNDLE_VALUES }));
}

/** A bundle from a JSON value that has passed the strict gate; throws `bundle.format`. */
export function readBundle(value: JsonValue): Bundle {
  return bundle(value, "");
}

import { BATCH_SIZE } from "../domain/anchor.ts";
import type { JsonValue } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import { parseJson } from "../domain/json.ts";
import { LEAF_KINDS } from "../domain/manifest.ts";
import { KEY_SUITES, type KeySuite } from "../domain/member.ts";
import { CONTRACTS } from "../domain/network.ts";
import { CELL_STATES, type StatusChange } from "../domain/status.ts";
import { BUNDLE_FORMAT, type Bundle, type Evidence } from "./bundle.ts";
import { type Reader, shapes } from "./shape.ts";

/** Longest bundle, in bytes (design §5). */
export const MAX_BUNDLE_BYTES = 8 * 2 ** 20;
const MAX_NODES = 200_000;
/** A branch of the trie, the largest node, has 532 bytes; a header below a few hundred. */
const MAX_NODE_BYTES = 1024;
const MAX_HEADER_BYTES = 65_536;

const { hex, uint, text, oneOf, list, ascending, object, json } = shapes("bundle.format");
const word = hex(32);
const address = hex(20);
const publicKey = hex({ max: 256 });
const index = uint(BATCH_SIZE.max - 1);
const time = uint(2 ** 40);
const path = list(word, 64);

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

const anchorRecord = object({
  anchor: readAnchor,
  signatures: list(object({ signer: address, signature: hex(65) }), 32),
  threshold: uint(255),
  time,
  parentHash: word,
  logIndex: uint(2 ** 26),
});

const manifest = object({
  format: oneOf(["yinzheng-manifest/1"]),
  registryId: word,
  memberId: word,
  typeId: word,
  kind: oneOf(LEAF_KINDS),
  batchId: word,
  index,
  entries: list(object({ mediaType: text(128), length: uint(), value: word }), 64),
});

const nodeList = list(uint(MAX_NODES), 128);
const slot = object({ key: word, proof: nodeList });
const account = object({ address, proof: nodeList, slots: ascending(slot, "key", 256) });
const pooledEvidence = object({
  header: hex({ max: MAX_HEADER_BYTES }),
  nodes: list(hex({ max: MAX_NODE_BYTES }), MAX_NODES),
  accounts: ascending(account, "address", CONTRACTS.length),
});

/**
 * Proof nodes stand once in `nodes` and are named by index; every node must be used, in the order of first use. With
 * accounts and slots in ascending order, one evidence has one form.
 */
const evidence: Reader<Evidence> = (value, pointer) => {
  const { header, nodes, accounts } = pooledEvidence(value, pointer);
  let next = 0;
  const take = (indexes: readonly number[]) =>
    indexes.map((i) => {
      const node = nodes[i];
      if (node === undefined || i > next) throw unused(pointer);
      if (i === next) next++;
      return node;
    });
  const expanded = accounts.map((account) => ({
    address: account.address,
    proof: take(account.proof),
    slots: account.slots.map((slot) => ({ key: slot.key, proof: take(slot.proof) })),
  }));
  if (next !== nodes.length || new Set(nodes).size !== nodes.length) throw unused(pointer);
  return { header, accounts: expanded };
};

const unused = (pointer: string) =>
  new YinzhengError("bundle.format", {
    pointer: `${pointer}/nodes`,
    expected: "each node once, in the order of its first use",
  });

const document = object({ id: text(2048), document: json });
const bundle: Reader<Bundle> = object({
  format: oneOf([BUNDLE_FORMAT]),
  registryId: word,
  representations: list(object({ mediaType: text(128), entry: uint(63), salt: hex(16), credential: json }), 16),
  manifest,
  path,
  anchor: anchorRecord,
  log: object({ size: uint(2 ** 26), root: word, path }),
  evidence,
  checkpoint: text(65_536),
  statusChanges: list(object({ change: readStatusChange, time }), 10_000),
  member: object({
    format: oneOf(["yinzheng-member/1"]),
    code: text(18),
    names: object({ zh: text(400), en: text(400) }),
    issuer: text(512),
  }),
  keys: ascending(object({ keyId: word, suite: oneOf(Object.keys(KEY_SUITES) as KeySuite[]), publicKey }), "keyId", 8),
  contexts: list(document, 4),
  types: list(document, 4),
});

/**
 * A bundle from untrusted bytes. Its shape is right afterwards, and nothing else: nothing in it has been verified.
 * Throws `json.*` for bytes that are no strict JSON, `bundle.too_large`, and `bundle.format` with a JSON pointer.
 */
export function parseBundle(bytes: Uint8Array): Bundle {
  if (bytes.length > MAX_BUNDLE_BYTES) throw new YinzhengError("bundle.too_large");
  return readBundle(parseJson(bytes, { nodes: 1_000_000 }));
}

/** A bundle from a JSON value that has passed the strict gate; throws `bundle.format`. */
export function readBundle(value: JsonValue): Bundle {
  return bundle(value, "");
}

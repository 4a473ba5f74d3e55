import { must } from "./bytes.ts";
import { type Json, readJson } from "./json.ts";
import { anyObject, anyText, ascending, bytes, integer, list, object, oneOf, upToBytes } from "./shape.ts";

/** The file (README, "Members", "Evidence"): its shape, which is all that is known after reading. */
export interface Cell {
  readonly memberId: string;
  readonly batchId: string;
  readonly index: number;
}

export interface Change {
  readonly memberId: string;
  readonly actingMemberId: string;
  readonly officerEpoch: number;
  readonly batchId: string;
  readonly ranges: readonly { readonly first: number; readonly count: number }[];
  readonly to: number;
  readonly reason: number;
  readonly successor: Cell;
  readonly expectedHead: string;
  readonly notBefore: number;
  readonly deadline: number;
}

export interface StatusEvent {
  readonly change: Change;
  readonly time: number;
}

/** Proofs with their nodes written out, as eth_getProof gives them and as facts hold them. */
export interface Evidence {
  readonly header: string;
  readonly accounts: readonly {
    readonly address: string;
    readonly proof: readonly string[];
    readonly slots: readonly { readonly key: string; readonly proof: readonly string[] }[];
  }[];
}

export interface Pooled {
  readonly header: string;
  readonly nodes: readonly string[];
  readonly accounts: readonly {
    readonly address: string;
    readonly proof: readonly number[];
    readonly slots: readonly { readonly key: string; readonly proof: readonly number[] }[];
  }[];
}

export interface Manifest extends Cell {
  readonly registryId: string;
  readonly typeId: string;
  readonly kind: string;
  readonly entries: readonly { readonly mediaType: string; readonly length: number; readonly value: string }[];
}

export interface Anchor {
  readonly memberId: string;
  readonly officerEpoch: number;
  readonly batchId: string;
  readonly root: string;
  readonly size: number;
  readonly hashSuite: number;
  readonly typeId: string;
  readonly notBefore: number;
  readonly deadline: number;
}

export interface BatchSignature {
  readonly keyId: string;
  readonly suite: string;
  readonly signature: string;
}

export interface Bundle {
  readonly registryId: string;
  readonly representations: readonly {
    readonly mediaType: string;
    readonly entry: number;
    readonly salt: string;
    readonly credential: { readonly [name: string]: Json };
  }[];
  readonly manifest: Manifest;
  readonly path: readonly string[];
  readonly anchor: {
    readonly anchor: Anchor;
    readonly signatures: readonly { readonly signer: string; readonly signature: string }[];
    readonly threshold: number;
    readonly time: number;
    readonly parentHash: string;
    readonly logIndex: number;
  };
  readonly log: { readonly size: number; readonly root: string; readonly path: readonly string[] };
  readonly evidence: Evidence;
  readonly checkpoint: string;
  readonly statusChanges: readonly StatusEvent[];
  readonly member: { readonly code: string; readonly issuer: string; readonly [name: string]: Json };
  readonly batchSignatures: readonly BatchSignature[];
  readonly keys: readonly { readonly keyId: string; readonly suite: string; readonly publicKey: string }[];
  readonly contexts: readonly { readonly id: string; readonly document: Json }[];
  readonly types: readonly { readonly id: string; readonly document: Json }[];
  readonly continued?: {
    readonly registryId: string;
    readonly evidence: Evidence;
    readonly log: { readonly size: number; readonly root: string };
    readonly checkpoint: string;
    readonly statusChanges: readonly StatusEvent[];
  };
}

const INDEX = 2 ** 20 - 1;
const SIZE = 2 ** 20;
const word = bytes(32);
const time = integer(2 ** 40);
const epoch = integer(2 ** 32 - 1);
const path = list(word, 64);

const change = object({
  memberId: word,
  actingMemberId: word,
  officerEpoch: epoch,
  batchId: word,
  ranges: list(object({ first: integer(INDEX), count: integer(SIZE) }), 256),
  to: integer(3),
  reason: integer(65_535),
  successor: object({ memberId: word, batchId: word, index: integer(INDEX) }),
  expectedHead: word,
  notBefore: time,
  deadline: time,
});

const anchor = object({
  memberId: word,
  officerEpoch: epoch,
  batchId: word,
  root: word,
  size: integer(SIZE),
  hashSuite: integer(255),
  typeId: word,
  notBefore: time,
  deadline: time,
});

const manifest = object({
  format: oneOf("yinzheng-manifest/1"),
  registryId: word,
  memberId: word,
  typeId: word,
  kind: oneOf("certificate", "representation", "seal-use", "evidence", "right", "receipt", "usage", "void"),
  batchId: word,
  index: integer(INDEX),
  entries: list(object({ mediaType: anyText(128), length: integer(), value: word }), 64),
});

const indices = list(integer(200_000), 128);
export const evidenceShape = object({
  header: upToBytes(65_536),
  nodes: list(upToBytes(1024), 200_000),
  accounts: ascending(
    "address",
    object({
      address: bytes(20),
      proof: indices,
      slots: ascending("key", object({ key: word, proof: indices }), 256),
    }),
    7,
  ),
});

/** Of a whole batch: its anchor as the log has it, and what is to prove it. */
export const anchorRecord = object({
  anchor,
  signatures: list(object({ signer: bytes(20), signature: bytes(65) }), 32),
  threshold: integer(255),
  time,
  parentHash: word,
  logIndex: integer(2 ** 26),
});
export const logProof = object({ size: integer(2 ** 26), root: word, path });
export const document = object({ id: anyText(2048), document: anyObject });
export const profile = object({
  format: oneOf("yinzheng-member/1"),
  code: anyText(18),
  names: object({ zh: anyText(400), en: anyText(400) }),
  issuer: anyText(512),
});
export const batchSignatures = ascending(
  "keyId",
  object({ keyId: word, suite: anyText(64), signature: upToBytes(8192) }),
  8,
);
export const key = object({
  keyId: word,
  suite: oneOf("eddsa-jcs-2022", "ecdsa-jcs-2019", "sm2-jcs-2026"),
  publicKey: upToBytes(256),
});
export const checkpoint = anyText(65_536);
export const statusChanges = list(object({ change, time }), 10_000);
export const continuedShape = object({
  registryId: word,
  evidence: evidenceShape,
  log: object({ size: integer(2 ** 26), root: word }),
  checkpoint,
  statusChanges,
});
const file = object(
  {
    format: oneOf("yinzheng-bundle/1"),
    registryId: word,
    representations: list(
      object({ mediaType: anyText(128), entry: integer(63), salt: bytes(16), credential: anyObject }),
      16,
    ),
    manifest,
    path,
    anchor: anchorRecord,
    log: logProof,
    evidence: evidenceShape,
    checkpoint,
    statusChanges,
    member: profile,
    batchSignatures,
    keys: ascending("keyId", key, 16),
    contexts: list(document, 4),
    types: list(document, 4),
  },
  { continued: continuedShape },
);

export interface PooledState {
  readonly evidence: Pooled;
  readonly continued?: Omit<NonNullable<Bundle["continued"]>, "evidence"> & { readonly evidence: Pooled };
}
type Read = Omit<Bundle, "evidence" | "continued"> & PooledState;

/** Step 0. Throws a Fault for what is no bundle. */
export function readBundle(source: Uint8Array): Bundle {
  must(source.length <= 8 * 2 ** 20, "too large");
  const value = readJson(source);
  file(value);
  return writtenOut(value as unknown as Read);
}

/** The same with every proof's nodes written out. */
export function writtenOut<T extends PooledState>(read: T) {
  const { continued } = read;
  const moved = continued && { continued: { ...continued, evidence: expanded(continued.evidence) } };
  return { ...read, evidence: expanded(read.evidence), ...moved } as Omit<T, "evidence" | "continued"> &
    Pick<Bundle, "evidence" | "continued">;
}

/** Every node once, in the order of its first use, none left over, none that is the empty trie's. */
export function expanded({ header, nodes, accounts }: Pooled): Evidence {
  must(new Set(nodes).size === nodes.length && !nodes.includes("0x80"), "a node twice, or that of an empty trie");
  let fresh = 0;
  const written = (proof: readonly number[]): readonly string[] =>
    proof.map((i) => {
      must(i <= fresh, "a node out of order");
      if (i === fresh) fresh++;
      const node = nodes[i];
      must(node !== undefined, "a node that is not there");
      return node;
    });
  const all = accounts.map(({ address, proof, slots }) => ({
    address,
    proof: written(proof),
    slots: slots.map((slot) => ({ key: slot.key, proof: written(slot.proof) })),
  }));
  must(fresh === nodes.length, "a node that no proof uses");
  return { header, accounts: all };
}

import { fromHex, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { anchorLeafData } from "../../../src/crypto/log-record.ts";
import { leafHash } from "../../../src/crypto/merkle.ts";
import type { Hex } from "../../../src/domain/bytes.ts";
import type { Manifest } from "../../../src/domain/manifest.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import type { Bundle } from "../../../src/proof/bundle.ts";
import type { Facts } from "../../../src/proof/facts.ts";
import { entryOf, leafOf, voidLeaf } from "../../../src/proof/leaf.ts";
import {
  certificateCell,
  parseRepresentation,
  REPRESENTATION_FORMAT,
  REPRESENTATION_TYPE_ID,
  type RepresentationManifest,
  type RepresentationProof,
  representationText,
  SEALED_MEDIA_TYPE,
} from "../../../src/proof/representation.ts";
import type { SealedDocument } from "../../../src/proof/sealed-document.ts";
import { anchorSlots } from "../../../src/proof/slots.ts";
import { MEMBER_ID } from "./certificate.ts";
import { anchorOf, logOf, noteOf } from "./installation.ts";
import { digest } from "./keys.ts";
import { CAPTURED, HOUR, NOW, type NodeOptions, type Paper, type PaperOptions } from "./options.ts";
import { factsOf, statesOf } from "./world.ts";

/** Stands for a sealed revision: to the proof, a document is bytes. */
export const SEALED = utf8("%PDF-1.7\nwhat the agency sealed\n%%EOF\n");
export const DOCUMENT_BATCH = digest("batch of documents");

/** How a document on paper differs from an ordinary one. */
export interface DocumentOptions
  extends Pick<
    PaperOptions,
    "anchor" | "record" | "signers" | "words" | "block" | "cosigners" | "suite" | "size" | "owner"
  > {
  readonly sealed?: Uint8Array;
  readonly limits?: RepresentationManifest["limits"];
  /** What the leaf says instead. */
  readonly manifest?: object;
  readonly salt?: Hex;
  readonly proof?: Partial<RepresentationProof>;
}

export interface PaperDocument {
  readonly document: SealedDocument;
  readonly proof: RepresentationProof;
  /** What the verifier's own node says, about the certificate too. */
  node(options?: NodeOptions): Facts;
}

/** Cell and leaf of a certificate, as a document names it. */
export function cellOf(bundle: Bundle): RepresentationManifest["of"] {
  const cell = certificateCell(bundle);
  if (cell === null) throw new Error("no such hash suite");
  return cell;
}

/** The leaf of a document for a certificate, at place 9 of a batch that is empty but for it. */
export function documentLeaf(bundle: Bundle, options: DocumentOptions = {}) {
  const { sealed = SEALED, suite = "sha256", size = 16, salt = `0x${"6b".repeat(16)}` } = options;
  const { registryId } = bundle;
  const batch = { registryId, memberId: MEMBER_ID, typeId: REPRESENTATION_TYPE_ID, batchId: DOCUMENT_BATCH };
  const index = 9;
  const manifest = {
    format: "yinzheng-manifest/1",
    kind: "representation",
    ...batch,
    index,
    entries: [entryOf(SEALED_MEDIA_TYPE, sealed, fromHex(salt), suite)],
    of: cellOf(bundle),
    ...(options.limits === undefined ? {} : { limits: options.limits }),
    ...options.manifest,
  } as RepresentationManifest;
  const leaves = new Map([[index, leafOf(manifest as unknown as Manifest, suite)]]);
  const { root, path } = batchTree({ size, suite, leaves, voidLeaf: voidLeaf(batch, digest("void"), suite) });
  return { sealed, salt, batch, index, manifest, root, path: path(index) };
}

/** A document for a world's certificate, anchored after it, with evidence captured an hour later than the certificate's. */
export function paperDocument(world: Paper, options: DocumentOptions = {}): PaperDocument {
  const { owner = "ours" } = options;
  const { network, bundle } = world;
  const { registryId } = network;
  const { sealed, salt, batch, index, manifest, root, path: leafPath } = documentLeaf(bundle, options);
  const record = { logIndex: 4, ...options.record };
  const signed = anchorOf(network, root, { ...options, ...batch, record });
  const leaf = leafHash(sha256, anchorLeafData(registryId, { ...signed, block: 0 }));
  const { log, path } = logOf(leaf, signed.logIndex);
  const wanted = anchorSlots(signed);
  const officers = signed.signatures.map(({ signer }) => signer);
  const { memberId, typeId, batchId } = signed.anchor;
  const subject = { memberId, typeId, batchId, index, officers, keyIds: [], nullifier: null };
  const stateWith = statesOf(network, { owner, subject, keys: [], batchKeys: [], leaf: toHex(leaf) });
  const state = stateWith([], options.words ?? {}, options.block ?? { number: 41, time: CAPTURED + HOUR });
  const made: RepresentationProof = {
    format: REPRESENTATION_FORMAT,
    registryId,
    manifest,
    salt,
    path: leafPath,
    anchor: signed,
    log: { ...log, path },
    evidence: state.evidence(wanted),
    checkpoint: noteOf(registryId, log, state, options.cosigners ?? ["court"], owner),
    ...options.proof,
  };
  // As whoever gets the file reads it.
  const proof = parseRepresentation(utf8(representationText(made)));
  const node = (later: NodeOptions = {}): Facts => {
    const head = stateWith([], later.words ?? options.words ?? {}, later.block ?? { number: 50, time: NOW });
    const told = factsOf({ head, state, log, events: [], wanted }, later.facts);
    return { ...world.node(), representation: told.node };
  };
  return { document: { sealed, certificate: bundle, proof }, proof, node };
}

import { toHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { anchorLeafData } from "../../../src/crypto/log-record.ts";
import { leafHash } from "../../../src/crypto/merkle.ts";
import type { Seconds } from "../../../src/domain/bytes.ts";
import { perRegistry } from "../../../src/domain/network.ts";
import type { StatusEvent } from "../../../src/domain/status.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { BUNDLE_FORMAT, type Bundle } from "../../../src/proof/bundle.ts";
import type { Facts, LogHead, NodeFacts } from "../../../src/proof/facts.ts";
import * as slots from "../../../src/proof/slots.ts";
import { TRUST_FORMAT, type TrustedNetwork } from "../../../src/proof/trust.ts";
import { batchSignatures } from "./batch-signatures.ts";
import { type CertificateOptions, certificate, MEMBER_ID, PROFILE, TYPE_ID } from "./certificate.ts";
import { changesOf } from "./history.ts";
import { anchorOf, logOf, networkOf, noteOf } from "./installation.ts";
import { digest } from "./keys.ts";
import {
  BATCH_ID,
  CAPTURED,
  NOW,
  type NodeOptions,
  type Paper,
  type PaperOptions,
  type PaperWords,
} from "./options.ts";
import { type PaperState, stateOf } from "./state.ts";
import { type Stored, storage } from "./storage.ts";

const ORDINARY = {
  batchId: BATCH_ID,
  typeId: TYPE_ID,
  index: 5,
  kind: "certificate",
  draft: {},
  touch: (credential) => credential,
  proofs: ["eddsa-jcs-2022"],
  batchProofs: [],
} as const satisfies Partial<CertificateOptions>;

/** A certificate with all evidence, made without a chain: every word of the state can be any. */
export async function paper(options: PaperOptions = {}): Promise<Paper> {
  const { owner = "ours", witnesses = ["court"], quorum = 1, suite = "sha256", size = 16 } = options;
  const network = networkOf(owner, witnesses, quorum, options.registryId);
  const type = suite === "sha256" ? BUSINESS_LICENCE : { ...BUSINESS_LICENCE, hashSuite: suite };
  const own = await certificate({ ...ORDINARY, type, ...options, owner, suite, size, registryId: network.registryId });
  const signed = anchorOf(network, own.root, options);
  const batch = batchSignatures(network.registryId, signed.anchor, owner, options.batchProofs ?? []);
  const keys = [...own.keys, ...batch.keys].toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1));
  const leaf = leafHash(sha256, anchorLeafData(network.registryId, { ...signed, block: 0 }));
  const { log, path } = logOf(leaf, signed.logIndex);
  const changes = changesOf(own.manifest.index, signed.anchor.batchId, options.changes ?? []);
  const block = options.block ?? { number: 40, time: CAPTURED };
  const subject = {
    memberId: MEMBER_ID,
    typeId: signed.anchor.typeId,
    batchId: signed.anchor.batchId,
    index: own.manifest.index,
    officers: signed.signatures.map(({ signer }) => signer),
    keyIds: keys.map(({ keyId }) => keyId),
    nullifier: own.nullifier,
  };
  const stateWith = statesOf(network, { owner, subject, keys: own.keys, batchKeys: batch.keys, leaf: toHex(leaf) });
  const state = stateWith(changes, options.words ?? {}, block);
  const wanted = slots.slotsOf(subject);
  const bundle: Bundle = {
    format: BUNDLE_FORMAT,
    registryId: network.registryId,
    representations: [own.representation],
    manifest: own.manifest,
    path: own.path,
    anchor: signed,
    log: { ...log, path },
    evidence: state.evidence(wanted),
    checkpoint: noteOf(network.registryId, log, state, options.cosigners ?? witnesses, owner),
    statusChanges: changes,
    member: PROFILE,
    batchSignatures: batch.signatures,
    keys,
    contexts: own.contexts,
    types: own.types,
  };
  const node = (later: NodeOptions = {}): Facts => {
    const events = later.changes === undefined ? changes : changesOf(subject.index, subject.batchId, later.changes);
    const head = stateWith(events, later.words ?? options.words ?? {}, later.block ?? { number: 50, time: NOW });
    return factsOf({ head, state, log, events, wanted }, later.facts);
  };
  return { bundle, trust: { format: TRUST_FORMAT, networks: [network] }, network, state, node };
}

/** States of one installation at any block, after any history, with any words. */
export function statesOf(network: TrustedNetwork, stored: Omit<Stored, "events" | "words">) {
  return (events: readonly StatusEvent[], words: PaperWords, at: { number: number; time: Seconds }): PaperState => {
    const { codeHash } = words;
    const contracts = perRegistry(network.contracts, (one) => ({
      ...one,
      ...(codeHash === undefined ? {} : { codeHash }),
    }));
    return stateOf(contracts, storage({ ...stored, events, words }), at);
  };
}

interface Told {
  readonly head: PaperState;
  readonly state: PaperState;
  readonly log: LogHead;
  readonly events: readonly StatusEvent[];
  readonly wanted: readonly slots.Slot[];
}

/** What a node with this head tells of a bundle captured at `state`; `facts` is told in place of it. */
export function factsOf({ head, state, log, events, wanted }: Told, facts: Partial<NodeFacts> = {}): Facts {
  const told: NodeFacts = {
    evidence: head.evidence(wanted),
    blockHash: head.block.hash,
    log: { size: log.size + 2, root: digest("a later log") },
    ancestor: { hash: state.block.hash, log },
    statusChanges: events,
    ...facts,
  };
  return { node: { ok: true, facts: told } };
}

import { structHash } from "../../../src/crypto/eip712.ts";
import { fromHex, toHex } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { anchorLeafData, statusHeadOf } from "../../../src/crypto/log-record.ts";
import { inclusionPath, leafHash, rootOf } from "../../../src/crypto/merkle.ts";
import { formatNote } from "../../../src/crypto/note.ts";
import { type Anchor, HASH_SUITES } from "../../../src/domain/anchor.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import { KEY_PURPOSES, KEY_SUITES } from "../../../src/domain/member.ts";
import { CONTRACTS } from "../../../src/domain/network.ts";
import {
  CELL_STATES,
  type CellRef,
  type CellState,
  STATUS_REASONS,
  type StatusEvent,
  type StatusReason,
} from "../../../src/domain/status.ts";
import { BUSINESS_LICENCE } from "../../../src/domain/types/business-licence.ts";
import { BUNDLE_FORMAT, type Bundle } from "../../../src/proof/bundle.ts";
import { checkpointBody } from "../../../src/proof/checkpoint.ts";
import type { Facts, LogHead, NodeFacts } from "../../../src/proof/facts.ts";
import { profileDigest } from "../../../src/proof/ids.ts";
import { anchorMessage } from "../../../src/proof/messages.ts";
import * as slots from "../../../src/proof/slots.ts";
import { TRUST_FORMAT, type TrustedNetwork, type TrustFile } from "../../../src/proof/trust.ts";
import { type CertificateOptions, certificate, MEMBER_ID, PROFILE, TYPE_ID } from "./certificate.ts";
import { digest, officerNamed, signedBy, witnessNamed } from "./keys.ts";
import { type PaperState, stateOf, type Values, valuesOf } from "./state.ts";
import { FOREVER, hashWord, keyWord, memberWord, officerWord, type Term, windowWord } from "./words.ts";

export const HOUR: Seconds = 3600;
export const DAY: Seconds = 24 * HOUR;
/** When the council admitted the member. */
export const FOUNDED: Seconds = Date.UTC(2026, 10, 1) / 1000;
export const ANCHORED: Seconds = Date.UTC(2026, 10, 23, 8) / 1000;
/** Time of the block of the bundle's evidence. */
export const CAPTURED: Seconds = ANCHORED + 2 * DAY;
export const NOW: Seconds = CAPTURED + HOUR;
export const MAX_STATUS_AGE: Seconds = 7 * DAY;

const REGISTRY_ID = digest("registry");
const BATCH_ID = digest("batch");
const NOTHING: Hex = `0x${"00".repeat(32)}`;

/** A change of the certificate's own status; `fields` spoil it. */
export interface PaperChange {
  readonly to: CellState;
  readonly time: Seconds;
  readonly reason?: StatusReason;
  readonly successor?: CellRef;
  readonly index?: number;
  readonly fields?: object;
}

/** How a world on paper differs from one in which everything is as it should be. */
export interface PaperOptions extends Partial<CertificateOptions> {
  /** Whose secrets: a stranger's world differs in nothing else. */
  readonly owner?: string;
  readonly anchor?: Partial<Anchor>;
  readonly record?: { readonly threshold?: number; readonly time?: Seconds };
  /** Who signs the anchor. */
  readonly signers?: readonly string[];
  readonly changes?: readonly PaperChange[];
  readonly words?: PaperWords;
  readonly block?: { readonly number: number; readonly time: Seconds };
  /** Who is in the trust file, and who co-signs. */
  readonly witnesses?: readonly string[];
  readonly cosigners?: readonly string[];
  readonly quorum?: number;
}

/** Terms of what the member holds; what is not given is good for ever. */
export interface PaperWords {
  readonly member?: Partial<Parameters<typeof memberWord>[0]>;
  readonly maker?: Partial<Term>;
  readonly checker?: Partial<Term>;
  /** The maker may sign for this type only within this term. */
  readonly makerLimit?: Term;
  readonly scope?: Partial<Term>;
  readonly key?: Partial<Term>;
  readonly keyIs?: Partial<Parameters<typeof keyWord>[1]>;
  readonly record?: Hex;
  readonly statusWord?: bigint;
  readonly statusHead?: Hex;
  readonly codeHash?: Hex;
}

export interface Paper {
  readonly bundle: Bundle;
  readonly trust: TrustFile;
  readonly network: TrustedNetwork;
  readonly state: PaperState;
  /** What the verifier's own node says; `options` are what happened after the bundle's block. */
  node(options?: NodeOptions): Facts;
}

export interface NodeOptions {
  readonly changes?: readonly PaperChange[];
  readonly words?: PaperWords;
  readonly block?: { readonly number: number; readonly time: Seconds };
  readonly facts?: Partial<NodeFacts>;
}

const TERM: Term = { notBefore: FOUNDED, notAfter: FOREVER, compromisedSince: 0 };

/** A certificate with all evidence, made without a chain: every word of the state can be any. */
export async function paper(options: PaperOptions = {}): Promise<Paper> {
  const { owner = "ours", witnesses = ["court"], quorum = 1, suite = "sha256", size = 16 } = options;
  const network = networkOf(owner, witnesses, quorum, options.registryId);
  const own = await certificate({
    batchId: BATCH_ID,
    index: 5,
    kind: "certificate",
    draft: {},
    type: BUSINESS_LICENCE,
    touch: (credential) => credential,
    proofs: ["eddsa-jcs-2022"],
    ...options,
    owner,
    suite,
    size,
    registryId: network.registryId,
  });
  const signed = anchorOf(network, own.root, options);
  const leaf = leafHash(sha256, anchorLeafData(network.registryId, { ...signed, block: 0 }));
  const { log, path } = logOf(leaf, signed.logIndex);
  const changes = changesOf(own.manifest.index, signed.anchor.batchId, options.changes ?? []);
  const block = options.block ?? { number: 40, time: CAPTURED };
  const subject = {
    memberId: MEMBER_ID,
    typeId: TYPE_ID,
    batchId: signed.anchor.batchId,
    index: own.manifest.index,
    officers: signed.signatures.map(({ signer }) => signer),
    keyIds: own.keys.map(({ keyId }) => keyId),
  };
  const stateWith = (events: readonly StatusEvent[], words: PaperWords, at: { number: number; time: Seconds }) => {
    const { codeHash } = words;
    const contracts = Object.fromEntries(
      CONTRACTS.map((name) => [name, { ...network.contracts[name], ...(codeHash === undefined ? {} : { codeHash }) }]),
    ) as TrustedNetwork["contracts"];
    return stateOf(contracts, storage({ owner, subject, keys: own.keys, leaf: toHex(leaf), events, words }), at);
  };
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
    keys: own.keys,
    contexts: own.contexts,
    types: own.types,
  };
  const node = (later: NodeOptions = {}): Facts => {
    const events = later.changes === undefined ? changes : changesOf(subject.index, subject.batchId, later.changes);
    const head = stateWith(events, later.words ?? options.words ?? {}, later.block ?? { number: 50, time: NOW });
    const facts: NodeFacts = {
      evidence: head.evidence(wanted),
      blockHash: head.block.hash,
      log: { size: log.size + 2, root: digest("a later log") },
      ancestor: { hash: state.block.hash, log },
      statusChanges: events,
      ...later.facts,
    };
    return { node: { ok: true, facts } };
  };
  return { bundle, trust: { format: TRUST_FORMAT, networks: [network] }, network, state, node };
}

function networkOf(
  owner: string,
  witnesses: readonly string[],
  quorum: number,
  registryId = REGISTRY_ID,
): TrustedNetwork {
  const layouts = ["directory/1", "log/1", "member/1", "anchor/1", "status/1"];
  const contracts = CONTRACTS.map((name, i) => {
    const address: Hex = `0x${digest(`address ${name}`).slice(26)}`;
    return [name, { address, codeHash: digest(`code ${name}`), layout: layouts[i]! }] as const;
  });
  return {
    name: { zh: "纸上网络", en: "Paper network" },
    registryId,
    chainId: 31_337,
    genesisHash: digest("genesis"),
    contracts: Object.fromEntries(contracts) as TrustedNetwork["contracts"],
    headerRule: "ethereum",
    witnesses: { quorum, keys: witnesses.map((name) => witnessNamed(name, owner).vkey) },
    maxStatusAge: MAX_STATUS_AGE,
  };
}

function anchorOf(network: TrustedNetwork, root: Hex, options: PaperOptions): Bundle["anchor"] {
  const { owner = "ours", suite = "sha256", size = 16, batchId = BATCH_ID } = options;
  const anchor: Anchor = {
    memberId: MEMBER_ID,
    officerEpoch: 1,
    batchId,
    root,
    size,
    hashSuite: HASH_SUITES[suite],
    typeId: TYPE_ID,
    notBefore: ANCHORED - HOUR,
    deadline: ANCHORED + HOUR,
    ...options.anchor,
  };
  const addresses = Object.fromEntries(CONTRACTS.map((name) => [name, network.contracts[name].address])) as Record<
    (typeof CONTRACTS)[number],
    Hex
  >;
  const officers = (options.signers ?? ["maker", "checker"]).map((name) => officerNamed(`${name} of ${owner}`));
  return {
    anchor,
    signatures: signedBy(anchorMessage({ ...network, contracts: addresses }, anchor), officers),
    threshold: 2,
    time: ANCHORED,
    parentHash: digest("parent"),
    logIndex: 3,
    ...options.record,
  };
}

/** A log of six records, ours among them. */
function logOf(leaf: Uint8Array, index: number): { log: LogHead; path: readonly Hex[] } {
  const leaves = Array.from({ length: 6 }, (_, i) => (i === index ? leaf : fromHex(digest(`log leaf ${i}`))));
  const log = { size: leaves.length, root: toHex(rootOf(sha256, leaves)) };
  return { log, path: inclusionPath(sha256, leaves, index).map(toHex) };
}

/** The batch's history, each change on the head before it. */
export function changesOf(own: number, batchId: Hex, changes: readonly PaperChange[]): readonly StatusEvent[] {
  let expectedHead = NOTHING;
  return changes.map(({ to, time, reason = "cancelled", successor, index = own, fields }) => {
    const change = {
      memberId: MEMBER_ID,
      actingMemberId: MEMBER_ID,
      officerEpoch: 1,
      batchId,
      ranges: [{ first: index, count: 1 }],
      to: CELL_STATES.indexOf(to),
      reason: STATUS_REASONS[reason],
      successor: successor ?? { memberId: NOTHING, batchId: NOTHING, index: 0 },
      expectedHead,
      notBefore: time - HOUR,
      deadline: time + HOUR,
      ...fields,
    };
    expectedHead = headAfter(expectedHead, { change, time });
    return { change, time };
  });
}

const headAfter = (head: Hex, { change, time }: StatusEvent): Hex =>
  toHex(statusHeadOf(fromHex(head), structHash("StatusChange", change), time));

interface Stored {
  readonly owner: string;
  readonly subject: slots.Subject;
  readonly keys: Bundle["keys"];
  readonly leaf: Hex;
  readonly events: readonly StatusEvent[];
  readonly words: PaperWords;
}

function storage({ owner, subject, keys, leaf, events, words }: Stored): Values {
  const { memberId, typeId, batchId, index } = subject;
  const [maker, checker] = ["maker", "checker"].map((name) => officerNamed(`${name} of ${owner}`).address) as [
    Hex,
    Hex,
  ];
  const head = events.reduce(headAfter, NOTHING);
  const own = events.filter(({ change }) => change.ranges.some(({ first }) => first === index));
  const bits = BigInt(own.at(-1)?.change.to ?? 0) << BigInt(2 * (index % 128));
  const term = (given: Partial<Term> | undefined): Term => ({ ...TERM, ...given });
  const limit = words.makerLimit;
  return valuesOf([
    [slots.memberSlot(memberId), memberWord({ admittedAt: FOUNDED, closedAt: 0, threshold: 2, ...words.member })],
    [slots.profileSlot(memberId), hashWord(profileDigest(PROFILE))],
    [slots.scopeSlot(memberId, typeId), windowWord(term(words.scope))],
    [slots.officerSlot(memberId, maker), officerWord("maker", limit !== undefined, term(words.maker))],
    [slots.officerSlot(memberId, checker), officerWord("checker", false, term(words.checker))],
    ...(limit === undefined ? [] : [[slots.officerTypeSlot(memberId, maker, typeId), windowWord(limit)] as const]),
    ...keys.map(({ keyId, suite }) => {
      const is = { suite: KEY_SUITES[suite], purposes: KEY_PURPOSES.credential, ...words.keyIs };
      return [slots.keySlot(memberId, keyId), keyWord(term(words.key), is)] as const;
    }),
    [slots.recordSlot(memberId, batchId), hashWord(words.record ?? leaf)],
    [slots.statusWordSlot(memberId, batchId, index), words.statusWord ?? bits],
    [slots.statusHeadSlot(memberId, batchId), hashWord(words.statusHead ?? head)],
  ]);
}

/** The checkpoint of this state, co-signed by witnesses of these names. */
export function noteOf(
  registryId: Hex,
  log: LogHead,
  { block }: PaperState,
  names: readonly string[],
  owner = "ours",
): string {
  const body = checkpointBody(registryId, { ...log, block });
  return names.length === 0
    ? ""
    : formatNote(
        body,
        names.map((name) => witnessNamed(name, owner).line(body, block.time + 1)),
      );
}

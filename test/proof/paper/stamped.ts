import { fromHex, toHex, utf8 } from "../../../src/crypto/encoding.ts";
import { sha256 } from "../../../src/crypto/hash.ts";
import { anchorLeafData } from "../../../src/crypto/log-record.ts";
import { leafHash } from "../../../src/crypto/merkle.ts";
import { sealLeafData } from "../../../src/crypto/seal-record.ts";
import type { Hex, Seconds } from "../../../src/domain/bytes.ts";
import type { Manifest } from "../../../src/domain/manifest.ts";
import { SEAL_STATES, type SealState, type SealUse } from "../../../src/domain/seal.ts";
import { batchTree } from "../../../src/proof/batch.ts";
import { type Facts, NO_FACTS } from "../../../src/proof/facts.ts";
import { memberIdOf, SEAL_USE_TYPE_ID, sealIdOf } from "../../../src/proof/ids.ts";
import { entryOf, leafOf, voidLeaf } from "../../../src/proof/leaf.ts";
import {
  parseSealUse,
  SEAL_USE_FORMAT,
  type SealUseManifest,
  type SealUseProof,
  sealUseText,
} from "../../../src/proof/seal-use.ts";
import {
  anchorSlots,
  type Slot,
  sealDelegationSlot,
  sealDigestSlot,
  sealOwnerSlot,
  sealStateSlot,
  sealUseSlot,
} from "../../../src/proof/slots.ts";
import type { FoundSeal, StampedFile } from "../../../src/proof/stamped-file.ts";
import { TRUST_FORMAT, type TrustedNetwork, type TrustFile } from "../../../src/proof/trust.ts";
import { stampedSlots } from "../../../src/proof/verify-stamped.ts";
import { MEMBER_ID, PROFILE } from "./certificate.ts";
import { anchorOf, logOf, networkOf, noteOf } from "./installation.ts";
import { digest } from "./keys.ts";
import { ANCHORED, CAPTURED, HOUR, NOW, type NodeOptions, type PaperOptions } from "./options.ts";
import { hashWord, windowWord } from "./words.ts";
import { factsOf, statesOf } from "./world.ts";

/** Stands for a sealed revision: to the proof, a file is bytes. */
export const STAMPED = utf8("%PDF-1.7\nwhat somebody wrote and the agency stamped\n%%EOF\n");
export const STAMP_BATCH = digest("batch of stamped files");
/** When the uses were counted. */
export const USED: Seconds = ANCHORED + 60;

/** A seal of the member on paper, or of another one. */
export const sealOf = (number: number, owner = PROFILE.code): FoundSeal => {
  const code = `${owner}${String(number).padStart(3, "0")}`;
  return { code, name: `测试印章 ${number}`, digest: digest(`seal ${code}`) };
};
/** Of another member. */
export const OTHER_OWNER = "91371000MA3C5Y7B8X";

/** How a stamped file on paper differs from an ordinary one, which bears one seal. */
export interface StampedOptions
  extends Pick<PaperOptions, "anchor" | "record" | "signers" | "words" | "block" | "cosigners" | "suite" | "owner"> {
  /** On the file, and in its leaf. */
  readonly seals?: readonly FoundSeal[];
  readonly content?: NonNullable<StampedFile["content"]>;
  /** What the leaf says instead. */
  readonly manifest?: Partial<SealUseManifest>;
  /** What the record of each use says instead. */
  readonly use?: Partial<SealUse>;
  readonly usedAt?: Seconds;
  /** Of the record's installation. */
  readonly usedIn?: Hex;
  /** What stands on chain about each seal instead. */
  readonly chain?: PaperSeal;
  /** What came to stand there later, for the verifier's own node. */
  readonly later?: PaperSeal;
  readonly proof?: Partial<SealUseProof>;
}

/** What stands in a seal's slots. */
export interface PaperSeal {
  readonly owner?: Hex | 0;
  readonly digest?: Hex;
  readonly state?: SealState;
  readonly lostSince?: Seconds;
  readonly delegated?: boolean;
  /** 0: not counted. */
  readonly used?: Hex | 0;
}

export interface PaperStamped {
  readonly file: StampedFile;
  readonly proof: SealUseProof;
  readonly trust: TrustFile;
  readonly network: TrustedNetwork;
  node(options?: NodeOptions): Facts;
}

/** The network on paper, with a registry of seals. */
export function sealedNetwork(owner = "ours"): TrustedNetwork {
  const network = networkOf(owner, ["court"], 1);
  const address: Hex = `0x${digest("address sealRegistry").slice(26)}`;
  const sealRegistry = { address, codeHash: digest("code sealRegistry"), layout: "seal/1" };
  return { ...network, contracts: { ...network.contracts, sealRegistry } };
}

/** Leaf data of a counted use. */
export function usedLeaf(registryId: Hex, code: string, time: Seconds, use: Partial<SealUse> = {}): Hex {
  const sealId = sealIdOf(code);
  const order: SealUse = {
    memberId: MEMBER_ID,
    officerEpoch: 1,
    sealId,
    batchId: STAMP_BATCH,
    count: 1,
    notBefore: time - HOUR,
    deadline: time + HOUR,
    ...use,
  };
  const fact = { what: "used", use: order, first: 0, signers: [] } as const;
  return toHex(sealLeafData(registryId, { time, parentHash: digest("parent of use") }, sealId, fact));
}

/** Words of one seal's slots. */
export function sealWords(
  { code, digest: object }: FoundSeal,
  leaf: Hex,
  batchId: Hex,
  { owner, state = "active", lostSince = 0, delegated = false, ...words }: PaperSeal = {},
): readonly (readonly [Slot, bigint])[] {
  const sealId = sealIdOf(code);
  const hash = toHex(leafHash(sha256, fromHex(leaf)));
  const packed = BigInt(SEAL_STATES.indexOf(state)) | (BigInt(ANCHORED - HOUR) << 8n) | (BigInt(NOW + HOUR) << 48n);
  const window = { notBefore: ANCHORED - HOUR, notAfter: NOW, compromisedSince: 0 };
  return [
    [sealOwnerSlot(sealId), BigInt(owner ?? memberIdOf(code.slice(0, 18)))],
    [sealDigestSlot(sealId), hashWord(words.digest ?? object)],
    [sealStateSlot(sealId), packed | (BigInt(lostSince) << 88n)],
    [sealDelegationSlot(sealId, MEMBER_ID), delegated ? windowWord(window) : 0n],
    [sealUseSlot(sealId, MEMBER_ID, batchId), BigInt(words.used ?? hash)],
  ];
}

/** A stamped file at place 3 of a batch of its own, with all evidence, made without a chain. */
export function paperStamped(options: StampedOptions = {}): PaperStamped {
  const { owner = "ours", suite = "sha256", seals = [sealOf(1)], usedAt = USED } = options;
  const network = sealedNetwork(owner);
  const { registryId } = network;
  const content = options.content ?? { mediaType: "application/pdf", bytes: STAMPED };
  const salt: Hex = `0x${"5a".repeat(16)}`;
  const batch = { registryId, memberId: MEMBER_ID, typeId: SEAL_USE_TYPE_ID, batchId: STAMP_BATCH };
  const index = 3;
  const manifest = {
    format: "yinzheng-manifest/1",
    kind: "seal-use",
    ...batch,
    index,
    entries: [entryOf(content.mediaType, content.bytes, fromHex(salt), suite)],
    seals: seals.map(({ code }) => sealIdOf(code)),
    ...options.manifest,
  } as SealUseManifest;
  const leaves = new Map([[index, leafOf(manifest as unknown as Manifest, suite)]]);
  const { root, path: pathOf } = batchTree({
    size: 16,
    suite,
    leaves,
    voidLeaf: voidLeaf(batch, digest("void"), suite),
  });
  const signed = anchorOf(network, root, { ...options, suite, ...batch, size: 16 });
  const leaf = leafHash(sha256, anchorLeafData(registryId, { ...signed, block: 0 }));
  const { log, path } = logOf(leaf, signed.logIndex);
  const uses = seals.map(({ code }) => ({
    sealId: sealIdOf(code),
    leaf: usedLeaf(options.usedIn ?? registryId, code, usedAt, options.use),
  }));
  const officers = signed.signatures.map(({ signer }) => signer);
  const { memberId, typeId, batchId } = signed.anchor;
  const subject = { memberId, typeId, batchId, index, officers, keyIds: [], nullifier: null };
  const stateWith = (words: PaperSeal | undefined) => {
    const more = seals.flatMap((seal, i) => sealWords(seal, uses[i]!.leaf, batchId, words));
    return statesOf(network, { owner, subject, keys: [], batchKeys: [], leaf: toHex(leaf), more });
  };
  const state = stateWith(options.chain)([], options.words ?? {}, options.block ?? { number: 41, time: CAPTURED });
  const draft: Omit<SealUseProof, "evidence" | "checkpoint"> = {
    format: SEAL_USE_FORMAT,
    registryId,
    member: PROFILE,
    manifest,
    salt,
    path: pathOf(index),
    anchor: signed,
    log: { ...log, path },
    uses,
    ...options.proof,
  };
  const wanted = [...anchorSlots(signed), ...stampedSlots(draft as SealUseProof)];
  const checkpoint = noteOf(registryId, log, state, options.cosigners ?? ["court"], owner);
  const made = { ...draft, evidence: state.evidence(wanted), checkpoint, ...options.proof };
  // As whoever gets the file reads it.
  const proof = parseSealUse(utf8(sealUseText(made)));
  const node = (later: NodeOptions = {}): Facts => {
    const words = { ...options.chain, ...options.later };
    const head = stateWith(words)([], later.words ?? options.words ?? {}, later.block ?? { number: 50, time: NOW });
    return { ...NO_FACTS, ...factsOf({ head, state, log, events: [], wanted }, later.facts) };
  };
  return {
    file: { content, seals, proof },
    proof,
    trust: { format: TRUST_FORMAT, networks: [network] },
    network,
    node,
  };
}

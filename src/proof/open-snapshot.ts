import { fromHex, toHex } from "../crypto/encoding.ts";
import { parseHeader } from "../crypto/header.ts";
import { accountOf } from "../crypto/state-proof.ts";
import { proofAmong } from "../crypto/trie.ts";
import type { Bilingual } from "../domain/bilingual.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import type { AccountProof, Evidence } from "./bundle.ts";
import { parseSnapshot } from "./parse-snapshot.ts";
import type { Slot } from "./slots.ts";
import { nodesByHash, type Snapshot } from "./snapshot.ts";
import type { TrustedNetwork, TrustFile } from "./trust.ts";
import { openEvidence } from "./verify/state.ts";
import { witnessesOf } from "./verify/vouching.ts";

/** A snapshot that was read, ready to judge many codes by. */
export interface ReadSnapshot {
  readonly file: Snapshot;
  /** RLP nodes by their hashes. */
  readonly nodes: ReadonlyMap<string, Uint8Array>;
  readonly about: SnapshotSummary;
}

/** What can be said of a snapshot as a whole. Its batches are judged with the codes. */
export interface SnapshotSummary {
  /** null: no network of the trust file. */
  readonly network: Bilingual | null;
  /** The block of its header; null where that can't be read, or the network is not known. */
  readonly block: { readonly number: number; readonly time: Seconds } | null;
  /** Witnesses and snapshot signers of the trust file who co-signed exactly this block and log. */
  readonly vouchedBy: readonly string[];
  readonly batches: number;
}

/** A snapshot from untrusted bytes. Throws `json.*` and `snapshot.format`; what a trust file makes of it is told, not thrown. */
export function readSnapshot(bytes: Uint8Array, trust: TrustFile): ReadSnapshot {
  const file = parseSnapshot(bytes);
  return { file, nodes: nodesByHash(file), about: summaryOf(file, trust) };
}

function summaryOf({ registryId, header, log, checkpoint, batches }: Snapshot, trust: TrustFile): SnapshotSummary {
  const network = trust.networks.find((one) => one.registryId === registryId);
  const count = batches.length;
  if (network === undefined) return { network: null, block: null, vouchedBy: [], batches: count };
  const evidence = { header, accounts: [] };
  const opened = openEvidence(evidence, network);
  const { zh, en } = network.name;
  const block = opened.ok ? { number: opened.state.block.number, time: opened.state.block.time } : null;
  return {
    network: { zh, en },
    block,
    vouchedBy: witnessesOf(evidence, network, log, checkpoint) ?? [],
    batches: count,
  };
}

/** Proofs of these slots, as far as they can be found among the snapshot's nodes. */
export function evidenceIn({ file, nodes }: ReadSnapshot, network: TrustedNetwork, slots: readonly Slot[]): Evidence {
  const { header } = file;
  const root = stateRootOf(header);
  const contracts = [...new Set(slots.map(({ contract }) => contract))];
  const accounts = contracts.flatMap((contract): readonly AccountProof[] => {
    const address = network.contracts[contract]?.address;
    if (address === undefined) return [];
    const keys = slots.filter((slot) => slot.contract === contract).map(({ key }) => key);
    const account = root === null ? null : accountIn(nodes, root, address, keys);
    return account === null ? [] : [account];
  });
  return { header, accounts };
}

function accountIn(
  nodes: ReadSnapshot["nodes"],
  stateRoot: Uint8Array,
  address: Hex,
  keys: readonly Hex[],
): AccountProof | null {
  const proof = attempt(() => proofAmong(stateRoot, fromHex(address), nodes));
  const account = proof && attempt(() => accountOf(stateRoot, fromHex(address), proof));
  if (proof === null || account === null) return null;
  const slots = keys.flatMap((key) => {
    const own = attempt(() => proofAmong(account.storageRoot, fromHex(key), nodes));
    return own === null ? [] : [{ key, proof: own.map(toHex) }];
  });
  return { address, proof: proof.map(toHex), slots };
}

function stateRootOf(header: Hex): Uint8Array | null {
  return attempt(() => parseHeader(fromHex(header)).stateRoot);
}

/** null for what is no header, or no node: the checks say so. */
function attempt<T>(read: () => T | null): T | null {
  try {
    return read();
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

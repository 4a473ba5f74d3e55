import { fromHex, toHex } from "../../crypto/encoding.ts";
import { sha256 } from "../../crypto/hash.ts";
import { readLogLeaf } from "../../crypto/log-read.ts";
import { leafHash, rootOf } from "../../crypto/merkle.ts";
import type { Hex } from "../../domain/bytes.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Block, Ledger } from "../../ledger/ledger.ts";
import { CONTINUED_BY_SLOT, LIFETIME_SLOT } from "../../proof/slots.ts";
import type { TrustedNetwork } from "../../proof/trust.ts";
import { openEvidence } from "../../proof/verify/state.ts";
import { adoptionsIn } from "./batches.ts";
import { blockOf, mismatch, witnessed } from "./checkpoint.ts";
import { CONTINUATION_FORMAT, type Continuation, treeOf } from "./continuation.ts";

/** Leaves read at a time. */
const AT_ONCE = 10_000;

export interface PlanOptions {
  /** A node of the old installation; it is asked, and nothing is sent. */
  readonly ledger: Ledger;
  /** What is trusted of the old installation. */
  readonly network: TrustedNetwork;
  /** registryId of the new one. */
  readonly to: Hex;
  /** The final checkpoint, as its witnesses co-signed it. */
  readonly note: string;
  /** Leave out changes of status that the old log has after the checkpoint, instead of refusing. */
  readonly leaveOutLater?: boolean;
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * What the new installation has to adopt of a closed one, from the old log alone: the same for everybody who has it.
 * Throws `migrate.unwitnessed` unless the quorum co-signed the checkpoint, `migrate.later` where statuses were changed after it, `migrate.open` unless the old Directory was
 * closed there in favour of the new installation, `chain.mismatch` where the node's log is another, `chain.unreachable`.
 */
export async function planContinuation(options: PlanOptions): Promise<Continuation> {
  const { ledger, network, to, note, onProgress } = options;
  const checkpoint = witnessed(note, network);
  const block = await blockOf(ledger, checkpoint);
  await requireClosed(ledger, network, block, to);
  const leaves = await leavesOf(ledger, checkpoint.size, onProgress);
  const hashes = leaves.map((data) => leafHash(sha256, fromHex(data)));
  if (toHex(rootOf(sha256, hashes)) !== checkpoint.root) throw mismatch("evidence log", block);
  if (options.leaveOutLater !== true) await requireLast(ledger, checkpoint.size);
  const adoptions = adoptionsIn(leaves);
  const { size, root } = treeOf(network.registryId, adoptions);
  const origin = {
    registryId: network.registryId,
    chainId: network.chainId,
    logSize: checkpoint.size,
    logRoot: checkpoint.root,
    blockNumber: block.number,
    blockHash: block.hash,
    blockTime: block.time,
    size,
    root,
  };
  return { format: CONTINUATION_FORMAT, to, checkpoint: note, origin, adoptions };
}

async function requireClosed(ledger: Ledger, network: TrustedNetwork, block: Block, to: Hex): Promise<void> {
  const opened = openEvidence(await ledger.capture([LIFETIME_SLOT, CONTINUED_BY_SLOT], block.number), network);
  if (!opened.ok || opened.state.block.hash !== block.hash) throw mismatch("proof", block);
  const closedAt = ((opened.state.read(LIFETIME_SLOT) ?? 0n) >> 40n) & ((1n << 40n) - 1n);
  const successor: Hex = `0x${(opened.state.read(CONTINUED_BY_SLOT) ?? 0n).toString(16).padStart(64, "0")}`;
  if (closedAt !== 0n && successor === to) return;
  throw new YinzhengError("migrate.open", { closedAt: Number(closedAt), successor, expected: to });
}

/** What an officer changes in the old network after the checkpoint would count for nothing, and nobody would notice. */
async function requireLast(ledger: Ledger, size: number): Promise<void> {
  const head = await ledger.logState();
  for (let from = size; from < head.size; from += AT_ONCE) {
    const later = await ledger.logLeaves(from, Math.min(head.size, from + AT_ONCE));
    const place = later.findIndex((data) => readLogLeaf(fromHex(data)).record.kind === "status");
    if (place >= 0) throw new YinzhengError("migrate.later", { record: from + place, checkpoint: size });
  }
}

async function leavesOf(ledger: Ledger, size: number, onProgress: PlanOptions["onProgress"]): Promise<readonly Hex[]> {
  const leaves: Hex[] = [];
  while (leaves.length < size) {
    for (const leaf of await ledger.logLeaves(leaves.length, Math.min(size, leaves.length + AT_ONCE)))
      leaves.push(leaf);
    onProgress?.(leaves.length, size);
  }
  return leaves;
}

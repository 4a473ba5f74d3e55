import { fromHex } from "../crypto/encoding.ts";
import { parseHeader } from "../crypto/header.ts";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Bundle } from "../proof/bundle.ts";
import { readDocument } from "../proof/document.ts";
import type { Facts, LogHead, NodeFacts } from "../proof/facts.ts";
import type { SeenLog } from "../proof/policy.ts";
import { slotsOf, subjectOf } from "../proof/slots.ts";
import { answeringFor, type TrustFile } from "../proof/trust.ts";

/**
 * What the verifier's own node says about a bundle, for level online, and about the block `seen` at which the verifier
 * saw the log before. Asks for nothing but states, log and blocks, so the node's
 * operator learns which batch was looked at; use a node of your own. A node that can't be asked is a fact too: nothing is
 * thrown for it, nor for what the bundle holds.
 *
 * @param more.trust says which installation continues the bundle's; without it, none does
 */
export async function gather(
  ledger: Ledger,
  bundle: Bundle,
  { seen, trust }: { readonly seen?: SeenLog["block"]; readonly trust?: TrustFile } = {},
): Promise<Facts> {
  const answering = (trust && answeringFor(trust, bundle.registryId)?.registryId) ?? bundle.registryId;
  if (answering !== ledger.network.registryId) return { node: { ok: false, code: "chain.mismatch" } };
  try {
    return { node: { ok: true, facts: await nodeFacts(ledger, bundle, seen) } };
  } catch (error) {
    if (!isYinzhengError(error) || !error.code.startsWith("chain.")) throw error;
    return { node: { ok: false, code: error.code } };
  }
}

async function nodeFacts(ledger: Ledger, bundle: Bundle, seen: SeenLog["block"]): Promise<NodeFacts> {
  const { number, hash } = await ledger.head();
  const { memberId, batchId } = bundle.anchor.anchor;
  const { registryId } = ledger.network;
  const moved = registryId !== bundle.registryId;
  const slots = slotsOf(subjectOf(bundle, readDocument(bundle).nullifier));
  const [evidence, log, statusChanges, ancestor, known] = await Promise.all([
    ledger.capture(slots, number),
    ledger.logState(number),
    ledger.changesOf(memberId, batchId, number),
    moved ? null : ancestorOf(ledger, bundle.evidence.header),
    seen === undefined ? null : ledger.block(seen.number),
  ]);
  const told = { evidence, blockHash: hash, log: { size: log.size, root: log.root }, ancestor, statusChanges };
  const facts = moved ? { registryId, ...told } : told;
  return seen === undefined ? facts : { ...facts, seenBlock: known?.hash ?? null };
}

/** The node's own block of the number that the bundle's header claims, with the log at it. */
async function ancestorOf(ledger: Ledger, header: Hex): Promise<NodeFacts["ancestor"]> {
  const number = numberIn(header);
  const block = number === null ? null : await ledger.block(number);
  return block === null ? null : { hash: block.hash, log: await logAt(ledger, block.number) };
}

function numberIn(header: Hex): number | null {
  try {
    return parseHeader(fromHex(header)).number;
  } catch {
    return null;
  }
}

/** null where the node no longer has the state of that block. */
async function logAt(ledger: Ledger, block: number): Promise<LogHead | null> {
  try {
    const { size, root } = await ledger.logState(block);
    return { size, root };
  } catch (error) {
    if (isYinzhengError(error)) return null;
    throw error;
  }
}

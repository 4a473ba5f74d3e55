import { fromHex } from "../crypto/encoding.ts";
import { parseHeader } from "../crypto/header.ts";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError } from "../domain/errors.ts";
import type { Ledger } from "../ledger/ledger.ts";
import type { Bundle } from "../proof/bundle.ts";
import { readDocument } from "../proof/document.ts";
import type { Facts, LogHead, NodeFacts } from "../proof/facts.ts";
import type { SeenLog } from "../proof/policy.ts";
import type { SealUseProof } from "../proof/seal-use.ts";
import { certificateOf, type SealedDocument } from "../proof/sealed-document.ts";
import { anchorSlots, type Slot, slotsOf, subjectOf } from "../proof/slots.ts";
import { answeringFor, type TrustFile } from "../proof/trust.ts";
import { representationSlots } from "../proof/verify/representation-anchor.ts";
import { stampedSlots } from "../proof/verify-stamped.ts";

/**
 * What the verifier's own node says about a bundle, for level online, and about the block `seen` at which the verifier
 * saw the log before. Asks for nothing but states, log and blocks, so the node's
 * operator learns which batch was looked at; use a node of your own. A node that can't be asked is a fact too: nothing is
 * thrown for it, nor for what the bundle holds.
 *
 * @param more.trust says which installation continues the bundle's; without it, none does
 */
export async function gather(ledger: Ledger, bundle: Bundle, more: Asked = {}): Promise<Facts> {
  const { anchor, evidence, registryId } = bundle;
  const slots = slotsOf(subjectOf(bundle, readDocument(bundle).nullifier));
  return { node: await ask(ledger, { registryId, slots, batch: anchor.anchor, header: evidence.header }, more) };
}

/** As `gather`, about the certificate in a document, and about the document's own anchor. */
export async function gatherDocument(ledger: Ledger, document: SealedDocument, more: Asked = {}): Promise<Facts> {
  const { proof } = document;
  const facts = await gather(ledger, certificateOf(document), more);
  if (typeof proof === "string") return facts;
  const { registryId, anchor, evidence } = proof;
  const slots = [...anchorSlots(anchor), ...representationSlots(proof)];
  return {
    ...facts,
    representation: await ask(ledger, { registryId, slots, batch: null, header: evidence.header }, more),
  };
}

/** As `gather`, about the anchor of a stamped file and the seals on it. */
export async function gatherStamped(ledger: Ledger, proof: SealUseProof, more: Asked = {}): Promise<Facts> {
  const { registryId, anchor, evidence } = proof;
  const slots = [...anchorSlots(anchor), ...stampedSlots(proof)];
  return { node: await ask(ledger, { registryId, slots, batch: null, header: evidence.header }, more) };
}

export interface Asked {
  readonly seen?: SeenLog["block"];
  readonly trust?: TrustFile;
}

/** What a node is asked. */
interface Question {
  /** Installation that the evidence is of. */
  readonly registryId: Hex;
  readonly slots: readonly Slot[];
  /** Whose status changes are asked for; null: nobody's. */
  readonly batch: { readonly memberId: Hex; readonly batchId: Hex } | null;
  /** Of the evidence at hand. */
  readonly header: Hex;
}

async function ask(ledger: Ledger, question: Question, { seen, trust }: Asked): Promise<Facts["node"]> {
  const { registryId } = question;
  const answering = (trust && answeringFor(trust, registryId)?.registryId) ?? registryId;
  if (answering !== ledger.network.registryId) return { ok: false, code: "chain.mismatch" };
  try {
    return { ok: true, facts: await nodeFacts(ledger, question, seen) };
  } catch (error) {
    if (!isYinzhengError(error) || !error.code.startsWith("chain.")) throw error;
    return { ok: false, code: error.code };
  }
}

async function nodeFacts(ledger: Ledger, question: Question, seen: SeenLog["block"]): Promise<NodeFacts> {
  const { number, hash } = await ledger.head();
  const { batch } = question;
  const { registryId } = ledger.network;
  const moved = registryId !== question.registryId;
  const [evidence, log, statusChanges, ancestor, known] = await Promise.all([
    // Seals stay registered where they were.
    ledger.capture(
      moved ? question.slots.filter(({ contract }) => contract !== "sealRegistry") : question.slots,
      number,
    ),
    ledger.logState(number),
    batch === null ? [] : ledger.changesOf(batch.memberId, batch.batchId, number),
    moved ? null : ancestorOf(ledger, question.header),
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

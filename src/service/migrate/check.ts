import type { Hex } from "../../domain/bytes.ts";
import type { Adoption } from "../../domain/continuation.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { CELLS_PER_WORD, type StatusEvent } from "../../domain/status.ts";
import { stateAt, stateInWord } from "../../domain/status-machine.ts";
import type { Ledger } from "../../ledger/ledger.ts";
import { recordSlot, statusHeadSlot, statusWordSlot } from "../../proof/slots.ts";
import type { TrustedNetwork } from "../../proof/trust.ts";
import { openEvidence, type ProvenState } from "../../proof/verify/state.ts";
import { FIRST_HEAD, headAfter } from "./batches.ts";
import type { Continuation } from "./continuation.ts";

/** What is wrong with a batch in the new installation. */
export type Fault = "missing" | "record" | "history" | "words";

export interface Checked {
  readonly batches: number;
  readonly faults: readonly { readonly memberId: Hex; readonly batchId: Hex; readonly fault: Fault }[];
}

interface Batch extends Pick<Adoption, "memberId" | "batchId" | "record"> {
  readonly changes: readonly StatusEvent[];
}

/**
 * Whether every batch stands in the new installation with the record it had, a history that begins with the one it had
 * and leads to its statusHead there, and words that follow from it; all of it proven by the node's state at one block.
 * Throws `chain.mismatch` where a proof does not hold, `chain.unreachable`.
 */
export async function checkAll(
  ledger: Ledger,
  network: TrustedNetwork,
  continuation: Continuation,
  onProgress: (done: number, total: number) => void = () => undefined,
): Promise<Checked> {
  const batches = batchesOf(continuation);
  const { number, hash } = await ledger.head();
  const faults: Checked["faults"][number][] = [];
  for (const [i, batch] of batches.entries()) {
    const { memberId, batchId } = batch;
    const changes = await ledger.changesOf(memberId, batchId, number);
    const evidence = await ledger.capture(slotsOf(batch, changes), number);
    const opened = openEvidence(evidence, network);
    if (!opened.ok || opened.state.block.hash !== hash) {
      throw new YinzhengError("chain.mismatch", { what: "proof", block: number });
    }
    const fault = faultOf(batch, changes, opened.state);
    if (fault !== null) faults.push({ memberId, batchId, fault });
    onProgress(i + 1, batches.length);
  }
  return { batches: batches.length, faults };
}

function batchesOf({ adoptions }: Continuation): readonly Batch[] {
  const batches = new Map<string, Batch & { readonly changes: StatusEvent[] }>();
  for (const { adoption, changes } of adoptions) {
    const { memberId, batchId, record } = adoption;
    const name = `${memberId}/${batchId}`;
    const batch = batches.get(name) ?? { memberId, batchId, record, changes: [] };
    batch.changes.push(...changes);
    batches.set(name, batch);
  }
  return [...batches.values()];
}

/** A cell in each word that a change touches. */
function cellsIn(changes: readonly StatusEvent[]): readonly number[] {
  const words = new Set<number>();
  for (const { change } of changes) {
    for (const { first, count } of change.ranges) {
      const end = Math.floor((first + count - 1) / CELLS_PER_WORD);
      for (let word = Math.floor(first / CELLS_PER_WORD); word <= end; word++) words.add(word);
    }
  }
  return [...words].map((word) => word * CELLS_PER_WORD);
}

const slotsOf = ({ memberId, batchId }: Batch, changes: readonly StatusEvent[]) => [
  recordSlot(memberId, batchId),
  statusHeadSlot(memberId, batchId),
  ...cellsIn(changes).map((index) => statusWordSlot(memberId, batchId, index)),
];

function faultOf(batch: Batch, changes: readonly StatusEvent[], state: ProvenState): Fault | null {
  const { memberId, batchId } = batch;
  const record = state.read(recordSlot(memberId, batchId));
  if (record === 0n || record === undefined) return "missing";
  if (record !== BigInt(batch.record)) return "record";
  const before = batch.changes.reduce(headAfter, FIRST_HEAD);
  const heads = changes.slice(0, batch.changes.length).reduce(headAfter, FIRST_HEAD);
  const head = changes.reduce(headAfter, FIRST_HEAD);
  if (heads !== before || BigInt(head) !== state.read(statusHeadSlot(memberId, batchId))) return "history";
  return cellsIn(changes).every((index) => wordFollows(batch, changes, index, state)) ? null : "words";
}

function wordFollows(
  { memberId, batchId }: Batch,
  changes: readonly StatusEvent[],
  first: number,
  state: ProvenState,
): boolean {
  const word = state.read(statusWordSlot(memberId, batchId, first));
  if (word === undefined) return false;
  for (let index = first; index < first + CELLS_PER_WORD; index++) {
    const { state: cell } = stateAt(changes, index, state.block.time, state.block.time);
    if (cell !== stateInWord(word, index)) return false;
  }
  return true;
}

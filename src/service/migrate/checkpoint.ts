import { parseNote } from "../../crypto/note.ts";
import type { Hex } from "../../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../../domain/errors.ts";
import type { Block, Ledger } from "../../ledger/ledger.ts";
import { type Checkpoint, cosignersOf, readCheckpoint } from "../../proof/checkpoint.ts";
import type { TrustedNetwork } from "../../proof/trust.ts";

/** The checkpoint that a note says, if enough of the network's witnesses co-signed it. Throws `migrate.unwitnessed`. */
export function witnessed(note: string, { registryId, witnesses }: TrustedNetwork): Checkpoint {
  const needed = witnesses.quorum;
  const checkpoint = read(note, registryId);
  const names = checkpoint === null ? null : cosignersOf(note, parseNote(note).body, witnesses.keys);
  if (checkpoint !== null && names !== null && names.length >= needed) return checkpoint;
  throw new YinzhengError("migrate.unwitnessed", { witnesses: names === null ? [] : [...names], needed });
}

function read(note: string, registryId: Hex): Checkpoint | null {
  try {
    return readCheckpoint(registryId, parseNote(note).body);
  } catch (cause) {
    if (isYinzhengError(cause)) return null;
    throw cause;
  }
}

/** The block of a checkpoint, as the node has it. Throws `chain.mismatch` where it has another, or another log at it. */
export async function blockOf(ledger: Ledger, { size, root, block }: Checkpoint): Promise<Block> {
  const found = await ledger.block(block.number);
  if (found?.hash !== block.hash) throw mismatch("block", block);
  const log = await ledger.logState(block.number);
  if (log.size !== size || log.root !== root) throw mismatch("evidence log", block);
  return found;
}

/** The node shows another chain than the one that was vouched for. */
export const mismatch = (what: string, { number }: { readonly number: number }) =>
  new YinzhengError("chain.mismatch", { what, block: number });

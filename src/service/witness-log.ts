import { fromHex, toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { parseHeader } from "../crypto/header.ts";
import { appendLeaf, emptyLog, type LogState, logRoot } from "../crypto/log.ts";
import { leafHash } from "../crypto/merkle.ts";
import type { Hex } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Block, Ledger } from "../ledger/ledger.ts";
import type { Checkpoint } from "../proof/checkpoint.ts";
import type { Journal } from "../store/store.ts";
import { CellBook } from "./cell-book.ts";
import type { WitnessedLog } from "./list-check.ts";

/** Kind of the journal's records of checkpoints that were co-signed. */
export const COSIGNED = "witness.cosigned";

/** A witness's own copy of the log. */
export interface WitnessLog {
  /** The log at a block. Throws `witness.refused` for a block whose state does not follow from the leaves, and for another history. */
  at(asked: Pick<Block, "number" | "hash">): Promise<WitnessedLog>;
}

/** Recomputes the log from its leaves; refuses a block whose state does not follow from them, and any other history. */
export async function followLog(ledger: Ledger, journal: Journal): Promise<WitnessLog> {
  let log = emptyLog();
  let roots = new Map<number, Hex>();
  let book = new CellBook();
  const signed = await lastSigned(journal);

  const advance = async (size: number): Promise<void> => {
    while (log.size < size) {
      const to = Math.min(size, log.size + 1000);
      const leaves = await ledger.logLeaves(log.size, to);
      if (leaves.length !== to - log.size) refuse("the node does not give the log's leaves");
      for (const data of leaves) {
        take(book, data);
        log = appendLeaf(log, leafHash(sha256, fromHex(data)));
        roots.set(log.size, rootHex(log));
      }
    }
  };

  return {
    async at({ number, hash }) {
      const [block, state, evidence] = await Promise.all([
        ledger.block(number),
        ledger.logState(number),
        ledger.capture([], number),
      ]);
      const header = parseHeader(fromHex(evidence.header));
      if (block === null || block.hash !== hash || toHex(header.hash) !== hash) refuse("the block is not on our chain");
      // Before any leaf: another history may not have as many.
      await requireSameBlock(ledger, signed.current);
      try {
        await advance(Math.max(state.size, signed.current?.size ?? 0));
        const root = state.size === 0 ? rootHex(emptyLog()) : roots.get(state.size);
        if (root !== state.root) refuse("the log's root is not that of its leaves");
        requireSameLog(signed.current, roots);
      } catch (cause) {
        // What a wrong node told is forgotten, so that a right one is followed anew; what was signed is not.
        if (isYinzhengError(cause, "witness.refused")) [log, roots, book] = [emptyLog(), new Map(), new CellBook()];
        throw cause;
      }
      const checkpoint = { size: state.size, root: state.root, block: { number, hash } };
      if (number >= (signed.current?.block.number ?? 0)) signed.current = checkpoint;
      return { registryId: ledger.network.registryId, checkpoint, time: header.time, book };
    },
  };
}

const OTHER_HISTORY = "the chain shows another history than the one co-signed before";

/** What we co-signed last must still be the beginning of what the chain shows. */
async function requireSameBlock(ledger: Ledger, last: Checkpoint | null): Promise<void> {
  if (last === null) return;
  const block = await ledger.block(last.block.number);
  if (block?.hash !== last.block.hash) refuse(OTHER_HISTORY);
}

function requireSameLog(last: Checkpoint | null, roots: ReadonlyMap<number, Hex>): void {
  if (last !== null && last.size > 0 && roots.get(last.size) !== last.root) refuse(OTHER_HISTORY);
}

async function lastSigned(journal: Journal): Promise<{ current: Checkpoint | null }> {
  let current: Checkpoint | null = null;
  for await (const { kind, payload } of journal.scan(1)) {
    const checkpoint = payload as unknown as Checkpoint;
    if (kind === COSIGNED && checkpoint.block.number >= (current?.block.number ?? 0)) current = checkpoint;
  }
  return { current };
}

function take(book: CellBook, leaf: Hex): void {
  try {
    book.add(leaf);
  } catch (cause) {
    if (!isYinzhengError(cause, "schema.pattern")) throw cause;
    refuse("the node gives leaves that are no records");
  }
}

const rootHex = (log: LogState): Hex => toHex(logRoot(log));

function refuse(reason: string): never {
  throw new YinzhengError("witness.refused", { reason });
}

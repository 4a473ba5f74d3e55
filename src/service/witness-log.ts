import { fromHex, toHex } from "../crypto/encoding.ts";
import { parseHeader } from "../crypto/header.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Block, Ledger } from "../ledger/ledger.ts";
import type { Checkpoint } from "../proof/checkpoint.ts";
import type { Journal } from "../store/store.ts";
import type { WitnessedLog } from "./list-check.ts";
import { type HeardLeaf, LogCopy } from "./witness/log-copy.ts";
import { StateCheck } from "./witness/state-check.ts";

/** Kind of the journal's records of checkpoints that were co-signed. */
export const COSIGNED = "witness.cosigned";

/** By which rules the leaves of a checkpoint were judged before it was co-signed; absent: by none, in earlier versions. */
const RULED = 1;

/** What the journal keeps of a checkpoint that was co-signed. */
export const cosigned = (checkpoint: Checkpoint): JsonObject => ({ ...checkpoint, rules: RULED });

/** A witness's own copy of the log. */
export interface WitnessLog {
  /**
   * The log at a block. Throws `witness.refused` for a block whose state
   * does not follow from the leaves, for leaves that break a rule, and for another history; `detail.alarm` says which.
   */
  at(asked: Pick<Block, "number" | "hash">): Promise<WitnessedLog>;
  /** Leaves judged since it was asked last that somebody should hear of. */
  heard(): readonly HeardLeaf[];
}

type Signed = Checkpoint & { readonly rules?: number };

/** Recomputes the log from its leaves, and what they say; refuses a block whose state does not follow from them, and any other history. */
export async function followLog(ledger: Ledger, journal: Journal): Promise<WitnessLog> {
  let signed = await remembered(journal);
  const registries = new StateCheck(ledger);
  const copy = new LogCopy(ledger, signed?.rules === RULED ? signed.size : 0);

  return {
    async at({ number, hash }) {
      const [block, state, evidence] = await Promise.all([
        ledger.block(number),
        ledger.logState(number),
        ledger.capture([], number),
      ]);
      const header = parseHeader(fromHex(evidence.header));
      if (block === null || block.hash !== hash || toHex(header.hash) !== hash)
        refuse("the block is not on our chain", "witness.other_block", { block: number });
      // Before any leaf: another history may not have as many.
      await requireSameBlock(ledger, signed);
      try {
        await copy.extend(Math.max(state.size, signed?.size ?? 0));
        requireSameLog(signed, copy);
        if (copy.root(state.size) !== state.root)
          refuse("the log's root is not that of its leaves", "witness.root", { block: number, size: state.size });
      } catch (cause) {
        // What was signed is not forgotten.
        if (isYinzhengError(cause, "witness.refused")) copy.forget();
        throw cause;
      }
      await copy.judge(state.size, header.time);
      const { of, size } = copy.expected;
      await (size === state.size
        ? registries.at(of, { number, hash })
        : registries.before(of, state.size, { number, hash }));
      const checkpoint = { size: state.size, root: state.root, block: { number, hash } };
      if (number >= (signed?.block.number ?? 0)) signed = { ...checkpoint, rules: RULED };
      return { registryId: ledger.network.registryId, checkpoint, time: header.time, book: copy.book };
    },
    heard: () => copy.heard(),
  };
}

const OTHER_HISTORY = "the chain shows another history than the one co-signed before";

/** What we co-signed last must still be the beginning of what the chain shows. */
async function requireSameBlock(ledger: Ledger, last: Signed | null): Promise<void> {
  if (last === null) return;
  const { number, hash } = last.block;
  const block = await ledger.block(number);
  if (block === null) refuse(OTHER_HISTORY, "witness.behind", { block: number, cosigned: hash });
  if (block.hash !== hash) refuse(OTHER_HISTORY, "witness.fork", { block: number, cosigned: hash, found: block.hash });
}

function requireSameLog(last: Signed | null, copy: LogCopy): void {
  if (last === null || copy.root(last.size) === last.root) return;
  refuse(OTHER_HISTORY, "witness.rewritten", { size: last.size, cosigned: last.root });
}

/** What was co-signed last. */
async function remembered(journal: Journal): Promise<Signed | null> {
  let last: Signed | null = null;
  for await (const { kind, payload } of journal.scan(1)) {
    if (kind !== COSIGNED) continue;
    const checkpoint = payload as unknown as Signed;
    if (checkpoint.block.number >= (last?.block.number ?? 0)) last = checkpoint;
  }
  return last;
}

function refuse(reason: string, alarm: string, detail: JsonObject): never {
  throw new YinzhengError("witness.refused", { reason, alarm, ...detail });
}

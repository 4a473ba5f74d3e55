import { fromHex, toHex } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { parseHeader } from "../crypto/header.ts";
import { appendLeaf, emptyLog, type LogState, logRoot } from "../crypto/log.ts";
import { leafHash } from "../crypto/merkle.ts";
import { cosignMessage, formatCosignature, formatNote, formatVkey } from "../crypto/note.ts";
import type { Hex, Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { Signer } from "../keys/keys.ts";
import type { Block, Ledger } from "../ledger/ledger.ts";
import { type Checkpoint, checkpointBody } from "../proof/checkpoint.ts";
import type { Journal } from "../store/store.ts";

/** What a witness is made of, all of it its own. */
export interface WitnessDeps {
  /** Name in its vkey and in every report. */
  readonly name: string;
  readonly key: Signer;
  /** The witness's own node. */
  readonly ledger: Ledger;
  /** The witness's own journal. */
  readonly journal: Journal;
  readonly clock: () => Seconds;
}

/** A witness: follows the log leaf by leaf and co-signs only what continues what it has co-signed before. */
export interface WitnessProcess {
  readonly vkey: string;
  /** The checkpoint of `block` with our co-signature. Throws `witness.refused`, `chain.unreachable`. */
  cosign(block: Pick<Block, "number" | "hash">): Promise<string>;
  /** The note of the newest block that we co-signed since we were started, or null. */
  latest(): Promise<string | null>;
}

const COSIGNED = "witness.cosigned";

/** Opens a witness over its journal, from which it knows what it has co-signed before. */
export async function openWitness(deps: WitnessDeps): Promise<WitnessProcess> {
  const follower = await follow(deps);
  const vkey = formatVkey(deps.name, fromHex(deps.key.publicKey));
  let latest: { readonly block: number; readonly note: string } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  const cosign = async (asked: Pick<Block, "number" | "hash">): Promise<string> => {
    const checkpoint = await follower.checkpointAt(asked);
    await deps.journal.append([
      {
        kind: COSIGNED,
        subject: deps.name,
        tenant: "witness",
        actor: deps.name,
        time: deps.clock(),
        payload: checkpoint as unknown as JsonObject,
      },
    ]);
    const body = checkpointBody(deps.ledger.network.registryId, checkpoint);
    const time = deps.clock();
    const signature = await deps.key.sign(cosignMessage(body, time));
    const note = formatNote(body, [formatCosignature(vkey, time, signature)]);
    // Of a block before the newest, we may be asked again.
    if (checkpoint.block.number >= (latest?.block ?? 0)) latest = { block: checkpoint.block.number, note };
    return note;
  };
  return {
    vkey,
    latest: async () => latest?.note ?? null,
    // One at a time: each checkpoint is compared with the one before it.
    cosign: (block) => {
      const result = turn.then(() => cosign(block));
      turn = result.catch(() => undefined);
      return result;
    },
  };
}

interface Follower {
  checkpointAt(asked: Pick<Block, "number" | "hash">): Promise<Checkpoint>;
}

/** Recomputes the log from its leaves; refuses a block whose state does not follow from them, and any other history. */
async function follow({ ledger, journal }: WitnessDeps): Promise<Follower> {
  let log = emptyLog();
  let roots = new Map<number, Hex>();
  const signed = await lastSigned(journal);

  const advance = async (size: number): Promise<void> => {
    while (log.size < size) {
      const to = Math.min(size, log.size + 1000);
      const leaves = await ledger.logLeaves(log.size, to);
      if (leaves.length !== to - log.size) refuse("the node does not give the log's leaves");
      for (const data of leaves) {
        log = appendLeaf(log, leafHash(sha256, fromHex(data)));
        roots.set(log.size, rootHex(log));
      }
    }
  };

  return {
    async checkpointAt({ number, hash }) {
      const [block, state, evidence] = await Promise.all([
        ledger.block(number),
        ledger.logState(number),
        ledger.capture([], number),
      ]);
      const header = parseHeader(fromHex(evidence.header));
      if (block === null || block.hash !== hash || toHex(header.hash) !== hash) refuse("the block is not on our chain");
      await advance(Math.max(state.size, signed.current?.size ?? 0));
      try {
        const root = state.size === 0 ? rootHex(emptyLog()) : roots.get(state.size);
        if (root !== state.root) refuse("the log's root is not that of its leaves");
        await requireSameHistory(ledger, signed.current, roots);
      } catch (cause) {
        // What a wrong node told is forgotten, so that a right one is followed anew; what was signed is not.
        if (isYinzhengError(cause, "witness.refused")) [log, roots] = [emptyLog(), new Map()];
        throw cause;
      }
      const checkpoint = { size: state.size, root: state.root, block: { number, hash } };
      if (number >= (signed.current?.block.number ?? 0)) signed.current = checkpoint;
      return checkpoint;
    },
  };
}

/** What we co-signed last must still be the beginning of what the chain shows. */
async function requireSameHistory(
  ledger: Ledger,
  last: Checkpoint | null,
  roots: ReadonlyMap<number, Hex>,
): Promise<void> {
  if (last === null) return;
  const block = await ledger.block(last.block.number);
  const sameLog = last.size === 0 || roots.get(last.size) === last.root;
  if (block?.hash !== last.block.hash || !sameLog)
    refuse("the chain shows another history than the one co-signed before");
}

async function lastSigned(journal: Journal): Promise<{ current: Checkpoint | null }> {
  let current: Checkpoint | null = null;
  for await (const { kind, payload } of journal.scan(1)) {
    const checkpoint = payload as unknown as Checkpoint;
    if (kind === COSIGNED && checkpoint.block.number >= (current?.block.number ?? 0)) current = checkpoint;
  }
  return { current };
}

const rootHex = (log: LogState): Hex => toHex(logRoot(log));

function refuse(reason: string): never {
  throw new YinzhengError("witness.refused", { reason });
}

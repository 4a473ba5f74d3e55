import { fromHex } from "../crypto/encoding.ts";
import { cosignMessage, formatCosignature, formatNote, formatVkey } from "../crypto/note.ts";
import type { Seconds } from "../domain/bytes.ts";
import type { JsonObject } from "../domain/canonical.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Signer } from "../keys/keys.ts";
import type { Block, Ledger } from "../ledger/ledger.ts";
import { checkpointBody } from "../proof/checkpoint.ts";
import { bitsOf, readListCredential } from "../proof/parse-list.ts";
import { listDigest, listNoteBody } from "../proof/status-list.ts";
import type { Journal } from "../store/store.ts";
import { checkLists } from "./list-check.ts";
import { type Alarm, Alarms } from "./witness/alarms.ts";
import { COSIGNED, cosigned, followLog } from "./witness-log.ts";

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
  /** Hears of each alarm once; all are journaled, whoever hears. */
  readonly alarm?: (alarm: Alarm) => void;
}

/** A witness: follows the log leaf by leaf and co-signs only what continues what it has co-signed before. */
export interface WitnessProcess {
  readonly vkey: string;
  /** The checkpoint of `block` with our co-signature. Throws `witness.refused`, `chain.unreachable`. */
  cosign(block: Pick<Block, "number" | "hash">): Promise<string>;
  /**
   * Co-signs the lists of one member and type at one block, shown together, and gives a note for each in their order.
   * Throws `witness.refused`, `list.format`, `chain.unreachable`.
   */
  cosignLists(credentials: readonly JsonObject[]): Promise<readonly string[]>;
  /** The note of the newest block that we co-signed since we were started, or null. */
  latest(): Promise<string | null>;
  /** What was ever alarmed about, newest first. */
  alarms(): readonly Alarm[];
}

/** Opens a witness over its journal, from which it knows what it has co-signed before. */
export async function openWitness(deps: WitnessDeps): Promise<WitnessProcess> {
  const { name, key, ledger, clock } = deps;
  const log = await followLog(ledger, deps.journal);
  const vkey = formatVkey(name, fromHex(key.publicKey));
  let latest: { readonly block: number; readonly note: string } | null = null;
  let turn: Promise<unknown> = Promise.resolve();
  /** One at a time: each checkpoint is compared with the one before it. */
  const inTurn = <T>(task: () => Promise<T>): Promise<T> => {
    const result = turn.then(task);
    turn = result.catch(() => undefined);
    return result;
  };
  const note = (kind: string, payloads: readonly object[]): Promise<unknown> =>
    deps.journal.append(
      payloads.map((payload) => ({
        kind,
        subject: name,
        tenant: "witness",
        actor: name,
        time: clock(),
        payload: payload as JsonObject,
      })),
    );
  const alarms = await Alarms.open({
    journal: deps.journal,
    clock,
    note: (kind, payload) => note(kind, [payload]),
    tell: (alarm) => deps.alarm?.(alarm),
  });
  /** The log at a block; what is wrong with it, and what is strange, is alarmed about. */
  const judged = async (block: Pick<Block, "number" | "hash">) => {
    try {
      return await log.at(block);
    } catch (error) {
      await alarms.heed(error);
      throw error;
    } finally {
      for (const { heard, index, name } of log.heard()) await alarms.raise(heard, { index, name });
    }
  };
  const signed = async (body: string): Promise<string> => {
    const time = clock();
    return formatNote(body, [formatCosignature(vkey, time, await key.sign(cosignMessage(body, time)))]);
  };
  const cosign = async (asked: Pick<Block, "number" | "hash">): Promise<string> => {
    const { registryId, checkpoint } = await judged(asked);
    await note(COSIGNED, [cosigned(checkpoint)]);
    const text = await signed(checkpointBody(registryId, checkpoint));
    // Of a block before the newest, we may be asked again.
    if (checkpoint.block.number >= (latest?.block ?? 0)) latest = { block: checkpoint.block.number, note: text };
    return text;
  };
  const cosignLists = async (credentials: readonly JsonObject[]): Promise<readonly string[]> => {
    const views = credentials.map((credential, i) => readListCredential(credential, `/${i}`));
    const block = views[0]?.source.block;
    if (block === undefined) throw new YinzhengError("list.format", { pointer: "", expected: "at least one list" });
    const witnessed = await judged(block);
    checkLists(witnessed, await Promise.all(views.map(async (view) => ({ view, bits: await bitsOf(view) }))));
    await note(COSIGNED, [cosigned(witnessed.checkpoint)]);
    return Promise.all(
      views.map(({ source, id }, i) => signed(listNoteBody(source, id, listDigest(credentials[i] ?? {})))),
    );
  };
  return {
    vkey,
    latest: async () => latest?.note ?? null,
    alarms: () => alarms.list(),
    cosign: (block) => inTurn(() => cosign(block)),
    cosignLists: (credentials) => inTurn(() => cosignLists(credentials)),
  };
}

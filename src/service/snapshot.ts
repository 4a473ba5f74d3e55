import { toBase64Url, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Block } from "../ledger/ledger.ts";
import { type SnapshotBatch, snapshotOf, snapshotText } from "../proof/snapshot.ts";
import { type AnchoredBatch, distinct, provingKeys, slotsOfBatch } from "./capture.ts";
import { type Context, type Member, memberIn } from "./context.ts";
import { loadBatch } from "./load.ts";
import { contextResource, typeResource } from "./resources.ts";
import type { SnapshotFile, SnapshotFilter } from "./service.ts";
import { cosignedNote } from "./witnesses.ts";

/** Filters whose last snapshot is remembered. */
const REMEMBERED = 16;

/** Makes snapshots at the chain's head; one that nothing has happened after, and that is vouched for, is given again. */
export class Snapshots {
  readonly #context: Context;
  readonly #last = new Map<string, SnapshotFile & { readonly hash: string }>();

  constructor(context: Context) {
    this.#context = context;
  }

  /** Throws `http.not_found` for a member or type that issues nothing here, `chain.*`. */
  async get(filter: SnapshotFilter): Promise<SnapshotFile> {
    const members = membersIn(this.#context, filter);
    const key = JSON.stringify(members.map(({ memberId, types }) => [memberId, types]));
    return this.#context.locks.run(`snapshot ${key}`, () => this.#current(key, members));
  }

  async #current(key: string, members: readonly Member[]): Promise<SnapshotFile> {
    const head = await this.#context.ledger.head();
    const known = this.#last.get(key);
    if (known?.hash === head.hash) return known;
    const { text, vouched } = await make(this.#context, members, head);
    const etag = `"${toBase64Url(sha256(utf8(text)))}"`;
    const file = { text, etag, block: head.number, time: head.time, hash: head.hash };
    if (this.#last.size >= REMEMBERED) this.#last.clear();
    if (vouched) this.#last.set(key, file);
    return file;
  }
}

/** The members asked for, with the types asked for. */
function membersIn({ members }: Context, { member, type }: SnapshotFilter): readonly Member[] {
  const chosen = [...members.values()]
    .filter(({ profile }) => member === undefined || member.includes(profile.code))
    .map((one) => ({ ...one, types: one.types.filter((code) => type === undefined || type.includes(code)) }))
    .filter(({ types }) => types.length > 0);
  const named = [...(member ?? []), ...(type ?? [])];
  const found = new Set(chosen.flatMap(({ profile, types }) => [profile.code, ...types]));
  if (!named.every((code) => found.has(code))) throw new YinzhengError("http.not_found");
  return chosen;
}

async function make(
  context: Context,
  members: readonly Member[],
  head: Block,
): Promise<{ readonly text: string; readonly vouched: boolean }> {
  const { ledger, network, cosigners } = context;
  const batches = (await Promise.all(members.map((member) => batchesOf(context, member, head)))).flat();
  const log = await ledger.logState(head.number);
  const slots = batches.flatMap((batch) => slotsOfBatch(batch, memberIn(context, batch.memberId).keys));
  const evidence = await ledger.capture(distinct(slots), head.number);
  const shown: SnapshotBatch[] = [];
  for (const batch of batches) shown.push(await shownBatch(context, batch, log.size, head));
  const holding = members.filter(({ memberId }) => batches.some((batch) => batch.memberId === memberId));
  const codes = new Set(batches.map(({ type }) => type));
  const checkpoint = await cosignedNote(cosigners, network, log);
  const snapshot = snapshotOf({
    registryId: ledger.network.registryId,
    evidence,
    log: { size: log.size, root: log.root },
    checkpoint,
    contexts: [contextResource()],
    types: context.types.all.filter(({ code }) => codes.has(code)).map(typeResource),
    members: holding.map(({ profile, keys }) => ({ profile, keys: provingKeys(keys) })),
    batches: shown,
  });
  return { text: snapshotText(snapshot), vouched: checkpoint !== "" };
}

/** A batch of certificates: one with a place in a status list. */
type ListedBatch = AnchoredBatch & { readonly list: NonNullable<AnchoredBatch["list"]> };

/** Batches of a member that are on chain at this block. */
async function batchesOf(context: Context, { memberId, types }: Member, head: Block): Promise<readonly ListedBatch[]> {
  const places = await Promise.all(types.map((type) => context.lists.places(context, { memberId, type })));
  const ids = places.flatMap((place) => [...place.keys()]);
  const batches = await Promise.all(ids.map((batchId) => loadBatch(context, batchId)));
  return batches.filter(
    (batch): batch is ListedBatch =>
      batch.list !== undefined && batch.record !== undefined && batch.record.block <= head.number,
  );
}

async function shownBatch(
  { ledger, publicUrl }: Context,
  { memberId, batchId, record, signatures = [], list }: ListedBatch,
  size: number,
  { number }: Block,
): Promise<SnapshotBatch> {
  const { block: _, ...anchor } = record;
  return {
    anchor,
    logPath: await ledger.inclusion(record.logIndex, size),
    batchSignatures: signatures.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1)),
    statusChanges: await ledger.changesOf(memberId, batchId, number),
    statusList: `${publicUrl}/v1/status-lists/${list.id}`,
  };
}

import { toBase64Url, utf8 } from "../crypto/encoding.ts";
import { sha256 } from "../crypto/hash.ts";
import { YinzhengError } from "../domain/errors.ts";
import type { Block, LogState } from "../ledger/ledger.ts";
import type { Evidence } from "../proof/bundle.ts";
import { type SnapshotBatch, snapshotOf, snapshotText } from "../proof/snapshot.ts";
import { type AnchoredBatch, distinct, evidenceOf, provingKeys, slotsOfBatch } from "./capture.ts";
import { type Context, type Member, memberIn } from "./context.ts";
import { loadBatch } from "./load.ts";
import { contextResource, typeResource } from "./resources.ts";
import type { SnapshotFile, SnapshotFilter } from "./service.ts";
import { cosignedNote } from "./witnesses.ts";

/** Files that are remembered of one block. */
const REMEMBERED = 16;

/** A batch of certificates: one with a place in a status list. */
type ListedBatch = AnchoredBatch & { readonly list: NonNullable<AnchoredBatch["list"]> };

/** All that snapshots of one block are made from: what was read from the chain, once, whoever asks for which part. */
interface Material {
  readonly head: Block;
  /** The journal up to which its batches were looked for. */
  seq: number;
  readonly log: LogState;
  readonly evidence: Evidence;
  readonly batches: readonly { readonly batch: ListedBatch; readonly shown: SnapshotBatch }[];
  /** "" until a witness has answered. */
  checkpoint: string;
  readonly files: Map<string, SnapshotFile>;
}

/** Makes snapshots at the chain's head. While nothing happens there, nothing is read again. */
export class Snapshots {
  readonly #context: Context;
  #last: Material | null = null;

  constructor(context: Context) {
    this.#context = context;
  }

  /** Throws `http.not_found` for a member or type that issues nothing here, `chain.*`. */
  async get(filter: SnapshotFilter): Promise<SnapshotFile> {
    const members = membersIn(this.#context, filter);
    const material = await this.#context.locks.run("snapshot", () => this.#current());
    const key = JSON.stringify([material.checkpoint, members.map(({ memberId, types }) => [memberId, types])]);
    const file = material.files.get(key) ?? fileOf(this.#context, material, members);
    if (material.files.size >= REMEMBERED) material.files.clear();
    material.files.set(key, file);
    return file;
  }

  /** One at a time: the chain is read once for all who ask meanwhile. */
  async #current(): Promise<Material> {
    const { ledger, records, cosigners, network } = this.#context;
    const head = await ledger.head();
    const seq = records.head;
    const known = this.#last?.head.hash === head.hash ? this.#last : null;
    const material = known?.seq === seq ? known : await this.#renewed(known, head);
    material.seq = seq;
    if (material.checkpoint === "") material.checkpoint = await cosignedNote(cosigners, network, material.log);
    this.#last = material;
    return material;
  }

  /** A batch may be mined before the journal knows: then its block's snapshot is made again with it. */
  async #renewed(known: Material | null, head: Block): Promise<Material> {
    const batches = await batchesAt(this.#context, head);
    const same = known?.batches.length === batches.length;
    return known !== null && same ? known : read(this.#context, head, batches);
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

async function read(context: Context, head: Block, batches: readonly ListedBatch[]): Promise<Material> {
  const { ledger } = context;
  const log = await ledger.logState(head.number);
  const slots = batches.flatMap((batch) => slotsOfBatch(batch, memberIn(context, batch.memberId).keys));
  const evidence = await ledger.capture(distinct(slots), head.number);
  const shown: Material["batches"][number][] = [];
  for (const batch of batches) shown.push({ batch, shown: await shownBatch(context, batch, log) });
  return { head, seq: 0, log, evidence, batches: shown, checkpoint: "", files: new Map() };
}

/** Every batch that is on chain at this block, by the journal; none of them ever leaves. */
async function batchesAt(context: Context, head: Block): Promise<readonly ListedBatch[]> {
  const members = [...context.members.values()];
  return (await Promise.all(members.map((member) => batchesOf(context, member, head)))).flat();
}

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
  { size, block }: LogState,
): Promise<SnapshotBatch> {
  const { block: _, ...anchor } = record;
  return {
    anchor,
    logPath: await ledger.inclusion(record.logIndex, size),
    batchSignatures: signatures.toSorted((a, b) => (a.keyId < b.keyId ? -1 : 1)),
    statusChanges: await ledger.changesOf(memberId, batchId, block.number),
    statusList: `${publicUrl}/v1/status-lists/${list.id}`,
  };
}

/** The part of it that is about these members and types. */
function fileOf(context: Context, material: Material, members: readonly Member[]): SnapshotFile {
  const { head, log, evidence, checkpoint } = material;
  const { registryId } = context.ledger.network;
  const asked = ({ memberId, type }: ListedBatch): boolean =>
    members.some((member) => member.memberId === memberId && member.types.includes(type));
  const chosen = material.batches.filter(({ batch }) => asked(batch));
  const slots = chosen.flatMap(({ batch }) => slotsOfBatch(batch, memberIn(context, batch.memberId).keys));
  const holding = members.filter(({ memberId }) => chosen.some(({ batch }) => batch.memberId === memberId));
  const codes = new Set(chosen.map(({ batch }) => batch.type));
  const snapshot = snapshotOf({
    registryId,
    evidence: evidenceOf(context, evidence, slots),
    log: { size: log.size, root: log.root },
    checkpoint,
    contexts: [contextResource()],
    types: context.types.all.filter(({ code }) => codes.has(code)).map(typeResource),
    members: holding.map(({ profile, keys }) => ({ profile, keys: provingKeys(keys) })),
    batches: chosen.map(({ shown }) => shown),
  });
  const text = snapshotText(snapshot);
  return { text, etag: `"${toBase64Url(sha256(utf8(text)))}"`, block: head.number, time: head.time };
}

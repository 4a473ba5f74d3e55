import { structHash } from "../../crypto/eip712.ts";
import { fromHex, toHex } from "../../crypto/encoding.ts";
import { readLogRecord } from "../../crypto/log-read.ts";
import type { Anchor, AnchorRecord } from "../../domain/anchor.ts";
import type { Hex } from "../../domain/bytes.ts";
import type { Adopted } from "../../domain/continuation.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { Network } from "../../domain/network.ts";
import type { StatusChange, StatusEvent } from "../../domain/status.ts";
import type { Rpc } from "../rpc.ts";
import { type LogIndex, RANGE } from "./log-index.ts";
import { type Log, logsOf } from "./node.ts";
import type { RecordPlace } from "./record-index.ts";
import { abiDecode, leafOf } from "./struct.ts";
import { interfaceOf, topicOf } from "./views.ts";

/** What the records of one batch say, read from the log. */
export interface RecordParts {
  readonly rpc: Rpc;
  readonly network: Network;
  readonly log: LogIndex;
}

/** null where the batch isn't anchored. Throws `chain.mismatch` where its event is not there. */
export async function anchorRecord(
  { rpc, network, log }: RecordParts,
  memberId: Hex,
  batchId: Hex,
): Promise<AnchorRecord | null> {
  const place = (await log.records()).anchor(memberId, batchId);
  if (place === null) return null;
  const [data, signatures] = await Promise.all([
    log.leafAt(place),
    signaturesOf(rpc, network, { memberId, batchId, place }),
  ]);
  const { time, parentHash, body } = leafOf(data);
  const [anchor, threshold, signers] = abiDecode(["Anchor", "uint8", "address[]"], body);
  const signed = list<Hex>(signers).map((signer, i) => ({ signer, signature: signatures[i] ?? "0x" }) as const);
  // abiDecode gives a struct the fields and types of the EIP-712 table, which are those of Anchor.
  const decoded = anchor as Anchor;
  return {
    anchor: decoded,
    signatures: signed,
    threshold: Number(threshold),
    time,
    parentHash,
    logIndex: place.index,
    block: place.block,
  };
}

/** Signatures under the anchors among the leaves [from, to), by leaf index. Throws `chain.mismatch` for what is no such event. */
export async function anchorSignatures(
  { rpc, network, log }: RecordParts,
  from: number,
  to: number,
): Promise<ReadonlyMap<number, readonly Hex[]>> {
  const found = new Map<number, readonly Hex[]>();
  const blocks = await log.blocks(from, to);
  if (blocks === null) return found;
  for await (const event of eventsOf({ rpc, network }, "Anchored", blocks)) {
    const { index, signatures } = anchoredIn(event);
    if (index >= from && index < to) found.set(index, signatures);
  }
  return found;
}

/** Types that AnchorRegistry says were paused in these blocks, both included; the typeId 0 stands for all. */
export async function pausedTypes(
  parts: Pick<RecordParts, "rpc" | "network">,
  blocks: { readonly first: number; readonly last: number },
): Promise<readonly Hex[]> {
  const types = new Set<Hex>();
  for await (const { topics } of eventsOf(parts, "Paused", blocks)) types.add(topics[1] as Hex);
  return [...types];
}

/** Events of AnchorRegistry, stretch by stretch. */
async function* eventsOf(
  { rpc, network }: Pick<RecordParts, "rpc" | "network">,
  name: string,
  blocks: { readonly first: number; readonly last: number },
): AsyncGenerator<Log> {
  const topics = [topicOf("anchorRegistry", name)];
  for (let { first } = blocks; first <= blocks.last; first += RANGE) {
    const range = { from: first, to: Math.min(blocks.last, first + RANGE - 1) };
    yield* await logsOf(rpc, { address: network.contracts.anchorRegistry, topics, ...range });
  }
}

/** A status change and where its record stands; that of an adopted batch may have been made elsewhere. */
export interface PlacedChange extends StatusEvent {
  readonly block: number;
}

/** All changes of a batch, oldest first; for one that was adopted, from its beginning on. */
export async function statusChanges(
  { log }: RecordParts,
  memberId: Hex,
  batchId: Hex,
): Promise<readonly PlacedChange[]> {
  const places = (await log.records()).changes(memberId, batchId);
  return (await Promise.all(places.map((place) => changesAt(log, place)))).flat();
}

/** Whether two changes are the same to the letter. */
export function isSameChange(a: StatusChange, b: StatusChange): boolean {
  return toHex(structHash("StatusChange", a)) === toHex(structHash("StatusChange", b));
}

/** The block at which a part of a batch was adopted, or null. */
export async function adoptedAt({ log }: RecordParts, { adoption }: Adopted): Promise<number | null> {
  for (const place of (await log.records()).changes(adoption.memberId, adoption.batchId)) {
    const record = readLogRecord(fromHex(await log.leafAt(place)));
    if (record.kind !== "adopt") continue;
    const { headAfter, last, record: leaf } = record.adopted.adoption;
    if (headAfter === adoption.headAfter && last === adoption.last && leaf === adoption.record) return place.block;
  }
  return null;
}

async function changesAt(log: LogIndex, place: RecordPlace): Promise<readonly PlacedChange[]> {
  const leaf = await log.leafAt(place);
  const record = readLogRecord(fromHex(leaf));
  if (record.kind === "status") return [{ change: record.change, time: leafOf(leaf).time, block: place.block }];
  if (record.kind === "adopt") return record.adopted.changes.map((past) => ({ ...past, block: place.block }));
  throw new YinzhengError("chain.mismatch", { what: "evidence log", index: place.index });
}

interface AnchoredAt {
  readonly memberId: Hex;
  readonly batchId: Hex;
  readonly place: RecordPlace;
}

async function signaturesOf(
  rpc: Rpc,
  network: Network,
  { memberId, batchId, place }: AnchoredAt,
): Promise<readonly Hex[]> {
  const topics = [topicOf("anchorRegistry", "Anchored"), memberId, batchId];
  const range = { from: place.block, to: place.block };
  const [log] = await logsOf(rpc, { address: network.contracts.anchorRegistry, topics, ...range });
  if (log === undefined) throw new YinzhengError("chain.mismatch", { what: "anchor event", index: place.index });
  return anchoredIn(log).signatures;
}

function anchoredIn(log: Log): { readonly index: number; readonly signatures: readonly Hex[] } {
  const event = interfaceOf("anchorRegistry").parseLog(log);
  if (!event) throw new YinzhengError("chain.mismatch", { what: "anchor event", block: log.block });
  const signatures = list<string>(event.args.signatures).map((signature): Hex => `0x${signature.slice(2)}`);
  return { index: Number(event.args.logIndex), signatures };
}

function list<T>(value: unknown): T[] {
  return Array.isArray(value) ? [...value] : [];
}

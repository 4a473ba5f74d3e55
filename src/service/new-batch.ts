import { toHex } from "../crypto/encoding.ts";
import { HASH_SUITES } from "../domain/anchor.ts";
import type { Hex } from "../domain/bytes.ts";
import { typeIdOf } from "../proof/ids.ts";
import { cargoOf } from "./cargo-of.ts";
import type { Context } from "./context.ts";
import { signBatch } from "./hosted-keys.ts";
import type { Payloads } from "./payloads.ts";
import { type Batch, foldBatch, type Version } from "./projection.ts";
import { nextPlace } from "./status-list.ts";
import { treeOf } from "./tree.ts";

/** Bytes of a salt, and of the value of void leaves. */
export const SALT_BYTES = 16;

/**
 * Name of the lock under which batches are opened: those of one member and type follow one another in its status lists,
 * so they are opened one at a time.
 */
export function groupOf({ memberId, type }: Pick<Version, "memberId" | "type">): string {
  return `group ${memberId}/${type}`;
}

/** A batch about to be opened, under its group's lock: its place in the status list comes after the group's last. */
export async function newBatch(
  context: Context,
  version: Version,
  capacity: number,
): Promise<{ readonly batchId: Hex; readonly opened: Payloads["batch.opened"] }> {
  const { random } = context;
  const { memberId, type, typeVersion } = version;
  const { listed, hashSuite } = cargoOf(version);
  const opened = {
    memberId,
    typeId: typeIdOf(type),
    type,
    typeVersion,
    capacity,
    hashSuite: hashSuite(context, version),
    voidValue: toHex(random(SALT_BYTES)),
    ...(listed ? { list: nextPlace(await lastBatch(context, version), capacity, random) } : {}),
  };
  return { batchId: toHex(random(32)), opened };
}

/** The batch of a group that was opened last. */
export async function lastBatch({ records }: Context, { memberId, type }: Version): Promise<Batch | null> {
  const record = await records.lastBatch(memberId, type);
  return record === null ? null : foldBatch(await records.of(record.subject));
}

/** The tree of a batch that takes no more, and the member's signatures over it. Throws `keys.missing`. */
export async function sealTree(context: Context, batch: Batch): Promise<Payloads["batch.closed"]> {
  const { registryId } = context.ledger.network;
  const { memberId, typeId, batchId, capacity: size } = batch;
  const { root } = await treeOf(context, batch);
  const keys = cargoOf(batch).batchKeys(context, batch);
  const signed = { memberId, typeId, batchId, hashSuite: HASH_SUITES[batch.hashSuite], size, root };
  return { root, signatures: await signBatch(keys, registryId, signed) };
}

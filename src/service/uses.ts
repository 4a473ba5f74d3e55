import { type ErrorCode, YinzhengError } from "../domain/errors.ts";
import type { SealUse, SealUseRecord } from "../domain/seal.ts";
import { sealMessage } from "../proof/messages.ts";
import { signingWindow } from "./anchoring.ts";
import type { AnchoredBatch } from "./capture.ts";
import { cargoOf } from "./cargo-of.ts";
import { type Context, memberIn } from "./context.ts";
import { SERVICE } from "./outbox.ts";
import { fact } from "./payloads.ts";
import type { SealCount } from "./seal-counts.ts";
import { collectSignatures } from "./signatures.ts";

/** What the registry says of a use that trying again at once does not change; the next day, or start, may. */
export const REFUSED_USES = [
  "conflict.used",
  "conflict.seal_state",
  "policy.seal_user",
  "policy.seal_period",
  "policy.seal_limit",
] as const satisfies readonly ErrorCode[];

/**
 * Has the uses of seals in an anchored batch counted on chain, once: the chain is asked first, and takes an equal use twice for one. The
 * batch's bytes are fixed by then, so no use is kept in reserve. An installation without a registry of seals counts none.
 * Throws what can be tried again, and one of `REFUSED_USES`.
 */
export async function countUses(context: Context, batch: AnchoredBatch): Promise<AnchoredBatch> {
  if (batch.uses !== undefined || context.ledger.network.contracts.sealRegistry === undefined) return batch;
  const counts = await cargoOf(batch).uses(context, batch);
  if (counts.length === 0) return batch;
  const uses: SealUseRecord[] = [];
  for (const count of counts) uses.push(await counted(context, batch, count));
  await context.records.append(SERVICE, [fact("batch.used", batch.batchId, { uses })]);
  return { ...batch, uses };
}

async function counted(context: Context, batch: AnchoredBatch, { sealId, count }: SealCount): Promise<SealUseRecord> {
  const ledger = context.ledger;
  const { memberId, batchId } = batch;
  const known = await ledger.sealUseOf(sealId, memberId, batchId);
  if (known === null) await send(context, { memberId, batchId, sealId, count });
  const record = known ?? (await ledger.sealUseOf(sealId, memberId, batchId));
  if (record === null) throw new YinzhengError("chain.timeout", { batchId });
  if (record.use.count !== count) throw new YinzhengError("conflict.used", { batchId });
  return record;
}

async function send(
  context: Context,
  counted: Pick<SealUse, "memberId" | "batchId" | "sealId" | "count">,
): Promise<void> {
  const { ledger, clock } = context;
  const member = await ledger.member(counted.memberId);
  const { memberId, sealId, batchId, count } = counted;
  const use = { memberId, officerEpoch: member.officerEpoch, sealId, batchId, count, ...signingWindow(clock()) };
  const { officers } = memberIn(context, memberId);
  const need = { count: member.threshold, bothRoles: true };
  const message = sealMessage(ledger.network, "SealUse", use);
  const signatures = await collectSignatures(member, officers, message, need, (officer) => officer.signUse(use));
  await ledger.submit({ kind: "seal-use", use, signatures });
}

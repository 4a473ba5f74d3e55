import { type Anchor, type AnchorRecord, HASH_SUITES, SIGNING_WINDOW } from "../domain/anchor.ts";
import type { Seconds } from "../domain/bytes.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";
import type { MemberState } from "../ledger/ledger.ts";
import { anchorMessage } from "../proof/messages.ts";
import { cargoOf } from "./cargo-of.ts";
import { type Context, memberIn } from "./context.ts";
import type { Officer, Shown } from "./officers.ts";
import { SERVICE } from "./outbox.ts";
import { fact } from "./payloads.ts";
import type { Batch, ClosedBatch } from "./projection.ts";
import { collectSignatures } from "./signatures.ts";
import { withBrought } from "./signing/officer.ts";

/** How far the chain's clock may be behind ours, in seconds. */
const SKEW: Seconds = 300;
/** Signatures with less time left than this are asked for again. */
const MARGIN: Seconds = 60;

/** The registry's error for a member that was closed. */
export const CLOSED = "MemberRegistryClosed";

/** From when until when something that officers sign now is good. */
export function signingWindow(now: Seconds): { readonly notBefore: Seconds; readonly deadline: Seconds } {
  return { notBefore: now - SKEW, deadline: now - SKEW + SIGNING_WINDOW };
}

/** Can signatures that were collected before still be sent? */
export function stillGood(
  signed: { readonly officerEpoch: number; readonly deadline: Seconds },
  member: MemberState,
  now: Seconds,
): boolean {
  return signed.officerEpoch === member.officerEpoch && signed.deadline > now + MARGIN;
}

/**
 * Gets a closed batch on chain: asks the chain first, so that nothing is anchored twice; then the officers, unless their
 * signatures are journaled and good; journals the signatures before they are sent, and the record when it is there.
 * Throws what can be tried again, `conflict.used` where the batchId is spent on something else, `chain.closed`, and
 * `chain.rejected` with `CLOSED` where the member is closed.
 */
export async function anchorBatch(context: Context, batch: ClosedBatch): Promise<AnchorRecord> {
  const { ledger, records } = context;
  const { memberId, batchId } = batch;
  const known = await ledger.anchorOf(memberId, batchId);
  if (known === null) await send(context, batch);
  const record = known ?? (await ledger.anchorOf(memberId, batchId));
  if (record === null) throw new YinzhengError("chain.timeout", { batchId });
  if (!isOf(record.anchor, batch)) throw new YinzhengError("conflict.used", { batchId });
  await records.append(SERVICE, [fact("batch.anchored", batchId, { record })]);
  return record;
}

async function send(context: Context, batch: ClosedBatch): Promise<void> {
  await context.chain.requireOpen();
  const member = await context.ledger.member(batch.memberId);
  // Its officers needn't be asked: the registry takes nothing more.
  if (member.closed) throw new YinzhengError("chain.rejected", { error: CLOSED });
  const before = batch.signed;
  const signed =
    before !== undefined && stillGood(before.anchor, member, context.clock())
      ? before
      : await sign(context, batch, member);
  try {
    await context.ledger.submit({ kind: "anchor", ...signed });
  } catch (error) {
    // The registry refuses these signatures and may take others, so the next attempt must not find them.
    if (isYinzhengError(error, "chain.rejected")) await forget(context, batch);
    throw error;
  }
}

async function forget({ records }: Context, { batchId }: ClosedBatch): Promise<void> {
  await records.append(SERVICE, [fact("batch.refused", batchId, {})]);
}

/** The anchor of a closed batch, to be signed now. */
export function anchorOf(context: Context, batch: ClosedBatch, { officerEpoch }: MemberState): Anchor {
  const { memberId, batchId, root, capacity: size, hashSuite, typeId } = batch;
  const window = signingWindow(context.clock());
  return { memberId, officerEpoch, batchId, root, size, hashSuite: HASH_SUITES[hashSuite], typeId, ...window };
}

/** The request that officers who sign offline were given last, while it can still be sent. */
export function goodRequest(context: Context, { requested }: Batch, member: MemberState): Batch["requested"] {
  return requested !== undefined && stillGood(requested.anchor, member, context.clock()) ? requested : undefined;
}

async function sign(context: Context, batch: ClosedBatch, member: MemberState): Promise<NonNullable<Batch["signed"]>> {
  const { memberId, batchId, voidValue } = batch;
  const { anchor, given } = goodRequest(context, batch, member) ?? {
    anchor: anchorOf(context, batch, member),
    given: [],
  };
  const request = { anchor, voidValue, documents: documentsOf(context, batch) };
  const message = anchorMessage(context.ledger.network, anchor);
  const need = { count: member.threshold, bothRoles: true };
  const officers = withBrought(memberIn(context, memberId).officers, given);
  const ask = (officer: Officer) => officer.signAnchor(request);
  const signatures = await collectSignatures(member, officers, message, need, ask).catch(async (error: unknown) => {
    if (isYinzhengError(error, "signer.offline")) await noteAwaiting(context, batch, officers);
    throw error;
  });
  await context.records.append(SERVICE, [fact("batch.signed", batchId, { anchor, signatures })]);
  return { anchor, signatures };
}

/** Whoever looks at the batch sees whom it waits for. */
async function noteAwaiting(context: Context, batch: ClosedBatch, officers: readonly Officer[]): Promise<void> {
  const away = officers.filter(({ offline }) => offline === true).map(({ address }) => address);
  if (batch.awaiting?.join() === away.join()) return;
  await context.records.append(SERVICE, [fact("batch.awaiting", batch.batchId, { officers: away })]);
  if (batch.import !== undefined) context.progress.changed(batch.import);
}

/** What a batch carries as officers are shown it, for each of them from the beginning. */
export function documentsOf(context: Context, batch: ClosedBatch): AsyncIterable<Shown> {
  return { [Symbol.asyncIterator]: () => cargoOf(batch).shown(context, batch)[Symbol.asyncIterator]() };
}

/** The four that make an anchor the same one (design §3.3). */
function isOf(anchor: Anchor, batch: ClosedBatch): boolean {
  return (
    anchor.root === batch.root &&
    anchor.size === batch.capacity &&
    anchor.typeId === batch.typeId &&
    anchor.hashSuite === HASH_SUITES[batch.hashSuite]
  );
}

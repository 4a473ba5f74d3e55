import { isYinzhengError } from "../../domain/errors.ts";
import type { SealState } from "../../domain/seal.ts";
import { sealIdOf } from "../../proof/ids.ts";
import { type Context, memberIn } from "../context.ts";
import { ACTS } from "./acts.ts";
import { loadSeal, type SealRecord, sealsOfMember } from "./record.ts";
import { keyOfSeal } from "./workshop.ts";

/**
 * Puts the keys of all seals that are in force on the ring; at the start, and with what the journal says where the chain does not
 * answer: officers and registry judge every use anew.
 */
export async function fillRing(context: Context): Promise<void> {
  for (const memberId of context.members.keys())
    for (const seal of await sealsOfMember(context, memberId))
      if (seal.memberId === memberId) await renew(context, seal, await stateNow(context, seal));
}

/** Whether a seal may be used may have changed. */
export async function renewKey(context: Context, code: string, state?: SealState): Promise<void> {
  const seal = await loadSeal(context, code);
  if (seal !== null) await renew(context, seal, state ?? (await stateNow(context, seal)));
}

async function renew(context: Context, seal: SealRecord, state: SealState): Promise<void> {
  const { sealRing, workshop } = context;
  if (state !== "active" || seal.made === undefined || workshop === undefined) sealRing.delete(seal.code);
  else if (!sealRing.has(seal.code)) {
    const owner = memberIn(context, seal.memberId).profile;
    const key = await keyOfSeal(workshop, await context.objects.get(seal.made.object), owner);
    if (key !== null) sealRing.set(seal.code, key);
  }
}

async function stateNow({ ledger }: Context, seal: SealRecord): Promise<SealState> {
  try {
    return (await ledger.sealOf(sealIdOf(seal.code)))?.state ?? "none";
  } catch (error) {
    if (!isYinzhengError(error, "chain.unreachable")) throw error;
    const done = seal.orders.filter(({ changed, what }) => changed !== undefined && what !== "delegate");
    const last = done.at(-1);
    return last === undefined ? "none" : (ACTS[last.what].to ?? "none");
  }
}

import { YinzhengError } from "../domain/errors.ts";
import { stateAt } from "../domain/status-machine.ts";
import type { Context } from "./context.ts";
import { loadBatch } from "./load.ts";
import type { Certificate } from "./projection.ts";
import type { Instant, Standing } from "./service.ts";

/**
 * How a certificate stood at an instant, from all changes of its batch on chain, whoever made them. Of a day that has not
 * ended it means so far. Throws `schema.value` for what is yet to come, `chain.unreachable` where it can't be told.
 */
export async function standingAt(context: Context, certificate: Certificate, asked: Instant): Promise<Standing> {
  const now = context.clock();
  const { dayStart } = asked;
  const time = dayStart !== undefined && dayStart <= now ? Math.min(asked.time, now) : asked.time;
  if (time > now) throw new YinzhengError("schema.value", { pointer: "/asOf", expected: "an instant that has come" });
  const { memberId, placed, issued } = certificate;
  if (placed === undefined || issued === undefined) return { ...NEVER, time, anchoredAt: null };
  const { record } = await loadBatch(context, placed.batchId);
  if (record === undefined) throw new YinzhengError("internal", { batchId: placed.batchId });
  if (time < record.time) return { ...NEVER, time, anchoredAt: record.time };
  const { changes } = await context.chain.status(memberId, placed.batchId);
  // A day is looked at from its first second on; of an instant, nobody asked about its day.
  const { state, since, reason, changedThatDay } = stateAt(changes, placed.index, time, dayStart ?? time);
  const day = dayStart === undefined ? {} : { changedThatDay };
  return { time, anchoredAt: record.time, state, since, reason, ...day };
}

const NEVER = { state: "before_anchor", since: null, reason: null } as const;

import type { Seconds } from "../../domain/bytes.ts";
import { formatInstant, parseTime } from "../../domain/dates.ts";
import { YinzhengError } from "../../domain/errors.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";
import type { CopyPolicy } from "../deps.ts";
import { checkWords } from "../documents/limits.ts";
import type { CopyRequest } from "./copies.ts";

const DAY: Seconds = 24 * 3600;

/** What stands in the leaf of a copy, from what was asked for. Throws `text.*`, `schema.date`, `schema.value`. */
export function limitsOf(
  { purpose, audience, validUntil }: Pick<CopyRequest, "purpose" | "audience" | "validUntil">,
  { maxDays }: CopyPolicy,
  now: Seconds,
): RepresentationLimits {
  checkWords(purpose, "/purpose");
  if (audience !== undefined) checkWords(audience, "/audience");
  const until = parseTime(validUntil, "/validUntil").time;
  if (until <= now || until > now + maxDays * DAY)
    throw new YinzhengError("schema.value", {
      pointer: "/validUntil",
      expected: `later than now, by ${maxDays} days at most`,
    });
  return { purpose, ...(audience === undefined ? {} : { audience }), validUntil: formatInstant(until) };
}

/** What a department gets for a case: for this, for it alone, and for so many days. Throws `text.*`. */
export function caseLimits(
  cause: string,
  department: string,
  { caseDays }: CopyPolicy,
  now: Seconds,
): RepresentationLimits {
  checkWords(cause, "/useCause");
  return { purpose: cause, audience: department, validUntil: formatInstant(now + caseDays * DAY) };
}

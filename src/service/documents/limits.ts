import type { Seconds } from "../../domain/bytes.ts";
import { formatInstant, parseInstant } from "../../domain/dates.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { checkText } from "../../domain/text.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";

/** Longest words of a copy, in characters. */
const MAX_WORDS = 200;

/** Throws `text.*` for words, and `schema.*` for a time, that a copy for one purpose can't bear; both with a pointer. */
export function checkLimits({ purpose, audience, validUntil }: RepresentationLimits, now: Seconds): void {
  checkText(purpose, "/limits/purpose", { max: MAX_WORDS });
  if (audience !== undefined) checkText(audience, "/limits/audience", { max: MAX_WORDS });
  const pointer = "/limits/validUntil";
  const until = parseInstant(validUntil);
  if (until === undefined || formatInstant(until) !== validUntil)
    throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DDTHH:MM:SSZ" });
  if (until <= now) throw new YinzhengError("schema.value", { pointer, expected: "a time that is yet to come" });
}

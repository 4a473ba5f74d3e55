import type { Seconds } from "../../domain/bytes.ts";
import { formatInstant, parseInstant } from "../../domain/dates.ts";
import { YinzhengError } from "../../domain/errors.ts";
import { checkText } from "../../domain/text.ts";
import type { RepresentationLimits } from "../../proof/representation.ts";

/** Longest words of a copy: in characters, and in the UTF-16 units that a leaf's words are measured in. */
const MAX_WORDS = 200;

/** Throws `text.*` for words, and `schema.*` for a time, that a copy for one purpose can't bear; both with a pointer. */
export function checkLimits({ purpose, audience, validUntil }: RepresentationLimits, now: Seconds): void {
  checkWords(purpose, "/limits/purpose");
  if (audience !== undefined) checkWords(audience, "/limits/audience");
  const pointer = "/limits/validUntil";
  const until = parseInstant(validUntil);
  if (until === undefined || formatInstant(until) !== validUntil)
    throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DDTHH:MM:SSZ" });
  if (until <= now) throw new YinzhengError("schema.value", { pointer, expected: "a time that is yet to come" });
}

/** Throws `text.*`. */
export function checkWords(text: string, pointer: string): void {
  checkText(text, pointer, { max: MAX_WORDS });
  if (text.length > MAX_WORDS)
    throw new YinzhengError("text.too_long", {
      pointer,
      expected: `at most ${MAX_WORDS} characters, rare ones counted twice`,
    });
}

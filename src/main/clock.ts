import type { Seconds } from "../domain/bytes.ts";
import { parseTime } from "../domain/dates.ts";
import { isYinzhengError, YinzhengError } from "../domain/errors.ts";

/**
 * The clock of this machine, or one that stands still at YZ_NOW: an instant or a date. Reading the time throws
 * `config.invalid` where that can't be read: nothing may be judged at a time that is none.
 */
export function clockOf(simulated: string | undefined): () => Seconds {
  if (simulated === undefined) return () => Math.floor(Date.now() / 1000);
  return () => instantIn(simulated);
}

function instantIn(text: string): Seconds {
  try {
    return parseTime(text).time;
  } catch (cause) {
    if (!isYinzhengError(cause, "schema.date")) throw cause;
    throw new YinzhengError("config.invalid", { variable: "YZ_NOW", expected: cause.detail.expected ?? "" }, cause);
  }
}

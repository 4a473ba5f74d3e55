import type { Seconds } from "../../../domain/bytes.ts";
import { dateAt, startOfDay } from "../../../domain/dates.ts";
import { type Hours, refuseBy } from "./rules.ts";

const DAY: Seconds = 24 * 3600;
/** 1970-01-01 was a Thursday. */
const FIRST_WEEKDAY = 4;

/** Throws `signer.refused` at a time at which this officer's signer does not sign. */
export function judgeHours({ weekdays, from, until, except }: Hours, now: Seconds): void {
  const date = dateAt(now);
  if (except?.includes(date)) refuseBy("hours.except", { limit: date, value: date });
  const weekday = weekdayOf(date);
  if (weekdays !== undefined && !weekdays.includes(weekday))
    refuseBy("hours.weekday", { limit: weekdays.join(", "), value: weekday });
  const time = clockTime(now - startOfDay(date));
  // Times of this form sort as text.
  if ((from !== undefined && time < from) || (until !== undefined && time >= until))
    refuseBy("hours.time", { limit: `${from ?? "00:00"}-${until ?? "24:00"}`, value: time });
}

/** 1 Monday to 7 Sunday. */
function weekdayOf(date: string): number {
  // Noon, so that no zone matters.
  const days = Math.floor((startOfDay(date) + DAY / 2) / DAY);
  return ((((days + FIRST_WEEKDAY - 1) % 7) + 7) % 7) + 1;
}

function clockTime(seconds: Seconds): string {
  const two = (number: number): string => String(Math.floor(number)).padStart(2, "0");
  return `${two(seconds / 3600)}:${two((seconds % 3600) / 60)}`;
}

import { YinzhengError } from "../errors.ts";
import { daysAfter, type WorkingCalendar } from "./calendar.ts";
import type { Period } from "./rules.ts";

/**
 * The last day of a period that begins on the day after a date (民法典 §201–203). Of months and years it is the day of the same number,
 * or the month's last; in days, months and years it moves on from a day off to the next working day.
 *
 * @throws rights.calendar_gap where a day is of a year whose working days are not known; schema.date
 */
export function lastDay(date: string, { count, unit }: Period, calendar: WorkingCalendar): string {
  switch (unit) {
    case "workingDays":
      return calendar.after(date, count);
    case "days":
      return calendar.orNext(daysAfter(date, count));
    case "months":
      return calendar.orNext(monthsAfter(date, count));
    case "years":
      return calendar.orNext(monthsAfter(date, 12 * count));
  }
}

/**
 * The last day of a term that begins on a date, which counts: three years from 2026-03-01 end on 2029-02-28. A term ends on its day,
 * worked or not, and is never in working days.
 *
 * @throws schema.value, schema.date
 */
export function termEnd(from: string, { count, unit }: Period): string {
  if (unit === "workingDays") throw new YinzhengError("schema.value", { expected: "days, months or years" });
  if (unit === "days") return daysAfter(from, count - 1);
  const months = unit === "years" ? 12 * count : count;
  const same = monthsAfter(from, months);
  // A month that is too short for the day ends the term with itself.
  return same.slice(8) === from.slice(8) ? daysAfter(same, -1) : same;
}

/** First day of the last part of a term, in which it may be renewed; both ends belong to it. Throws `schema.*`. */
export function renewableFrom(until: string, { count, unit }: Period): string {
  if (unit === "workingDays") throw new YinzhengError("schema.value", { expected: "days, months or years" });
  if (unit === "days") return daysAfter(until, -count);
  return monthsAfter(until, unit === "years" ? -12 * count : -count);
}

/** The day of the same number so many months later, or the month's last where it has no such day. */
export function monthsAfter(date: string, months: number): string {
  const at = Number(date.slice(0, 4)) * 12 + Number(date.slice(5, 7)) - 1 + months;
  const [year, month] = [Math.floor(at / 12), (at % 12) + 1];
  const head = `${String(year).padStart(4, "0")}-${String(month).padStart(2, "0")}`;
  const next = `${String(Math.floor((at + 1) / 12)).padStart(4, "0")}-${String(((at + 1) % 12) + 1).padStart(2, "0")}`;
  const last = daysAfter(`${next}-01`, -1);
  const same = `${head}-${date.slice(8)}`;
  return same < last ? same : last;
}

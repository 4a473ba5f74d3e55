import type { Seconds } from "./bytes.ts";
import { YinzhengError } from "./errors.ts";

const DATE = /^\d{4}-\d{2}-\d{2}$/;
const INSTANT = /^\d{4}-\d{2}-\d{2}T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
const DAY: Seconds = 24 * 3600;
/** Bare dates are dates in China, which has known one offset since 1991. */
const SHANGHAI: Seconds = 8 * 3600;

/** True for `YYYY-MM-DD` of a day that exists, in a year from 0001 on. */
export function isDate(text: string): boolean {
  return dayNumber(text) !== undefined;
}

/**
 * Seconds since 1970 of an RFC 3339 instant in whole seconds, `2026-11-23T10:00:00Z` or with an offset; undefined for
 * anything else: fractions, leap seconds, lower-case letters, the offset -00:00, days that don't exist.
 */
export function parseInstant(text: string): Seconds | undefined {
  const day = INSTANT.test(text) ? dayNumber(text.slice(0, 10)) : undefined;
  const zone = text.slice(19);
  if (day === undefined || zone === "-00:00") return undefined;
  const [hour, minute, second] = [Number(text.slice(11, 13)), Number(text.slice(14, 16)), Number(text.slice(17, 19))];
  return day * DAY + hour * 3600 + minute * 60 + second - offsetOf(zone);
}

/** `YYYY-MM-DDTHH:MM:SSZ`, the one way we write an instant. */
export function formatInstant(time: Seconds): string {
  return `${new Date(time * 1000).toISOString().slice(0, 19)}Z`;
}

/** The calendar date in Asia/Shanghai at an instant. */
export function dateAt(time: Seconds): string {
  return formatInstant(time + SHANGHAI).slice(0, 10);
}

/**
 * First second of a calendar date in Asia/Shanghai.
 *
 * @throws schema.date
 */
export function startOfDay(date: string): Seconds {
  const day = dayNumber(date);
  if (day === undefined) throw new YinzhengError("schema.date", { expected: "YYYY-MM-DD" });
  return day * DAY - SHANGHAI;
}

/**
 * Last second of a calendar date in Asia/Shanghai.
 *
 * @throws schema.date
 */
export function endOfDay(date: string): Seconds {
  return startOfDay(date) + DAY - 1;
}

/**
 * The instant that somebody names (design §3.4): an RFC 3339 instant, or a bare date, which means its end in
 * Asia/Shanghai and comes with the start of that day, so that a change during the day can be told.
 *
 * @throws schema.date with `pointer`
 */
export function parseTime(text: string, pointer = ""): { readonly time: Seconds; readonly dayStart?: Seconds } {
  const time = parseInstant(text);
  if (time !== undefined) return { time };
  if (isDate(text)) return { time: endOfDay(text), dayStart: startOfDay(text) };
  throw new YinzhengError("schema.date", { pointer, expected: "YYYY-MM-DD or YYYY-MM-DDTHH:MM:SSZ" });
}

/** Days since 1970-01-01, by the proleptic Gregorian calendar. */
function dayNumber(text: string): number | undefined {
  if (!DATE.test(text)) return undefined;
  const [year, month, day] = [Number(text.slice(0, 4)), Number(text.slice(5, 7)), Number(text.slice(8, 10))];
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  const days = month === 2 && leap ? 29 : (DAYS[month - 1] ?? 0);
  if (year === 0 || day === 0 || day > days) return undefined;
  // Years that begin in March, so that the odd day comes last: 719,468 days from 0000-03-01 to 1970-01-01.
  const from = month > 2 ? year : year - 1;
  const inYear = Math.floor((153 * ((month + 9) % 12) + 2) / 5) + day - 1;
  return 365 * from + Math.floor(from / 4) - Math.floor(from / 100) + Math.floor(from / 400) + inYear - 719_468;
}

const DAYS = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];

function offsetOf(zone: string): Seconds {
  if (zone === "Z") return 0;
  const size = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4, 6)) * 60;
  return zone.startsWith("-") ? -size : size;
}

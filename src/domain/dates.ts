import type { Seconds } from "./bytes.ts";
import { YinzhengError } from "./errors.ts";

const DATE = /^(\d{4})-(\d{2})-(\d{2})$/;
const INSTANT = /^(\d{4}-\d{2}-\d{2})T([01]\d|2[0-3]):([0-5]\d):([0-5]\d)(Z|[+-](?:0\d|1[0-4]):[0-5]\d)$/;
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
  const [, date = "", hour, minute, second, zone = ""] = INSTANT.exec(text) ?? [];
  const day = dayNumber(date);
  if (day === undefined || zone === "-00:00") return undefined;
  return day * DAY + Number(hour) * 3600 + Number(minute) * 60 + Number(second) - offsetOf(zone);
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
  const [, year = 0, month = 0, day = 0] = (DATE.exec(text) ?? []).map(Number);
  const date = new Date(0);
  // Date.UTC takes years below 100 for years of the 20th century; this doesn't.
  date.setUTCFullYear(year, month - 1, day);
  const exists = year > 0 && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  return exists ? date.getTime() / (DAY * 1000) : undefined;
}

function offsetOf(zone: string): Seconds {
  if (zone === "Z") return 0;
  const size = Number(zone.slice(1, 3)) * 3600 + Number(zone.slice(4, 6)) * 60;
  return zone.startsWith("-") ? -size : size;
}

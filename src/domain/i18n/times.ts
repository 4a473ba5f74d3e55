import type { Seconds } from "../bytes.ts";
import type { Language } from "./dictionary.ts";

// Written out rather than asked of the machine: what a document shows must be the same on every machine, byte for byte, and
// the words for a date differ between versions of the library that knows all languages.

/** China Standard Time is eight hours before UTC, all year. */
const CHINA = 8 * 3600;
const MONTHS = "January February March April May June July August September October November December".split(" ");

/** An instant as clocks in China show it, whatever zone the reader's machine is in: 2026年11月24日 12:20:32（北京时间）. */
export function instant(time: Seconds, language: Language): string {
  const date = inChina(time);
  // A certificate may name times that no Date can hold.
  if (date === null) return String(time);
  const clock = date.toISOString().slice(-13, -5);
  return language === "zh"
    ? `${words(date, "zh")} ${clock}（北京时间）`
    : `${words(date, "en")} at ${clock}, China Standard Time`;
}

/** The day of an instant in China. */
export function day(time: Seconds, language: Language): string {
  const date = inChina(time);
  return date === null ? String(time) : words(date, language);
}

/** A calendar date, YYYY-MM-DD, in words; anything else stays as it is. */
export function dateInWords(date: string, language: Language): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const at = new Date(`${date}T00:00:00Z`);
  return Number.isNaN(at.getTime()) ? date : words(at, language);
}

/** A date whose UTC fields are those of clocks in China. */
function inChina(time: Seconds): Date | null {
  const date = new Date((time + CHINA) * 1000);
  return Number.isNaN(date.getTime()) ? null : date;
}

function words(date: Date, language: Language): string {
  const [year, month, day] = [date.getUTCFullYear(), date.getUTCMonth(), date.getUTCDate()];
  return language === "zh" ? `${year}年${month + 1}月${day}日` : `${day} ${MONTHS[month]} ${year}`;
}

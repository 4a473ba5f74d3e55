import type { Seconds } from "../bytes.ts";
import type { Language } from "./dictionary.ts";

const LOCALES: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en-GB" };
/** The language that a browser's own words and numbers follow. */
export const localeOf = (language: Language): string => LOCALES[language];

/** An instant as clocks in China show it, whatever zone the reader's machine is in: 2026年11月24日 12:20:32（北京时间）. */
export function instant(time: Seconds, language: Language): string {
  const options = { dateStyle: "long", timeStyle: "medium", hourCycle: "h23", timeZone: "Asia/Shanghai" } as const;
  const date = new Date(time * 1000);
  // A certificate may name times that no Date can hold.
  if (Number.isNaN(date.getTime())) return String(time);
  const shown = new Intl.DateTimeFormat(LOCALES[language], options).format(date);
  return language === "zh" ? `${shown}（北京时间）` : `${shown}, China Standard Time`;
}

/** The day of an instant in China. */
export function day(time: Seconds, language: Language): string {
  const date = new Date(time * 1000);
  if (Number.isNaN(date.getTime())) return String(time);
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "Asia/Shanghai" }).format(date);
}

/** A calendar date, YYYY-MM-DD, in words; anything else stays as it is. */
export function dateInWords(date: string, language: Language): string {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(date)) return date;
  const at = new Date(`${date}T00:00:00Z`);
  if (Number.isNaN(at.getTime())) return date;
  return new Intl.DateTimeFormat(LOCALES[language], { dateStyle: "long", timeZone: "UTC" }).format(at);
}

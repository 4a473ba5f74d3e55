import type { Check, Verdict } from "../checks.ts";
import { custodyIn } from "../custody.ts";
import { parseInstant } from "../dates.ts";
import { isJsonObject } from "../json-value.ts";
import type { Dictionary, Language, MessageKey } from "./dictionary.ts";
import { en } from "./en.ts";
import { instant } from "./times.ts";
import { zh } from "./zh.ts";

/** The dictionaries by language. */
export const DICTIONARIES: Readonly<Record<Language, Dictionary>> = { zh, en };

/**
 * A message in a language, its `{names}` filled in. A name without a value stays as it is, so that its lack shows.
 *
 * @example say("en", "report.as_of.block", { time: "2026-11-23T10:00:00Z", block: 12 })
 */
export function say(
  language: Language,
  key: MessageKey,
  values: Readonly<Record<string, string | number>> = {},
): string {
  return DICTIONARIES[language][key].replace(/\{(\w+)\}/g, (whole, name: string) => String(values[name] ?? whole));
}

/** Whether the dictionaries have a message of this name. */
export function isMessageKey(name: string): name is MessageKey {
  return Object.hasOwn(zh, name);
}

/** What a verdict means, or what to do; of a file with seals that stands for no certificate (`stamped`) in words of its own. */
export function sayVerdict(
  language: Language,
  { verdict, stamped }: { readonly verdict: Verdict; readonly stamped?: unknown },
  what: "meaning" | "do",
): string {
  const own = `verdict.stamped.${verdict}.${what}`;
  return say(language, stamped !== undefined && isMessageKey(own) ? own : `verdict.${verdict}.${what}`);
}

/** Of a copy for one purpose (加注件): for what, for whom, and until when; null: the report is of none. */
export function sayCopy(language: Language, checks: readonly Check[]): string | null {
  const { detail } = checks.find(({ name }) => name === "time.copy") ?? {};
  if (!isJsonObject(detail)) return null;
  const until = parseInstant(String(detail.validUntil));
  const parts = [
    say(language, "report.copy.purpose", { purpose: String(detail.purpose) }),
    ...(detail.audience === undefined
      ? []
      : [say(language, "report.copy.audience", { audience: String(detail.audience) })]),
    ...(until === undefined ? [] : [say(language, "report.copy.until", { until: instant(until, language) })]),
  ];
  return parts.join(language === "zh" ? "，" : ", ");
}

/** Who keeps the keys that signed, in words, of the checks of a report. */
export function sayCustody(language: Language, checks: readonly Check[]): string {
  const held = custodyIn(checks).map((custody) => say(language, `custody.${custody}`));
  return held.length === 0 ? say(language, "custody.unknown") : held.join(language === "zh" ? "；" : "; ");
}

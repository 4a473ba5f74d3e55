import type { Check } from "../checks.ts";
import { custodyIn } from "../custody.ts";
import type { Dictionary, Language, MessageKey } from "./dictionary.ts";
import { en } from "./en.ts";
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

/** Who keeps the keys that signed, in words, of the checks of a report. */
export function sayCustody(language: Language, checks: readonly Check[]): string {
  const held = custodyIn(checks).map((custody) => say(language, `custody.${custody}`));
  return held.length === 0 ? say(language, "custody.unknown") : held.join(language === "zh" ? "；" : "; ");
}

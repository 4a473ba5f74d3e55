import { ERRORS, type ErrorDetail, isYinzhengError } from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { isMessageKey, say } from "../domain/i18n/say.ts";
import type { JsonObject } from "../domain/json-value.ts";
import type { Runtime } from "./runtime.ts";

/** The reader's language: --lang, else the environment's, else Chinese. */
export function languageOf(env: Runtime["env"], asked?: string): Language {
  const named = asked ?? env.YZ_LANG ?? env.LC_ALL ?? env.LANG ?? "";
  return /^en/i.test(named) ? "en" : "zh";
}

/** What went wrong and what to do, in words; nothing of a stack. */
export function errorText(error: unknown, language: Language): string {
  if (!isYinzhengError(error))
    return `${ERRORS.internal[language]} ${error instanceof Error ? error.message : String(error)}\n`;
  const { code, detail } = error;
  const { pointer, ...rest } = detail;
  const rules = rulesText(detail, language);
  const known = Object.entries(rest).filter(
    ([name, value]) => value !== undefined && value !== "" && !(name === "said" && rules.length > 0),
  );
  return [
    `${ERRORS[code][language]} [${code}]`,
    ...rules.map((rule) => `  ${rule}`),
    ...(pointer ? [say(language, "error.at", { pointer })] : []),
    ...known.map(([name, value]) => `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    say(language, "error.what_to_do", { code }),
    "",
  ].join("\n");
}

/** Which of officers' own rules were broken, in words: told by one signer, or by the service of several. */
function rulesText(detail: ErrorDetail, language: Language): readonly string[] {
  const { said } = detail;
  const told = Array.isArray(said) ? (said as readonly JsonObject[]) : [detail as JsonObject];
  return told.flatMap((one) => {
    const key = `signer.rule.${String(one.rule)}`;
    if (!isMessageKey(key)) return [];
    const values = Object.entries(one).filter(([, value]) => typeof value === "string" || typeof value === "number");
    const words = say(language, key, Object.fromEntries(values) as Record<string, string | number>);
    return [typeof one.officer === "string" ? `${one.officer}: ${words}` : words];
  });
}

export function errorJson(error: unknown): object {
  if (!isYinzhengError(error))
    return { code: "internal", message: error instanceof Error ? error.message : String(error) };
  return { code: error.code, message: ERRORS[error.code], detail: error.detail };
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

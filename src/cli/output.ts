import { ERRORS, isYinzhengError } from "../domain/errors.ts";
import type { Language } from "../domain/i18n/dictionary.ts";
import { say } from "../domain/i18n/say.ts";
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
  const known = Object.entries(rest).filter(([, value]) => value !== undefined && value !== "");
  return [
    `${ERRORS[code][language]} [${code}]`,
    ...(pointer ? [say(language, "error.at", { pointer })] : []),
    ...known.map(([name, value]) => `  ${name}: ${typeof value === "string" ? value : JSON.stringify(value)}`),
    say(language, "error.what_to_do", { code }),
    "",
  ].join("\n");
}

export function errorJson(error: unknown): object {
  if (!isYinzhengError(error))
    return { code: "internal", message: error instanceof Error ? error.message : String(error) };
  return { code: error.code, message: ERRORS[error.code], detail: error.detail };
}

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

import type { Request } from "express";
import { LANGUAGES, type Language } from "../domain/i18n/dictionary.ts";

/** By `Accept-Language` (RFC 9110 §12.5.4); Chinese where the caller does not care. */
export function languageOf(req: Request): Language {
  return req.acceptsLanguages(...LANGUAGES) === "en" ? "en" : "zh";
}

/** As `Content-Language` and `<html lang>` name it. */
export const LANGUAGE_TAGS: Readonly<Record<Language, string>> = { zh: "zh-CN", en: "en" };

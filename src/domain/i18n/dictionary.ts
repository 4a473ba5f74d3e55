import type { zh } from "./zh.ts";

export const LANGUAGES = ["zh", "en"] as const;
export type Language = (typeof LANGUAGES)[number];

export type MessageKey = keyof typeof zh;
/** Every key that zh.ts defines, in some language. */
export type Dictionary = Readonly<Record<MessageKey, string>>;

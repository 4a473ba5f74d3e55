import type { Bilingual } from "../../domain/bilingual.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { type Element, el } from "./document.ts";
import { WORDS } from "./words.ts";

/** Head of every page: the network's name, and the same page in the other language. */
export function masthead(name: Bilingual, path: string, language: Language): Element {
  const other = language === "zh" ? "en" : "zh";
  const tag = other === "zh" ? "zh-CN" : "en";
  return el(
    "header",
    { class: "masthead" },
    el("div", { class: "bar" }, [
      el("a", { class: "brand", href: `/?lang=${language}` }, [
        el("span", { class: "seal", "aria-hidden": "true", lang: "zh-CN" }, "印"),
        name[language],
      ]),
      el("span", { class: "bar-links" }, [
        path === "/network" ? null : el("a", { href: `/network?lang=${language}` }, WORDS.networkPage[language]),
        el("a", { href: `${path}?lang=${other}`, lang: tag, hreflang: tag }, WORDS.otherLanguage[language]),
      ]),
    ]),
  );
}

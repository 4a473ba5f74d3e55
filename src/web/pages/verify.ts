import type { Bilingual } from "../../domain/bilingual.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import { type Assets, el, renderDocument } from "./document.ts";
import { lookupForm } from "./lookup.ts";
import { masthead } from "./masthead.ts";
import { WORDS } from "./words.ts";

/** What the page at `/` is made from. */
export interface VerifyData {
  readonly network: { readonly name: Bilingual };
  /** Where this service offers its trust file; null where it offers none. */
  readonly trust: string | null;
  readonly assets: Assets;
}

/**
 * The page at `/`, as far as it works without a script: what it is for, and a look-up by identifier. The script takes the
 * page over and verifies in the browser; see src/web/client/start.tsx.
 */
export function verifyPage({ network, trust, assets }: VerifyData, language: Language): string {
  const title = `${say(language, "page.verify")} — ${network.name[language]}`;
  const data = {
    "data-page": "verify",
    "data-brand": JSON.stringify(network.name),
    ...(trust === null ? {} : { "data-trust": trust }),
  } as const;
  return renderDocument({ language, title, assets, data }, [
    el("a", { class: "skip", href: "#main" }, WORDS.skip[language]),
    masthead(network.name, "/", language),
    el("main", { id: "main", tabIndex: -1 }, [
      el("h1", null, say(language, "page.verify")),
      el("p", { class: "lede" }, say(language, "page.verify.lede")),
      el(
        "noscript",
        null,
        el("div", { class: "notice" }, [
          el("p", null, [
            WORDS.needsScript[language],
            language === "zh" ? "" : " ",
            el("a", { href: `/network?lang=${language}#verify` }, WORDS.networkPage[language]),
            language === "zh" ? "。" : ".",
          ]),
        ]),
      ),
      lookupForm(language),
    ]),
  ]);
}

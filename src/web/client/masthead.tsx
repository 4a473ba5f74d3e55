import type { Host } from "./host.ts";
import type { State } from "./session.ts";
import { WORDS } from "./words.ts";

/** The bar above the page, and the link that skips it. */
export function Masthead(props: { readonly host: Host; readonly state: State; readonly onLanguage: () => void }) {
  const { host, state, onLanguage } = props;
  const { language } = state;
  const other = language === "zh" ? "en" : "zh-CN";
  return (
    <>
      <a class="skip" href="#main">
        {WORDS.skip[language]}
      </a>
      <header class="masthead">
        <div class="bar">
          <span class="brand">
            <span class="seal" aria-hidden="true" lang="zh-CN">
              印
            </span>
            {host.brand[language]}
          </span>
          <span class="bar-links">
            {host.online && <a href={`/network?lang=${language}`}>{WORDS.network[language]}</a>}
            <button type="button" class="link" lang={other} onClick={onLanguage}>
              {WORDS.otherLanguage[language]}
            </button>
          </span>
        </div>
      </header>
    </>
  );
}

import { useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { say } from "../../domain/i18n/say.ts";
import { Basis } from "./basis.tsx";
import { useDrop } from "./drop.ts";
import type { Host } from "./host.ts";
import { Intake } from "./intake-view.tsx";
import { Masthead } from "./masthead.tsx";
import { Session, type State } from "./session.ts";
import { tell, WORDS } from "./words.ts";

/** The whole page. */
export function App({ host }: { readonly host: Host }) {
  const [session, state] = useSession(host);
  const { language } = state;
  const dragging = useDrop(session, WORDS.pastedName[language]);
  useDocumentLanguage(host, state);
  return (
    <>
      <Masthead host={host} state={state} onLanguage={() => session.speak(language === "zh" ? "en" : "zh")} />
      <main id="main" tabIndex={-1}>
        <h1>{say(language, "page.verify")}</h1>
        <p class="lede">{say(language, "page.verify.lede")}</p>
        <Intake host={host} state={state} session={session} dragging={dragging} />
        <Outcomes state={state} session={session} />
        <Basis online={host.online} state={state} session={session} />
      </main>
    </>
  );
}

function useSession(host: Host): readonly [Session, State] {
  const [, redraw] = useState<State | null>(null);
  const [session] = useState(() => new Session(host, redraw, () => Math.floor(Date.now() / 1000)));
  useEffect(() => {
    void session.prepare();
  }, [session]);
  return [session, session.state];
}

function useDocumentLanguage(host: Host, { language }: State): void {
  // With the words themselves: who hears the page read must never hear one language spoken as the other.
  useLayoutEffect(() => {
    document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
    document.title = `${say(language, "page.verify")} — ${host.brand[language]}`;
    // Read anew, the page speaks the language that was chosen last.
    if (host.online && language !== host.language) history.replaceState(null, "", `?lang=${language}`);
  }, [host, language]);
}

/** The results, and what is being done about them; read out as it changes. */
function Outcomes({ state, session }: { readonly state: State; readonly session: Session }) {
  const { language, items, working, trouble, judging } = state;
  const heading = useRef<HTMLHeadingElement>(null);
  const count = items.length;
  const newest = items[0]?.key;
  useEffect(() => {
    if (newest !== undefined) heading.current?.focus();
  }, [newest]);
  const Results = judging?.Results;
  return (
    <>
      <p role="status" class={working ? "status" : "status unseen"}>
        {statusOf(state)}
      </p>
      {trouble === "load-failed" && (
        <div class="notice" role="alert">
          <p>{WORDS.loadFailed[language]}</p>
        </div>
      )}
      {count > 0 && Results !== undefined && (
        <section class="results" aria-labelledby="results">
          <h2 id="results" ref={heading} tabIndex={-1}>
            {WORDS.results[language]}
          </h2>
          <Results items={items} language={language} trusted={state.trust !== null} />
          <p class="actions">
            <button type="button" class="button" onClick={() => print()}>
              {WORDS.print[language]}
            </button>
            <button type="button" class="button" onClick={() => session.clear()}>
              {WORDS.clear[language]}
            </button>
          </p>
        </section>
      )}
    </>
  );
}

function statusOf({ items, working, language }: State): string {
  if (working)
    return tell(WORDS.working, language, { left: items.filter(({ outcome }) => outcome === undefined).length });
  const judged = items.flatMap(({ outcome }) => {
    if (outcome?.kind === "report") return [say(language, `verdict.${outcome.report.verdict}`)];
    return outcome?.kind === "error" || outcome?.kind === "trust-file" ? [WORDS.unreadable[language]] : [];
  });
  if (judged.length === 0) return "";
  const counts = [...new Set(judged)].map((word) => `${word} ${judged.filter((one) => one === word).length}`);
  return tell(WORDS.done, language, { all: judged.length, list: counts.join(language === "zh" ? "，" : ", ") });
}

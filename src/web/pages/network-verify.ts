import { VERDICTS, type Verdict } from "../../domain/checks.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import { type Element, el } from "./document.ts";
import { WORDS } from "./words.ts";

const COMMANDS = [
  ["verifyTrust", "npx yz trust add TRUST_FILE"],
  ["verifyOnline", "npx yz verify FILE --rpc NODE_URL"],
  ["verifyOffline", "npx yz verify FILE --offline --level archival"],
  ["verifyPast", "npx yz verify FILE --as-of 2026-01-31"],
] as const;

/** As `yz verify` answers a script. */
const EXIT_CODES: Readonly<Record<Verdict, number>> = { valid: 0, invalid: 1, not_in_force: 3, indeterminate: 4 };

/** How to verify: the exact commands, and what their answers mean. */
export function verifySection(language: Language): Element {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  return el("section", { "aria-labelledby": "verify" }, [
    el("h2", { id: "verify" }, word("verify")),
    el("p", null, word("verifyHelp")),
    ...COMMANDS.map(([what, line]) => command(word(what), line, language)),
    el("h3", { id: "verdicts" }, word("verdicts")),
    el("table", { class: "stacked", "aria-labelledby": "verdicts" }, [
      el("thead", null, el("tr", null, [word("verdict"), word("meaning"), word("exitCode")].map(column))),
      el(
        "tbody",
        null,
        VERDICTS.map((verdict) => verdictRow(verdict, language)),
      ),
    ]),
  ]);
}

const column = (heading: string): Element => el("th", { scope: "col" }, heading);

function verdictRow(verdict: Verdict, language: Language): Element {
  const act = verdict === "indeterminate" ? WORDS.indeterminateDo[language] : say(language, `verdict.${verdict}.do`);
  const meaning = [say(language, `verdict.${verdict}.meaning`), act].join(language === "zh" ? "" : " ");
  const tag = el("strong", { class: `tag tag-${verdict}` }, say(language, `verdict.${verdict}`));
  return el("tr", null, [
    el("th", { scope: "row" }, tag),
    el("td", null, meaning),
    el("td", { "data-label": WORDS.exitCode[language] }, el("code", null, `${EXIT_CODES[verdict]}`)),
  ]);
}

/** A command to type. The script, where it runs, adds a button that copies it; see client/copy.ts. */
function command(what: string, line: string, language: Language): Element {
  const labels = { "data-copy": WORDS.copy[language], "data-copied": WORDS.copied[language] };
  const words = line.split(" ").flatMap((word, i) => [i === 0 ? null : " ", el("span", { class: "word" }, word)]);
  return el("figure", { class: "command", ...labels }, [
    el("figcaption", null, what),
    el("pre", null, el("code", null, words)),
  ]);
}

import type { Bilingual } from "../../domain/bilingual.ts";
import type { Seconds } from "../../domain/bytes.ts";
import { formatInstant } from "../../domain/dates.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import type { CellState } from "../../domain/status.ts";
import { type Assets, type Child, type Element, el, renderDocument } from "./document.ts";
import { masthead } from "./masthead.ts";
import { WORDS } from "./words.ts";

/** What anyone may know of a certificate, by the service's word: no field of it. */
export interface PublicRecord {
  readonly id: string;
  readonly type: Bilingual;
  readonly issuer: Bilingual;
  readonly state: "awaiting_approval" | "returned" | "anchoring" | "issued";
  /** null until it is issued; on the day asked about, where there is one. */
  readonly status: CellState | null;
  /** How it stood at the instant asked about. */
  readonly asOf?: {
    readonly time: Seconds;
    readonly state: "before_anchor" | CellState;
    readonly changedThatDay?: boolean;
  };
}

/** A record, or why there is none to show. */
export type LookupResult =
  | { readonly kind: "record"; readonly record: PublicRecord }
  | { readonly kind: "missing" | "bad" | "baddate" | "failed"; readonly id: string };

/** What the page at `/lookup` and `/c/{identifier}` is made from. */
export interface LookupData {
  readonly network: { readonly name: Bilingual };
  /** null: nothing was asked yet. */
  readonly result: LookupResult | null;
  readonly assets: Assets;
}

/** The service's record of one certificate. It says itself that it is no proof. */
export function lookupPage({ network, result, assets }: LookupData, language: Language): string {
  const title = `${say(language, "lookup.title")} — ${network.name[language]}`;
  const path = result === null ? "/lookup" : `/c/${encodeURIComponent(idOf(result))}`;
  return renderDocument({ language, title, assets }, [
    el("a", { class: "skip", href: "#main" }, WORDS.skip[language]),
    masthead(network.name, path, language),
    el("main", { id: "main", tabIndex: -1 }, [
      el("h1", null, say(language, "lookup.title")),
      result === null ? null : resultCard(result, language),
      el("p", null, el("a", { class: "main-button", href: `/?lang=${language}` }, WORDS.toVerify[language])),
      lookupForm(language),
    ]),
  ]);
}

const idOf = (result: LookupResult): string => (result.kind === "record" ? result.record.id : result.id);

function resultCard(result: LookupResult, language: Language): Element {
  const word = result.kind;
  return el("section", { class: "card card-plain", "aria-labelledby": "record" }, [
    el("h2", { id: "record", class: "card-title" }, el("span", { class: "file-name" }, idOf(result))),
    el("div", { class: "verdict verdict-plain" }, [
      el("p", { class: "verdict-word" }, el("strong", null, say(language, `lookup.${word}`))),
      el("p", { class: "verdict-do" }, say(language, `lookup.${word}.do`)),
    ]),
    result.kind === "record" ? recordList(result.record, language) : null,
  ]);
}

function recordList({ type, issuer, state, status, asOf }: PublicRecord, language: Language): Element {
  const none = say(language, asOf?.state === "before_anchor" ? "lookup.before" : "lookup.none");
  const rows: readonly (readonly [string, string])[] = [
    [say(language, "report.type"), type[language]],
    [say(language, "report.issuer"), issuer[language]],
    [say(language, "lookup.state"), say(language, `certificate.${state}`)],
    ...(asOf === undefined ? [] : [[say(language, "lookup.asOf"), shanghai(asOf.time)] as const]),
    [say(language, "lookup.status"), status === null ? none : say(language, `state.${status}`)],
    ...(asOf?.changedThatDay ? [[say(language, "lookup.thatDay"), say(language, "lookup.changed")] as const] : []),
  ];
  const row = ([term, value]: readonly [string, string]): Child =>
    el("div", null, [el("dt", null, term), el("dd", null, value)]);
  return el("dl", { class: "summary" }, rows.map(row));
}

const SHANGHAI: Seconds = 8 * 3600;

/** Days are days in Asia/Shanghai, so the instant is told in its time. */
const shanghai = (time: Seconds): string =>
  `${formatInstant(time + SHANGHAI)
    .replace("T", " ")
    .slice(0, 19)} UTC+8`;

/** A plain form: it needs no script. */
export function lookupForm(language: Language): Element {
  return el("section", { "aria-labelledby": "look-up" }, [
    el("h2", { id: "look-up" }, say(language, "lookup.title")),
    el("form", { method: "get", action: "/lookup" }, [
      el("input", { type: "hidden", name: "lang", value: language }),
      el("label", { for: "id" }, say(language, "lookup.label")),
      el("p", { class: "hint", id: "id-hint" }, say(language, "lookup.hint")),
      el("input", {
        ...{ id: "id", name: "id", type: "text", required: "", autocomplete: "off", spellcheck: "false" },
        "aria-describedby": "id-hint",
      }),
      el("label", { for: "as-of" }, say(language, "lookup.day")),
      el("p", { class: "hint", id: "as-of-hint" }, say(language, "lookup.day.hint")),
      el("input", { id: "as-of", name: "asOf", type: "date", "aria-describedby": "as-of-hint" }),
      el("button", { type: "submit", class: "button" }, say(language, "lookup.submit")),
    ]),
  ]);
}

import type { Bilingual } from "../../domain/bilingual.ts";
import type { Hex, Seconds } from "../../domain/bytes.ts";
import type { Language } from "../../domain/i18n/dictionary.ts";
import { say } from "../../domain/i18n/say.ts";
import { type Assets, type Child, type Element, el, renderDocument } from "./document.ts";
import { masthead } from "./masthead.ts";
import { verifySection } from "./network-verify.ts";
import { WORDS } from "./words.ts";

/** Everything that the page at `/network` shows; nothing in it names a certificate or a holder. */
export interface NetworkData {
  readonly network: { readonly name: Bilingual; readonly registryId: Hex };
  readonly chain: { readonly reachable: boolean; readonly block?: number; readonly time?: Seconds };
  /** Names of the witnesses by configuration. */
  readonly witnesses: readonly string[];
  /** Absent until a witness has answered. */
  readonly checkpoint?: { readonly size: number; readonly cosigners: readonly string[] };
  readonly members: readonly {
    readonly names: Bilingual;
    readonly types: number;
    readonly frozen: boolean;
    readonly closed: boolean;
  }[];
  readonly assets: Assets;
}

/** The page at `/network`: what runs, how to verify, what a verdict means, where the API is described. */
export function networkPage(data: NetworkData, language: Language): string {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const main = el("main", { id: "main", tabIndex: -1 }, [
    el("h1", null, say(language, "app.name")),
    el("p", { class: "lede" }, say(language, "app.tagline")),
    runningSection(data, language),
    verifySection(language),
    data.members.length > 0 ? membersSection(data.members, language) : null,
    apiSection(language),
  ]);
  const title = `${say(language, "app.name")} — ${data.network.name[language]}`;
  return renderDocument({ language, title, assets: data.assets }, [
    el("a", { class: "skip", href: "#main" }, word("skip")),
    masthead(data.network.name, "/network", language),
    main,
  ]);
}

function runningSection({ network, chain, witnesses, checkpoint }: NetworkData, language: Language): Element {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const { registryId } = network;
  const short = `${registryId.slice(0, 10)}…${registryId.slice(-8)}`;
  const rows: [string, Child][] = [
    [word("network"), network.name[language]],
    [word("registryId"), el("code", { title: registryId }, short)],
    [word("block"), blockOf(chain, language)],
    [word("log"), checkpoint === undefined ? word("unknown") : `${checkpoint.size} ${word("entries")}`],
    [
      word("witnesses"),
      witnesses.length === 0 ? word("noWitness") : witnesses.map((name) => witness(name, checkpoint, language)),
    ],
  ];
  return el("section", { "aria-labelledby": "running" }, [
    el("h2", { id: "running" }, word("running")),
    chain.reachable
      ? el("p", null, el("strong", { class: "tag tag-good" }, word("up")))
      : el("div", { class: "notice", role: "status" }, [
          el("p", null, el("strong", null, word("down"))),
          el("p", null, word("downHelp")),
        ]),
    el(
      "dl",
      { class: "summary" },
      rows.map(([term, value]) => el("div", null, [el("dt", null, term), el("dd", null, value)])),
    ),
  ]);
}

function witness(name: string, checkpoint: NetworkData["checkpoint"], language: Language): Element {
  const signed = checkpoint?.cosigners.includes(name) ?? false;
  return el("div", null, [name, signed ? el("span", { class: "hint" }, ` — ${WORDS.cosigned[language]}`) : null]);
}

function blockOf({ block, time }: NetworkData["chain"], language: Language): Child {
  if (block === undefined) return WORDS.unknown[language];
  return time === undefined ? `${block}` : [`${block} · `, timeElement(time, language)];
}

/** In Beijing time, whatever clock the reader's machine has: the page is made without knowing it. */
function timeElement(time: Seconds, language: Language): Element {
  const shown = new Date((time + 8 * 3600) * 1000).toISOString().slice(0, 19).replace("T", " ");
  return el("time", { dateTime: new Date(time * 1000).toISOString() }, `${shown} ${WORDS.timeZone[language]}`);
}

function membersSection(members: NetworkData["members"], language: Language): Element {
  const word = (name: keyof typeof WORDS): string => WORDS[name][language];
  const rows = members.map(({ names, types, frozen, closed }) =>
    el("tr", null, [
      el("th", { scope: "row" }, [
        names[language],
        closed || frozen ? el("span", { class: "hint" }, ` (${word(closed ? "closed" : "frozen")})`) : null,
      ]),
      el("td", { class: "number" }, `${types}`),
    ]),
  );
  return el("section", { "aria-labelledby": "members" }, [
    el("h2", { id: "members" }, word("members")),
    el("table", null, [
      el(
        "thead",
        null,
        el("tr", null, [
          el("th", { scope: "col" }, word("member")),
          el("th", { scope: "col", class: "number" }, word("types")),
        ]),
      ),
      el("tbody", null, rows),
    ]),
  ]);
}

function apiSection(language: Language): Element {
  const links = [
    ["/docs", WORDS.apiDocs],
    ["/openapi.json", WORDS.openapi],
    ["/v1/members", WORDS.memberList],
    ["/v1/checkpoints", WORDS.checkpoint],
    ["/readyz", WORDS.readiness],
  ] as const;
  return el("section", { "aria-labelledby": "api" }, [
    el("h2", { id: "api" }, WORDS.api[language]),
    el("p", null, WORDS.apiHelp[language]),
    el(
      "ul",
      null,
      links.map(([href, words]) => el("li", null, el("a", { href }, words[language]))),
    ),
  ]);
}
